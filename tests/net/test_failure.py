"""Every exception has one reason, whatever phase it came in."""

import errno
import ssl

import dns.exception
import dns.name
import dns.resolver
import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Phase, Reason, Result
from monitor.net.failure import AttemptError, classify


@pytest.mark.parametrize(
    ("phase", "reason"),
    [
        (Phase.RESOLVE, Reason.DNS_TIMEOUT),
        (Phase.CONNECT, Reason.CONNECT_TIMEOUT),
        (Phase.TLS, Reason.TLS_TIMEOUT),
        (Phase.PROCESSING, Reason.HTTP_TIMEOUT),
        (Phase.TRANSFER, Reason.BODY_TIMEOUT),
        (None, Reason.LOCAL_INTERNAL),
    ],
)
def test_a_timeout_is_named_after_the_open_phase(phase: Phase | None, reason: Reason) -> None:
    assert classify(TimeoutError(), phase).reason is reason
    assert classify(OSError(errno.ETIMEDOUT, "timed out"), phase).reason is reason


@pytest.mark.parametrize(
    ("phase", "reason"),
    [
        (Phase.CONNECT, Reason.CONNECT_RESET),
        (Phase.TLS, Reason.TLS_RESET),
        (Phase.PROCESSING, Reason.HTTP_RESET),
        (Phase.TRANSFER, Reason.BODY_RESET),
    ],
)
@pytest.mark.parametrize("error", [ConnectionResetError(), BrokenPipeError(), OSError(5, "I/O")])
def test_a_lost_connection_is_named_after_the_open_phase(
    phase: Phase, reason: Reason, error: OSError
) -> None:
    assert classify(error, phase).reason is reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ECONNREFUSED, Reason.CONNECT_REFUSED),
        (errno.ENETUNREACH, Reason.CONNECT_UNREACHABLE),
        (errno.EHOSTUNREACH, Reason.CONNECT_UNREACHABLE),
        (errno.EACCES, Reason.CONNECT_UNREACHABLE),
        (errno.EMFILE, Reason.LOCAL_RESOURCES),
        (errno.ENFILE, Reason.LOCAL_RESOURCES),
        (errno.ENOBUFS, Reason.LOCAL_RESOURCES),
    ],
)
def test_the_kernels_errors_of_connecting_have_their_reasons(number: int, reason: Reason) -> None:
    assert classify(OSError(number, "said"), Phase.CONNECT).reason is reason


def verification(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (9, Reason.TLS_CERT_NOT_YET_VALID),
        (10, Reason.TLS_CERT_EXPIRED),
        (18, Reason.TLS_CERT_UNTRUSTED),
        (19, Reason.TLS_CERT_UNTRUSTED),
        (20, Reason.TLS_CERT_UNTRUSTED),
        (21, Reason.TLS_CERT_UNTRUSTED),
        (62, Reason.TLS_CERT_HOSTNAME),
        (64, Reason.TLS_CERT_HOSTNAME),
        (66, Reason.TLS_CERT_WEAK),
        (68, Reason.TLS_CERT_WEAK),
        (23, Reason.TLS_CERT_INVALID),
        (79, Reason.TLS_CERT_INVALID),
    ],
)
def test_a_refused_certificate_has_the_reason_of_its_code(code: int, reason: Reason) -> None:
    assert classify(verification(code), Phase.TLS).reason is reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("TLSV1_ALERT_PROTOCOL_VERSION", Reason.TLS_VERSION),
        ("UNSUPPORTED_PROTOCOL", Reason.TLS_VERSION),
        ("WRONG_VERSION_NUMBER", Reason.TLS_NOT_TLS),
        ("PACKET_LENGTH_TOO_LONG", Reason.TLS_NOT_TLS),
        ("DH_KEY_TOO_SMALL", Reason.TLS_CERT_WEAK),
        ("UNEXPECTED_EOF_WHILE_READING", Reason.TLS_CLOSED),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", Reason.TLS_ALERT),
        ("TLSV1_UNRECOGNIZED_NAME", Reason.TLS_ALERT),
    ],
)
def test_openssls_names_have_their_reasons(name: str, reason: Reason) -> None:
    error = ssl.SSLError(1, f"[SSL: {name}] said")
    error.reason = name
    assert classify(error, Phase.TLS).reason is reason


