"""What the last run measured, under the names and with the values of blackbox exporter.

A run that is void says nothing about its target, so nothing of it is exported; and what was not
measured has no series. Timings taken while our own loop stood still are a lie, and left out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.metrics import readings
from monitor.metrics.family import Points, Scalars
from monitor.metrics.figures import Figures
from monitor.model import Outcome

_HTTP_VERSIONS = {"1.0": 1.0, "1.1": 1.1, "2": 2.0}
_LARGEST_LENGTH = 2**63 - 1
"""A server may claim a length that no float can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric of the last run."""

    name: str
    help: str
    further: tuple[str, ...] = ()
    """Labels beside the probe's own, in alphabetical order."""
    read: Callable[[Outcome], Points]

    def of_probe(self) -> Scalars:
        """The same with the probe's own labels, read from its figures."""
        return Scalars(
            name=self.name,
            help=self.help,
            further=self.further,
            part=self._points,
            read=self._points,
        )

    def _points(self, figures: Figures) -> Points:
        return self.read(figures.evidence) if figures.evidence else ()


TIMEOUT = Measure(
    name="probe_timeout_seconds",
    help="The deadline over a whole run.",
    read=lambda outcome: readings.one(outcome.timeout_seconds),
)
MEASURES = (
    Measure(
        name="probe_success",
        help="1 where the last run passed (ok or degraded), 0 where it failed; "
        "absent where it was void and proves nothing.",
        read=readings.success,
    ),
    Measure(
        name="probe_duration_seconds",
        help="How long the last run took, waits between its attempts included.",
        read=readings.duration,
    ),
    Measure(
        name="probe_dns_lookup_time_seconds",
        help="How long the names of the last run took to resolve.",
        read=readings.lookup,
    ),
    Measure(
        name="probe_ip_protocol",
        help="The IP version of the last connection: 4 or 6.",
        read=readings.ip_protocol,
    ),
    Measure(
        name="probe_ip_addr_hash",
        help="A hash of the address of the last connection, to see when it changes.",
        read=readings.ip_hash,
    ),
    Measure(
        name="probe_ip_fallback",
        help="1 where the last connection went to another address than the first that was tried.",
        read=readings.ip_fallback,
    ),
    Measure(
        name="probe_http_duration_seconds",
        help="How long each finished phase of the last attempt took, over all redirects.",
        further=("phase",),
        read=readings.phases,
    ),
    Measure(
        name="probe_http_status_code",
        help="The status code of the last answer.",
        read=readings.of_http(lambda http: http.status_code),
    ),
    Measure(
        name="probe_http_version",
        help="The HTTP version of the last answer: 1, 1.1 or 2.",
        read=readings.of_http(lambda http: _HTTP_VERSIONS.get(http.http_version)),
    ),
    Measure(
        name="probe_http_redirects",
        help="How many redirects were met, followed or not.",
        read=readings.of_http(lambda http: http.redirects),
    ),
    Measure(
        name="probe_http_ssl",
        help="1 where the last answer came over TLS.",
        read=readings.of_http(lambda http: http.ssl),
    ),
    Measure(
        name="probe_http_content_length",
        help="The Content-Length of the last answer; -1 where it had none.",
        read=readings.of_http(lambda http: min(http.content_length, _LARGEST_LENGTH)),
    ),
    Measure(
        name="probe_http_uncompressed_body_length",
        help="Bytes of the last answer's body after decoding, as far as it was read.",
        read=readings.of_http(lambda http: http.body_bytes),
    ),
    Measure(
        name="probe_http_last_modified_timestamp_seconds",
        help="The Last-Modified time of the last answer.",
        read=readings.of_http(lambda http: readings.stamp(http.last_modified)),
    ),
    Measure(
        name="probe_failed_due_to_regex",
        help="1 where a regular expression decided that the last run failed.",
        read=readings.failed_due_to_regex,
    ),
    Measure(
        name="probe_ssl_earliest_cert_expiry",
        help="When the first certificate of the presented chain expires, "
        "whether or not the chain was accepted.",
        read=readings.of_tls(lambda tls: readings.one(readings.stamp(tls.earliest_expiry))),
    ),
    Measure(
        name="probe_ssl_last_chain_expiry_timestamp_seconds",
        help="When the first certificate of the verified chain expires.",
        read=readings.of_tls(lambda tls: readings.one(readings.stamp(tls.verified_expiry))),
    ),
    Measure(
        name="probe_ssl_last_chain_info",
        help="The server's own certificate, as the last handshake showed it.",
        further=("fingerprint_sha256", "issuer", "serialnumber", "subject", "subjectalternative"),
        read=readings.of_tls(readings.leaf),
    ),
    Measure(
        name="probe_tls_version_info",
        help="The TLS version of the last handshake.",
        further=("version",),
        read=readings.of_tls(lambda tls: readings.word(tls.version)),
    ),
    Measure(
        name="probe_tls_cipher_info",
        help="The cipher suite of the last handshake.",
        further=("cipher",),
        read=readings.of_tls(lambda tls: readings.word(tls.cipher)),
    ),
)
