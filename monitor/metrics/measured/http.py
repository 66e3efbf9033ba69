"""What is told of an HTTP answer, by the kinds that ask for one."""

from monitor.metrics import readings
from monitor.metrics.measure import Measure

_HTTP_VERSIONS = {"1.0": 1.0, "1.1": 1.1, "2": 2.0}
_LARGEST_LENGTH = 2**63 - 1
"""A server may claim a length that no float can hold."""

HTTP = (
    Measure(
        name="probe_http_duration_seconds",
        help="How long each finished phase of the last attempt took, over all redirects.",
        further=("phase",),
        read=readings.http_phases,
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
)
