"""From an exception and the phase that was open to the one reason why an attempt failed."""

import errno
import ssl

import dns.exception
import dns.name
import dns.resolver
import httpcore

from monitor.model import Failure, Phase, Reason, Result


class AttemptError(Exception):
    """What went wrong, said by our own code at the place where it knows the reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


_TIMEOUT = {
    Phase.RESOLVE: Reason.DNS_TIMEOUT,
    Phase.CONNECT: Reason.CONNECT_TIMEOUT,
    Phase.TLS: Reason.TLS_TIMEOUT,
    Phase.PROCESSING: Reason.HTTP_TIMEOUT,
    Phase.TRANSFER: Reason.BODY_TIMEOUT,
    Phase.EXCHANGE: Reason.EXCHANGE_TIMEOUT,
}
_RESET = {
    Phase.RESOLVE: Reason.DNS_SERVFAIL,
    Phase.CONNECT: Reason.CONNECT_RESET,
    Phase.TLS: Reason.TLS_RESET,
    Phase.PROCESSING: Reason.HTTP_RESET,
    Phase.TRANSFER: Reason.BODY_RESET,
    Phase.EXCHANGE: Reason.EXCHANGE_RESET,
}
_NO_RESOURCES = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.EADDRNOTAVAIL}
)
_UNREACHABLE = frozenset(
    {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EACCES, errno.EPERM}
)
_VERIFY_CODES = {
    9: Reason.TLS_CERT_NOT_YET_VALID,
    10: Reason.TLS_CERT_EXPIRED,
    62: Reason.TLS_CERT_HOSTNAME,
    64: Reason.TLS_CERT_HOSTNAME,
    66: Reason.TLS_CERT_WEAK,
    67: Reason.TLS_CERT_WEAK,
    68: Reason.TLS_CERT_WEAK,
} | dict.fromkeys((2, 18, 19, 20, 21, 27, 28), Reason.TLS_CERT_UNTRUSTED)
"""OpenSSL's X509_V_ERR_ numbers (openssl/x509_vfy.h)."""
_SSL_WORDS = (
    (("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW"), Reason.TLS_VERSION),
    (("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"), Reason.TLS_NOT_TLS),
    (("RECORD_LAYER_FAILURE", "BAD_RECORD_TYPE"), Reason.TLS_NOT_TLS),
    (("KEY_TOO_SMALL", "MD_TOO_WEAK"), Reason.TLS_CERT_WEAK),
    (("UNEXPECTED_EOF",), Reason.TLS_CLOSED),
)


def classify(error: BaseException, phase: Phase | None) -> Failure:
    """The reason of an attempt that ended by `error` while `phase` was open."""
    reason = _reason(error, phase)
    return Failure(
        reason=reason,
        phase=phase or reason.usual_phase,
        detail=str(error) or type(error).__name__,
        result=Result.VOID if reason.is_void else Result.FAILED,
    )


def _reason(error: BaseException, phase: Phase | None) -> Reason:
    if isinstance(error, AttemptError):
        return error.reason
    if isinstance(error, TimeoutError):
        return _TIMEOUT.get(phase, Reason.LOCAL_INTERNAL) if phase else Reason.LOCAL_INTERNAL
    if isinstance(error, ssl.SSLError):
        return _tls_reason(error)
    if isinstance(error, OSError):
        return _os_reason(error, phase)
    if isinstance(error, dns.exception.DNSException):
        return _dns_reason(error)
    if isinstance(error, httpcore.ProtocolError):
        return _protocol_reason(error, phase)
    if isinstance(error, MemoryError):
        return Reason.LOCAL_RESOURCES
    if isinstance(error, httpcore.NetworkError) and error.__cause__ is not None:
        return _reason(error.__cause__, phase)
    return Reason.LOCAL_INTERNAL


def _os_reason(error: OSError, phase: Phase | None) -> Reason:
    if error.errno in _NO_RESOURCES:
        return Reason.LOCAL_RESOURCES
    if phase is Phase.CONNECT and isinstance(error, ConnectionRefusedError):
        return Reason.CONNECT_REFUSED
    if phase is Phase.CONNECT and error.errno in _UNREACHABLE:
        return Reason.CONNECT_UNREACHABLE
    return _RESET[phase] if phase else Reason.LOCAL_INTERNAL


def _tls_reason(error: ssl.SSLError) -> Reason:
    """OpenSSL names its errors; what it does not name here ended in an alert of either side."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY_CODES.get(error.verify_code, Reason.TLS_CERT_INVALID)
    if isinstance(error, ssl.SSLEOFError):
        return Reason.TLS_CLOSED
    said = getattr(error, "reason", None) or ""  # Python's own errors of this class have none
    for words, reason in _SSL_WORDS:
        if any(word in said for word in words):
            return reason
    return Reason.TLS_ALERT


def _dns_reason(error: dns.exception.DNSException) -> Reason:
    if any(_lacks_resources(cause) for cause in _server_errors(error)):
        return Reason.LOCAL_RESOURCES
    if isinstance(error, dns.resolver.NXDOMAIN):
        return Reason.DNS_NXDOMAIN
    if isinstance(error, dns.resolver.NoAnswer):
        return Reason.DNS_NO_DATA
    if isinstance(error, dns.exception.Timeout):
        return Reason.DNS_TIMEOUT
    if isinstance(error, dns.exception.SyntaxError | dns.name.LabelTooLong | dns.name.NameTooLong):
        return Reason.DNS_INVALID_NAME
    return Reason.DNS_SERVFAIL


def _server_errors(error: dns.exception.DNSException) -> list[object]:
    """What went wrong at each name server, as dnspython keeps it: tuples with the error inside."""
    return [part for entry in error.kwargs.get("errors", ()) for part in entry]


def _lacks_resources(cause: object) -> bool:
    return isinstance(cause, OSError) and cause.errno in _NO_RESOURCES


def _protocol_reason(error: httpcore.ProtocolError, phase: Phase | None) -> Reason:
    """h11 and h2 say in words alone what was wrong; tests hold these words in place."""
    said = str(error)
    if isinstance(error, httpcore.LocalProtocolError):
        return Reason.LOCAL_INTERNAL
    if "disconnected" in said:
        return Reason.BODY_TRUNCATED if phase is Phase.TRANSFER else Reason.HTTP_CLOSED
    if "complete message body" in said or "incomplete chunked read" in said:
        return Reason.BODY_TRUNCATED
    if phase is Phase.PROCESSING and "too long" in said:
        return Reason.HTTP_HEADERS_TOO_LARGE
    if "StreamReset" in said or "ConnectionTerminated" in said:
        return _RESET[phase] if phase else Reason.HTTP_RESET
    return Reason.HTTP_MALFORMED