def test_an_end_within_tls_is_a_close() -> None:
    assert classify(ssl.SSLEOFError(8, "EOF"), Phase.TLS).reason is Reason.TLS_CLOSED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (dns.resolver.NXDOMAIN, Reason.DNS_NXDOMAIN),
        (dns.exception.Timeout, Reason.DNS_TIMEOUT),
        (dns.resolver.YXDOMAIN, Reason.DNS_SERVFAIL),
        (dns.name.LabelTooLong, Reason.DNS_INVALID_NAME),
        (dns.name.EmptyLabel, Reason.DNS_INVALID_NAME),
        (dns.exception.FormError, Reason.DNS_SERVFAIL),
    ],
)
def test_dnspythons_errors_have_their_reasons(
    error: type[dns.exception.DNSException], reason: Reason
) -> None:
    assert classify(error(), Phase.RESOLVE).reason is reason


@pytest.mark.parametrize(
    ("said", "phase", "reason"),
    [
        ("Server disconnected without sending a response.", Phase.PROCESSING, Reason.HTTP_CLOSED),
        ("Server disconnected", Phase.PROCESSING, Reason.HTTP_CLOSED),
        ("Server disconnected", Phase.TRANSFER, Reason.BODY_TRUNCATED),
        ("peer closed connection (incomplete chunked read)", Phase.TRANSFER, Reason.BODY_TRUNCATED),
        ("Receive buffer too long", Phase.PROCESSING, Reason.HTTP_HEADERS_TOO_LARGE),
        ("Receive buffer too long", Phase.TRANSFER, Reason.HTTP_MALFORMED),
        ("<StreamReset stream_id:1, error_code:8>", Phase.PROCESSING, Reason.HTTP_RESET),
        ("<ConnectionTerminated error_code:0>", Phase.TRANSFER, Reason.BODY_RESET),
        ("illegal status line", Phase.PROCESSING, Reason.HTTP_MALFORMED),
    ],
)
def test_broken_protocol_has_its_reason(said: str, phase: Phase, reason: Reason) -> None:
    assert classify(httpcore.RemoteProtocolError(said), phase).reason is reason


def test_a_protocol_that_we_broke_is_ours() -> None:
    assert classify(httpcore.LocalProtocolError("x"), None).reason is Reason.LOCAL_INTERNAL


def test_a_wrapped_error_has_the_reason_of_its_cause() -> None:
    error = httpcore.WriteError("lost")
    error.__cause__ = ConnectionResetError(errno.ECONNRESET, "reset")
    assert classify(error, Phase.PROCESSING).reason is Reason.HTTP_RESET
    assert classify(httpcore.WriteError("lost"), Phase.TLS).reason is Reason.LOCAL_INTERNAL


@pytest.mark.parametrize("error", [RuntimeError("bug"), KeyError("x"), ValueError()])
def test_what_nobody_foresaw_is_ours(error: Exception) -> None:
    failure = classify(error, Phase.PROCESSING)
    assert (failure.reason, failure.result) == (Reason.LOCAL_INTERNAL, Result.VOID)


def test_what_our_own_code_says_stands() -> None:
    failure = classify(AttemptError(Reason.HTTP_BAD_REDIRECT, "to nowhere"), Phase.RESOLVE)
    assert (failure.reason, failure.detail) == (Reason.HTTP_BAD_REDIRECT, "to nowhere")
    assert failure.phase is Phase.RESOLVE


def test_without_an_open_phase_the_usual_one_is_named() -> None:
    failure = classify(AttemptError(Reason.HTTP_BAD_REDIRECT, "to nowhere"), None)
    assert failure.phase is Phase.PROCESSING


def test_an_error_without_words_is_named_by_its_type() -> None:
    assert classify(ConnectionResetError(), Phase.TLS).detail == "ConnectionResetError"


ERRORS = st.one_of(
    st.builds(OSError, st.integers(1, 133), st.text()),
    st.builds(ssl.SSLError, st.integers(1, 8), st.text()),
    st.integers(0, 100).map(verification),
    st.builds(httpcore.RemoteProtocolError, st.text()),
    st.builds(TimeoutError),
    st.builds(ValueError, st.text()),
)


@given(ERRORS, st.sampled_from([None, *Phase]))
def test_every_error_has_one_reason_and_what_is_ours_is_void(
    error: Exception, phase: Phase | None
) -> None:
    failure = classify(error, phase)
    assert failure.detail
    assert (failure.result is Result.VOID) is failure.reason.is_void
