"""What one attempt saw, without judgement: connection, handshake, answer, by kind of probe.

Every text in these facts is the other side's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.check import CheckResult
from monitor.model.reasons import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The connection that an attempt used last."""

    address: str
    ip_version: int
    fallback: bool
    """True where it was not the first address that was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One X.509 certificate, as far as anybody asks; every string in it is the other side's."""

    subject: str
    issuer: str
    serial_number: str
    alternative_names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    fingerprint_sha256: str
    spki_sha256: str
    """SHA-256 of its SubjectPublicKeyInfo in base64, as apps pin it; empty where it has none that
    can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What a handshake showed, whether or not its certificate was accepted."""

    version: str | None
    """As Go and blackbox exporter write it: `TLS 1.3`. None where the handshake broke before."""
    cipher: str | None
    presented: tuple[Certificate, ...]
    """The chain that the server sent, leaf first."""
    verified: tuple[Certificate, ...]
    """The chain that was built to a trusted root; empty where verification failed or was off."""

    @property
    def leaf(self) -> Certificate | None:
        """The server's own certificate."""
        return self.presented[0] if self.presented else None

    @property
    def earliest_expiry(self) -> datetime | None:
        """When the first certificate of the presented chain expires."""
        return min((c.not_after for c in self.presented), default=None)

    @property
    def verified_expiry(self) -> datetime | None:
        """When the first certificate of the verified chain expires."""
        return min((c.not_after for c in self.verified), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """The figures of the last HTTP answer of an attempt."""

    status_code: int
    http_version: str
    """`1.0`, `1.1` or `2`."""
    redirects: int
    """How many redirects were met, followed or not."""
    ssl: bool
    """Whether the last hop was over TLS."""
    content_length: int
    """The Content-Length header's value; -1 where there was none, 0 where no body may follow."""
    body_bytes: int
    """Bytes of the body after decoding, as far as it was read."""
    truncated: bool
    """True where the body was longer than the limit and was not read to its end."""
    last_modified: datetime | None
    retry_after_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsRecord:
    """One record of a DNS answer, as text (RFC 1035's presentation form)."""

    section: str
    """`answer`, `authority` or `additional`."""
    name: str
    type: str
    ttl_seconds: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsView:
    """What one resolver said."""

    server: str
    """As configured; empty for the system's."""
    rcode: str | None
    """`NOERROR`, `NXDOMAIN`, …; None where it did not answer."""
    records: tuple[DnsRecord, ...]
    seconds: float | None
    """How long its answer took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsAnswer:
    """What DNS said: the first resolver's answer in full, and every resolver's view."""

    rcode: str
    answers: int
    authorities: int
    additionals: int
    serial: int | None
    """The serial of the first SOA record in the answer, or else in the authority section."""
    records: tuple[DnsRecord, ...]
    views: tuple[DnsView, ...] = ()
    """One for each resolver asked, in their order; the first is the answer above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """What became of a series of ICMP echo requests; times are round trips in seconds."""

    sent: int
    received: int
    minimum_seconds: float | None
    mean_seconds: float | None
    maximum_seconds: float | None
    deviation_seconds: float | None
    """The population's standard deviation; None where nothing came back."""
    hop_limit: int | None
    """TTL or hop limit of the last reply; None where the kernel does not tell."""

    @property
    def loss_ratio(self) -> float:
        """The share that did not come back."""
        return 1 - self.received / self.sent if self.sent else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """An app as a shop offers it; what the shop did not say is None."""

    store: str
    """`app_store` or `play_store`."""
    version: str | None
    released_at: datetime | None
    minimum_os: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a journey."""

    name: str
    """As configured."""
    passed: bool
    phases: Mapping[Phase, float]
    """Seconds in each finished phase, summed over its redirects."""
    status_code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one attempt saw, without judgement. A phase that was not measured is absent."""

    phases: Mapping[Phase, float]
    """Seconds in each phase, summed over the hops of a redirect chain."""
    connection: Connection | None = None
    tls: Tls | None = None
    http: HttpAnswer | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case, values decoded as Latin-1."""
    body: bytes = field(default=b"", repr=False)
    dns: DnsAnswer | None = None
    echo: Echo | None = None
    release: Release | None = None
    steps: tuple[Step, ...] = ()
    """The steps of a journey that were begun, in order; the last one is where it ended."""
    hops: tuple[str, ...] = ()
    """The URLs asked, in order, without user, password and query: for people, never for labels."""
    parts: tuple["Observation", ...] = field(default=(), repr=False)
    """What each step of a journey saw for itself, in the order of `steps`; the bodies of those that
    passed are gone."""
    checks: tuple[CheckResult, ...] = ()
    """What had to be judged on the way, since the next step hung on it."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What the other side gave the attempt to keep, such as a cookie: no message repeats it."""

    @property
    def duration_seconds(self) -> float:
        """The sum of the measured phases."""
        return sum(self.phases.values())
