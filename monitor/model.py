"""The vocabulary: what a probe sees, what a run comes to, and the closed sets that name it.

Everything here is frozen and pure. The enums' values are the label values in metrics, the words in
logs and the keys in JSON; changing one is a breaking change for whoever watches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Result(StrEnum):
    """What a run came to. Only `void` says nothing about the target."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"
    VOID = "void"


class Phase(StrEnum):
    """The parts of an attempt, in the order in which they happen."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    PROCESSING = "processing"
    TRANSFER = "transfer"


class Role(StrEnum):
    """How much a probe weighs in its service: a supporting probe never takes the service down."""

    CRITICAL = "critical"
    SUPPORTING = "supporting"


class MissCause(StrEnum):
    """Why a tick passed without a run."""

    OVERRUN = "overrun"
    """The run before it, or another one to the same host, was still under way."""
    BUDGET = "budget"
    """The host's budget of requests was spent."""
    RETRY_AFTER = "retry_after"
    """The host had asked us to stay away."""


class Reason(StrEnum):
    """Why a run is not `ok`: a closed set, exactly one a run; the part before `_` is its group."""

    DNS_NXDOMAIN = "dns_nxdomain"
    DNS_NO_DATA = "dns_no_data"
    DNS_SERVFAIL = "dns_servfail"
    DNS_TIMEOUT = "dns_timeout"
    DNS_INVALID_NAME = "dns_invalid_name"
    CONNECT_REFUSED = "connect_refused"
    CONNECT_TIMEOUT = "connect_timeout"
    CONNECT_UNREACHABLE = "connect_unreachable"
    CONNECT_RESET = "connect_reset"
    TLS_TIMEOUT = "tls_timeout"
    TLS_CLOSED = "tls_closed"
    TLS_RESET = "tls_reset"
    TLS_NOT_TLS = "tls_not_tls"
    TLS_ALERT = "tls_alert"
    TLS_VERSION = "tls_version"
    TLS_CERT_EXPIRED = "tls_cert_expired"
    TLS_CERT_NOT_YET_VALID = "tls_cert_not_yet_valid"
    TLS_CERT_HOSTNAME = "tls_cert_hostname"
    TLS_CERT_UNTRUSTED = "tls_cert_untrusted"
    TLS_CERT_WEAK = "tls_cert_weak"
    TLS_CERT_INVALID = "tls_cert_invalid"
    HTTP_TIMEOUT = "http_timeout"
    HTTP_CLOSED = "http_closed"
    HTTP_RESET = "http_reset"
    HTTP_MALFORMED = "http_malformed"
    HTTP_HEADERS_TOO_LARGE = "http_headers_too_large"
    HTTP_TOO_MANY_REDIRECTS = "http_too_many_redirects"
    HTTP_BAD_REDIRECT = "http_bad_redirect"
    HTTP_REDIRECT_BLOCKED = "http_redirect_blocked"
    BODY_TIMEOUT = "body_timeout"
    BODY_TRUNCATED = "body_truncated"
    BODY_RESET = "body_reset"
    BODY_TOO_LARGE = "body_too_large"
    BODY_UNDECODABLE = "body_undecodable"
    CHECK_STATUS = "check_status"
    CHECK_HEADER = "check_header"
    CHECK_CONTENT = "check_content"
    CHECK_JSON = "check_json"
    CHECK_LATENCY = "check_latency"
    CHECK_CERTIFICATE = "check_certificate"
    CHECK_RECORDS = "check_records"
    CHECK_PACKET_LOSS = "check_packet_loss"
    SLOW_LATENCY = "slow_latency"
    SLOW_FLAKY = "slow_flaky"
    INTERFERENCE_BLOCKPAGE = "interference_blockpage"
    INTERFERENCE_CAPTIVE_PORTAL = "interference_captive_portal"
    INTERFERENCE_CHALLENGE = "interference_challenge"
    INTERFERENCE_DNS_HIJACK = "interference_dns_hijack"
    INTERFERENCE_RATE_LIMITED = "interference_rate_limited"
    MAINTENANCE_PAGE = "maintenance_page"
    LOCAL_RESOURCES = "local_resources"
    LOCAL_NETWORK_DOWN = "local_network_down"
    LOCAL_OVERLOAD = "local_overload"
    LOCAL_INTERNAL = "local_internal"

    @property
    def group(self) -> str:
        """The part before the first underscore: `dns`, `tls`, `interference`, …"""
        return self.value.partition("_")[0]

    @property
    def is_void(self) -> bool:
        """Whether this reason says nothing about the target."""
        return self.group in {"interference", "local"}

    @property
    def usual_phase(self) -> Phase | None:
        """The phase in which this reason arises, or None where it belongs to no single phase."""
        return _USUAL_PHASE.get(self.group)


