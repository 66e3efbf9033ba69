"""The vocabulary: closed sets, and what can be told from an observation."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from monitor.model import Certificate, Observation, Phase, Reason, Result, Tls

GROUPS = {
    "dns": Phase.RESOLVE,
    "connect": Phase.CONNECT,
    "tls": Phase.TLS,
    "http": Phase.PROCESSING,
    "body": Phase.TRANSFER,
    "exchange": Phase.EXCHANGE,
    "check": None,
    "slow": None,
    "interference": None,
    "maintenance": None,
    "local": None,
}


def _certificate(year: int) -> Certificate:
    return Certificate(
        subject="CN=jmo.example",
        issuer="CN=Root",
        serial_number="01",
        alternative_names=("jmo.example",),
        not_before=datetime(2020, 1, 1, tzinfo=UTC),
        not_after=datetime(year, 1, 1, tzinfo=UTC),
        fingerprint_sha256="00",
        spki_sha256="00",
    )


def _tls(presented: tuple[int, ...], verified: tuple[int, ...]) -> Tls:
    return Tls(
        version="TLS 1.3",
        cipher="TLS_AES_128_GCM_SHA256",
        presented=tuple(map(_certificate, presented)),
        verified=tuple(map(_certificate, verified)),
    )


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_belongs_to_a_group_and_its_phase(reason: Reason) -> None:
    assert reason.group in GROUPS
    assert reason.usual_phase is GROUPS[reason.group]


def test_only_interference_and_local_reasons_are_void() -> None:
    void = {reason.group for reason in Reason if reason.is_void}
    assert void == {"interference", "local"}
    assert not any(reason.is_void for reason in Reason if reason.group not in void)


def test_the_label_values_are_the_agreed_words() -> None:
    assert [result.value for result in Result] == ["ok", "degraded", "failed", "void"]
    assert [phase.value for phase in Phase] == [
        "resolve",
        "connect",
        "tls",
        "processing",
        "transfer",
        "exchange",
    ]


def test_expiry_is_the_earliest_of_each_chain() -> None:
    tls = _tls(presented=(2031, 2029, 2030), verified=(2031, 2040))
    assert tls.earliest_expiry == datetime(2029, 1, 1, tzinfo=UTC)
    assert tls.verified_expiry == datetime(2031, 1, 1, tzinfo=UTC)
    assert tls.leaf == _certificate(2031)


def test_a_handshake_without_a_certificate_has_no_expiry() -> None:
    tls = _tls(presented=(), verified=())
    assert tls.earliest_expiry is None
    assert tls.verified_expiry is None
    assert tls.leaf is None


def test_an_observation_lasts_as_long_as_its_phases() -> None:
    seen = Observation(phases={Phase.RESOLVE: 0.25, Phase.TRANSFER: 0.5})
    assert seen.duration_seconds == 0.75
    assert Observation(phases={}).duration_seconds == 0


def test_an_observation_is_frozen_and_keeps_its_body_out_of_logs() -> None:
    seen = Observation(phases={}, body=b"secret page")
    assert "secret" not in repr(seen)
    with pytest.raises(FrozenInstanceError):
        seen.body = b""  # type: ignore[misc]
