"""The tls kind's options, each asked of a real server."""

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.model import Outcome, Phase, Reason
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import Authority, Pair
from tests.support.faults.tls import FAULTS, listen, pin_of
from tests.support.servers import Peer, serve

NAME = "jmo.example"


def came_to(outcome: Outcome) -> tuple[str, str | None]:
    return outcome.result.value, outcome.reason


async def run_with(
    authority: Authority, pair: Pair, *, tls: dict[str, Any] | None = None, **options: Any
) -> Outcome:
    """Run a probe of a server that presents this pair."""
    async with serve(listen, tls=authority.context(pair)) as server:
        keys = {
            "host": NAME,
            "port": server.port,
            "resolve": {NAME: "127.0.0.1"},
            "tls": {"ca_file": str(authority.root_file), **(tls or {})},
        }
        return await run_probe(kind="tls", **{**keys, **options})


async def test_a_handshake_is_enough(authority: Authority) -> None:
    outcome = await run_with(authority, authority.behind_intermediate(NAME))
    assert came_to(outcome) == ("ok", None)
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT, Phase.TLS}
    assert outcome.tls is not None
    assert outcome.tls.version == "TLS 1.3"
    assert outcome.tls.cipher is not None
    assert (len(outcome.tls.presented), len(outcome.tls.verified)) == (2, 3)
    assert [check.sentence for check in outcome.checks] == ["certificate is good for 14 more days"]


async def test_the_servers_side_of_the_handshake_is_finished_too(authority: Authority) -> None:
    finished = asyncio.Event()

    async def note(peer: Peer) -> None:
        await peer.until_closed()
        finished.set()

    context = authority.context(authority.pair(NAME))
    async with serve(note, tls=context) as server, asyncio.timeout(5):
        await run_probe(
            kind="tls",
            host="127.0.0.1",
            port=server.port,
            tls={"ca_file": str(authority.root_file), "server_name": NAME},
        )
        await finished.wait()


def test_the_port_is_that_of_https_unless_it_is_said() -> None:
    assert probe_of(kind="tls", host=NAME).target == "jmo.example:443"
    assert probe_of(kind="tls", host="2001:db8::1", port=993).target == "[2001:db8::1]:993"


@pytest.mark.parametrize(
    ("named", "reason"), [("lain.example", None), (NAME, Reason.TLS_CERT_HOSTNAME)]
)
async def test_another_name_may_be_asked_for_and_verified(
    authority: Authority, named: str, reason: Reason | None
) -> None:
    outcome = await run_with(authority, authority.pair("lain.example"), tls={"server_name": named})
    assert outcome.reason is reason


async def test_an_address_is_verified_as_one(authority: Authority) -> None:
    good = await run_with(authority, authority.pair("127.0.0.1"), host="127.0.0.1")
    bad = await run_with(authority, authority.pair(NAME), host="127.0.0.1")
    assert (good.reason, bad.reason) == (None, Reason.TLS_CERT_HOSTNAME)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (Authority.expired, Reason.TLS_CERT_EXPIRED),
        (Authority.not_yet_valid, Reason.TLS_CERT_NOT_YET_VALID),
        (Authority.weak, Reason.TLS_CERT_WEAK),
    ],
)
async def test_of_an_invalid_certificate_everything_is_told(
    authority: Authority, make: Any, reason: Reason
) -> None:
    pair = make(authority, NAME)
    outcome = await run_with(authority, pair)
    assert came_to(outcome) == ("failed", reason)
    assert outcome.tls is not None
    assert outcome.tls.leaf is not None
    assert outcome.tls.leaf.subject.startswith(f"CN={NAME}")
    assert outcome.tls.leaf.alternative_names == (NAME,)
    assert outcome.tls.earliest_expiry is not None
    assert f"sha256/{outcome.tls.leaf.spki_sha256}" == pin_of(pair.chain)


@pytest.mark.parametrize(
    ("days", "result"), [(0, "ok"), (3, "ok"), (14, "degraded"), (400, "degraded")]
)
async def test_a_certificate_that_ends_soon_degrades(
    authority: Authority, days: int, result: str
) -> None:
    outcome = await run_with(authority, authority.ending_soon(NAME), certificate_days=days)
    assert outcome.result.value == result
    if result == "degraded":
        assert outcome.reason is Reason.CHECK_CERTIFICATE
        assert outcome.detail.endswith("seen: 5.0 days")


async def test_a_wrong_pin_weighs_more_than_an_end_that_is_near(authority: Authority) -> None:
    pin = "sha256/" + "A" * 43 + "="
    outcome = await run_with(authority, authority.ending_soon(NAME), expect={"pins": [pin]})
    assert came_to(outcome) == ("failed", Reason.CHECK_CERTIFICATE)
    assert [check.passed for check in outcome.checks] == [False, False]


async def test_a_backup_pin_keeps_a_change_of_keys_quiet(authority: Authority) -> None:
    old, new = authority.pair(NAME), authority.pair(NAME)
    pins = {"pins": [pin_of(old.chain), pin_of(new.chain)]}
    for pair in (old, new):
        assert came_to(await run_with(authority, pair, expect=pins)) == ("ok", None)
    outcome = await run_with(authority, authority.pair(NAME), expect=pins)
    assert came_to(outcome) == ("failed", Reason.CHECK_CERTIFICATE)


async def test_the_issuer_may_be_expected(authority: Authority) -> None:
    good = await run_with(authority, authority.pair(NAME), expect={"issuer": "O=trustme"})
    bad = await run_with(authority, authority.pair(NAME), expect={"issuer": "O=DigiCert"})
    assert came_to(good) == ("ok", None)
    assert came_to(bad) == ("failed", Reason.CHECK_CERTIFICATE)
    assert "O=trustme" in bad.detail


async def test_a_version_that_is_too_low_is_no_handshake(authority: Authority) -> None:
    context = authority.context(authority.pair(NAME))
    context.maximum_version = context.maximum_version.TLSv1_2
    async with serve(listen, tls=context) as server:
        keys: dict[str, Any] = {"kind": "tls", "host": "127.0.0.1", "port": server.port}
        trust = {"ca_file": str(authority.root_file), "server_name": NAME}
        low = await run_probe(tls=trust, **keys)
        high = await run_probe(tls={**trust, "min_version": "1.3"}, **keys)
    assert low.tls is not None
    assert (low.reason, low.tls.version) == (None, "TLS 1.2")
    assert high.reason in {Reason.TLS_VERSION, Reason.TLS_CLOSED}


def test_what_is_expected_must_make_sense() -> None:
    for expect in ({"pins": ["sha256/x"]}, {"issuer": ""}, {"status": [200]}):
        with pytest.raises(ValidationError):
            probe_of(kind="tls", host=NAME, expect=expect)


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_reason_comes_that_the_kind_does_not_name(
    fault: str, authority: Authority
) -> None:
    probe = probe_of(kind="tls", host=NAME)
    async with FAULTS[fault](authority) as options:
        outcome = await run_probe(kind="tls", timeout="200ms", **options)
    assert outcome.reason is None or outcome.reason in probe.reasons
