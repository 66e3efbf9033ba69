"""What is expected of a handshake's certificates, and how pins are written."""

from base64 import b64encode
from dataclasses import replace

import pytest
from pydantic import ValidationError

from monitor.checks.handshake import TlsExpect
from monitor.model import Certificate, CheckResult, Observation, Reason, Result, Tls
from tests.metrics.samples import CERTIFICATE

LEAF = replace(
    CERTIFICATE, issuer="CN=R11,O=Let's Encrypt,C=US", spki_sha256=b64encode(b"l" * 32).decode()
)
MIDDLE = replace(LEAF, issuer="CN=Root", spki_sha256=b64encode(b"m" * 32).decode())
ROOT = replace(MIDDLE, spki_sha256=b64encode(b"r" * 32).decode())
CHAIN = Tls(version="TLS 1.3", cipher="x", presented=(LEAF, MIDDLE), verified=(LEAF, MIDDLE, ROOT))


def judged(tls: Tls | None, **expect: object) -> tuple[CheckResult, ...]:
    return TlsExpect.model_validate(expect).evaluate(Observation(phases={}, tls=tls))


@pytest.mark.parametrize(
    ("issuer", "passed"), [("O=Let's Encrypt", True), ("R11", True), ("CN=Root", False)]
)
def test_the_issuer_is_that_of_the_servers_own_certificate(issuer: str, passed: bool) -> None:
    (result,) = judged(CHAIN, issuer=issuer)
    assert result.passed is passed
    assert (result.reason, result.result) == (Reason.CHECK_CERTIFICATE, Result.FAILED)
    assert result.observed == "CN=R11,O=Let's Encrypt,C=US"


@pytest.mark.parametrize("certificate", [LEAF, MIDDLE, ROOT])
@pytest.mark.parametrize("prefix", ["sha256/", ""])
def test_any_certificate_of_the_verified_chain_may_be_pinned(
    certificate: Certificate, prefix: str
) -> None:
    pin = prefix + certificate.spki_sha256
    (result,) = judged(CHAIN, pins=["sha256/" + b64encode(bytes(32)).decode(), pin])
    assert result.passed


def test_without_verification_the_presented_chain_counts() -> None:
    unverified = replace(CHAIN, verified=())
    assert judged(unverified, pins=[MIDDLE.spki_sha256])[0].passed
    assert not judged(unverified, pins=[ROOT.spki_sha256])[0].passed


def test_a_pin_that_does_not_match_tells_those_that_would() -> None:
    (result,) = judged(CHAIN, pins=[b64encode(bytes(32)).decode()])
    assert not result.passed
    assert (result.reason, result.result) == (Reason.CHECK_CERTIFICATE, Result.FAILED)
    assert result.observed == ", ".join(f"sha256/{c.spki_sha256}" for c in CHAIN.verified)


def test_a_key_that_could_not_be_read_matches_no_pin() -> None:
    tls = replace(CHAIN, presented=(replace(LEAF, spki_sha256=""),), verified=())
    (result,) = judged(tls, pins=[LEAF.spki_sha256])
    assert (result.passed, result.observed) == (False, "sha256/unreadable")


@pytest.mark.parametrize("tls", [None, replace(CHAIN, presented=(), verified=())])
def test_without_a_certificate_nothing_holds(tls: Tls | None) -> None:
    results = judged(tls, issuer="R11", pins=[LEAF.spki_sha256])
    assert [(r.passed, r.observed) for r in results] == [(False, "no certificate")] * 2


def test_nothing_is_expected_unless_it_is_said() -> None:
    assert judged(CHAIN) == ()


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "sha256/",
        "sha256/abc",
        "sha1/" + b64encode(bytes(20)).decode(),
        b64encode(bytes(31)).decode(),
        b64encode(bytes(32)).decode().rstrip("="),
        "sha256/" + "é" * 44,
        7,
    ],
)
def test_what_is_no_pin_is_refused(pin: object) -> None:
    with pytest.raises(ValidationError, match="is not a pin; write sha256/"):
        TlsExpect.model_validate({"pins": [pin]})