_USUAL_PHASE = MappingProxyType(
    {
        "dns": Phase.RESOLVE,
        "connect": Phase.CONNECT,
        "tls": Phase.TLS,
        "http": Phase.PROCESSING,
        "body": Phase.TRANSFER,
    }
)


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
    hops: tuple[str, ...] = ()
    """The URLs asked, in order, without user, password and query: for people, never for labels."""

    @property
    def duration_seconds(self) -> float:
        """The sum of the measured phases."""
        return sum(self.phases.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One assertion on an observation: the sentence, and what it saw."""

    sentence: str
    passed: bool
    reason: Reason
    """What a run is called whose first broken check is this one."""
    result: Result = Result.FAILED
    """What a run comes to when this check breaks."""
    expected: str
    observed: str
    regex: bool = False
    """Whether a regular expression decided it (blackbox's `probe_failed_due_to_regex`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an attempt is not ok. `detail` is for logs and history, never for a label."""

    reason: Reason
    phase: Phase | None
    detail: str
    result: Result = Result.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The judged result of one run: the only thing that crosses the middle of the program."""

    service: str
    probe: str
    kind: str
    location: str
    started_at: datetime
    """UTC."""
    duration_seconds: float
    """The whole run, waits between attempts included."""
    timeout_seconds: float
    result: Result
    reason: Reason | None = None
    """None exactly when the result is `ok`."""
    phase: Phase | None = None
    """The phase that was open when it failed, or that took longest when it was slow."""
    detail: str = ""
    checks: tuple[CheckResult, ...] = ()
    attempts: tuple[Result, ...] = ()
    """The result of each attempt, in order."""
    phases: Mapping[Phase, float] = field(default_factory=lambda: MappingProxyType({}))
    """Seconds in each finished phase of the last attempt."""
    connection: Connection | None = None
    tls: Tls | None = None
    http: HttpAnswer | None = None
    hops: tuple[str, ...] = ()
    stalled: bool = False
    """True where our own event loop stood still long enough to make the timings a lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An outcome, and how long ago it was reached."""

    outcome: Outcome
    age_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInfo:
    """What publishers may know of a configured service."""

    id: str
    name: str
    """Indonesian."""
    name_en: str
    symptom: str
    """What a participant notices when it fails, in Indonesian."""
    symptom_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeInfo:
    """What publishers may know of a configured probe."""

    id: str
    service: str
    kind: str
    role: Role
    target: str
    """For people: never a label."""
    interval_seconds: float
    timeout_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All that is configured, as publishers see it. The controls' service id is `control`."""

    location: str
    services: tuple[ServiceInfo, ...]
    probes: tuple[ProbeInfo, ...]


__all__ = [
    "Certificate",
    "CheckResult",
    "Connection",
    "Failure",
    "HttpAnswer",
    "MissCause",
    "Observation",
    "Outcome",
    "Phase",
    "ProbeInfo",
    "Reason",
    "Result",
    "Role",
    "Roster",
    "ServiceInfo",
    "Sighting",
    "Tls",
]
