"""The closed sets that name what a run came to: results, phases, reasons.

The enums' values are the label values in metrics, the words in logs and the keys in JSON; changing
one is a breaking change for whoever watches.
"""

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
    EXCHANGE = "exchange"
    """A question and its answer where there are no headers and no body: tcp, icmp."""


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
    EXCHANGE_TIMEOUT = "exchange_timeout"
    EXCHANGE_CLOSED = "exchange_closed"
    EXCHANGE_RESET = "exchange_reset"
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
        "exchange": Phase.EXCHANGE,
    }
)
