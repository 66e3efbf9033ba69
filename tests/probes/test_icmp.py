"""Probes of kind icmp: every key, against hosts that answer as they are told."""

import os
import resource
from collections.abc import Iterable
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.model import Echo, Observation, Outcome, Phase, Reason, Result
from monitor.probes import IcmpProbe
from tests.probes.conftest import probe_of, run_probe
from tests.support.clocks import EPOCH
from tests.support.names import Name, name_server
from tests.support.pings import Answer, Ping, Script, echo, host, silence

pytestmark = pytest.mark.usefixtures("own_network")

QUICK: dict[str, Any] = {"spacing": "20ms", "wait": "100ms"}


async def ping(script: Script = echo, *, version: int = 4, **options: Any) -> Outcome:
    """Ping a host that does as the script says."""
    async with host(script, version=version) as address:
        return await run_probe(kind="icmp", host=address, **{"spacing": "20ms", **options})


def icmp(**options: Any) -> IcmpProbe:
    probe = probe_of(kind="icmp", host="jmo.example", **options)
    assert isinstance(probe, IcmpProbe)
    return probe


class Listener:
    """An honest host that keeps what it was asked."""

    def __init__(self) -> None:
        self.pings: list[Ping] = []

    def __call__(self, ping: Ping) -> Iterable[Answer]:
        self.pings.append(ping)
        return echo(ping)


@pytest.mark.parametrize("version", [4, 6])
async def test_a_host_that_answers_is_well(version: int) -> None:
    outcome = await ping(version=version)
    assert outcome.result is Result.OK
    assert outcome.echo is not None
    assert (outcome.echo.sent, outcome.echo.received, outcome.echo.hop_limit) == (3, 3, 57)
    assert outcome.connection is not None
    assert (outcome.connection.ip_version, outcome.connection.fallback) == (version, False)


async def test_the_exchange_takes_as_long_as_the_mean_round_trip() -> None:
    delays = iter([0.0, 0.1, 0.2])
    outcome = await ping(lambda ping: [(next(delays), ping.reply())])
    assert outcome.echo is not None
    assert outcome.phases[Phase.EXCHANGE] == outcome.echo.mean_seconds
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.EXCHANGE}
    assert outcome.echo.minimum_seconds is not None
    assert outcome.echo.maximum_seconds is not None
    assert outcome.echo.minimum_seconds < 0.1 < outcome.phases[Phase.EXCHANGE]
    assert 0.2 <= outcome.echo.maximum_seconds < 1.0


async def test_without_a_reply_the_exchange_is_not_measured() -> None:
    outcome = await ping(silence, wait="50ms")
    assert set(outcome.phases) == {Phase.RESOLVE}
    assert outcome.echo is not None
    assert outcome.echo.received == 0


async def test_a_reply_that_comes_again_later_changes_nothing() -> None:
    def again(ping: Ping) -> Iterable[Answer]:
        return [(0.0, ping.reply()), (0.2, ping.reply())] if ping.number == 0 else []

    outcome = await ping(again, packets=2, wait="400ms")
    assert outcome.echo is not None
    assert outcome.echo.received == 1
    assert outcome.echo.maximum_seconds is not None
    assert outcome.echo.maximum_seconds < 0.2


async def test_packets_payload_and_hop_limit_are_as_configured() -> None:
    listener = Listener()
    outcome = await ping(listener, packets=5, payload="100B", hop_limit=9)
    assert outcome.result is Result.OK
    assert [ping.number for ping in listener.pings] == [0, 1, 2, 3, 4]
    assert {(len(ping.payload), ping.hop_limit) for ping in listener.pings} == {(100, 9)}


async def test_requests_keep_their_distance() -> None:
    outcome = await ping(packets=3, spacing="150ms")
    assert outcome.duration_seconds >= 0.3


async def test_a_series_gets_no_longer_than_it_waits() -> None:
    outcome = await ping(silence, packets=1, wait="50ms", timeout="30s")
    assert 0.05 <= outcome.duration_seconds < 5


def losing(*numbers: int) -> Script:
    return lambda ping: [] if ping.number in numbers else echo(ping)


@pytest.mark.parametrize(
    ("lost", "loss", "result"),
    [
        ((), {}, Result.OK),
        ((0,), {}, Result.DEGRADED),
        ((0, 1), {}, Result.DEGRADED),
        ((0, 1, 2), {}, Result.FAILED),
        ((0,), {"degraded": "25%"}, Result.OK),
        ((0, 1), {"degraded": "25%"}, Result.DEGRADED),
        ((0, 1), {"degraded": "25%", "failed": "40%"}, Result.FAILED),
        ((0, 1, 2), {"degraded": "100%", "failed": "100%"}, Result.OK),
        ((0, 1, 2, 3), {"degraded": "100%", "failed": "100%"}, Result.FAILED),
    ],
)
async def test_loss_is_judged_by_its_limits(
    lost: tuple[int, ...], loss: dict[str, str], result: Result
) -> None:
    outcome = await ping(losing(*lost), packets=4, wait="100ms", expect={"loss": loss})
    assert outcome.result is result
    assert outcome.reason == (None if result is Result.OK else Reason.CHECK_PACKET_LOSS)


async def test_what_was_lost_is_said() -> None:
    outcome = await ping(losing(1), wait="100ms")
    assert outcome.detail == (
        "expected: at most 0% of the packets are lost; seen: 33.33%: 2 of 3 came back"
    )
    assert [check.passed for check in outcome.checks] == [True, False]


def seen(**echo: Any) -> Observation:
    facts = {
        "sent": 3,
        "received": 3,
        "minimum_seconds": 0.1,
        "mean_seconds": 0.2,
        "maximum_seconds": 0.3,
        "deviation_seconds": 0.05,
        "hop_limit": 64,
    }
    return Observation(phases={}, echo=Echo(**{**facts, **echo}))


@pytest.mark.parametrize(("latency", "passed"), [("200ms", True), ("199ms", False)])
def test_latency_is_that_of_the_mean_round_trip(latency: str, passed: bool) -> None:
    *_, check = icmp(expect={"latency": latency}).evaluate(seen(), EPOCH)
    assert (check.reason, check.passed, check.result) == (
        Reason.CHECK_LATENCY,
        passed,
        Result.FAILED,
    )


def test_without_a_reply_nothing_is_said_of_latency() -> None:
    checks = icmp(expect={"latency": "1ms"}).evaluate(seen(received=0, mean_seconds=None), EPOCH)
    assert {check.reason for check in checks} == {Reason.CHECK_PACKET_LOSS}


async def test_an_error_on_the_way_says_who_sent_it() -> None:
    outcome = await ping(lambda ping: [(0.0, ping.error(3, 1))], **QUICK)
    assert outcome.reason is Reason.CONNECT_UNREACHABLE
    assert "ICMP type 3, code 1, from 10." in outcome.detail


async def test_pings_that_come_back_only_at_the_second_try_are_flaky() -> None:
    asked: list[int] = []

    def at_second(ping: Ping) -> Iterable[Answer]:
        asked.append(ping.number)
        return echo(ping) if len(asked) > 3 else []

    outcome = await ping(at_second, attempts=2, wait="100ms")
    assert (outcome.result, outcome.reason) == (Result.DEGRADED, Reason.SLOW_FLAKY)


async def test_a_name_is_looked_up_as_configured() -> None:
    names = {"jmo.example": Name(a=("127.0.0.1",), aaaa=("::1",))}
    async with name_server(names) as dns:
        common = {"kind": "icmp", "host": "jmo.example", "allow_private": True}
        common["resolver"] = [f"127.0.0.1:{dns.port}"]
        for family, version in (("any", 4), ("ip4", 4), ("ip6", 6), ("ip6_first", 6)):
            outcome = await run_probe(**common, family=family, **{"spacing": "20ms"})
            assert outcome.connection is not None
            assert outcome.connection.ip_version == version
            assert outcome.result is Result.OK


async def test_a_given_address_is_taken_without_asking() -> None:
    async with host(echo) as address:
        outcome = await run_probe(
            kind="icmp", host="jmo.example", resolve={"jmo.example": address}, spacing="20ms"
        )
    assert outcome.connection is not None
    assert (outcome.result, outcome.connection.address) == (Result.OK, address)


async def test_without_file_descriptors_the_fault_is_ours() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
        outcome = await run_probe(kind="icmp", host="127.0.0.1")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_RESOURCES)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"packets": 0}, "greater than or equal to 1"),
        ({"packets": 21}, "less than or equal to 20"),
        ({"spacing": "10ms"}, "10ms is too short; from 20ms to 5s"),
        ({"spacing": "6s"}, "6s is too long; from 20ms to 5s"),
        ({"payload": "15B"}, "15B is out of bounds; from 16B to 1400B"),
        ({"payload": "2KiB"}, "2KiB is out of bounds; from 16B to 1400B"),
        ({"hop_limit": 0}, "greater than or equal to 1"),
        ({"hop_limit": 256}, "less than or equal to 255"),
        ({"expect": {"loss": {"degraded": "60%"}}}, "50% is below degraded, 60%"),
        (
            {"packets": 5, "spacing": "1s", "timeout": "6s"},
            "5 packets, 1s for each, and a wait of 1s make 6s, which must be shorter than"
            " timeout 6s",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        icmp(**options)


def test_it_is_aimed_at_its_host() -> None:
    probe = icmp()
    assert (probe.target, probe.host, probe.is_public) == ("jmo.example", "jmo.example", True)
    assert Reason.CHECK_PACKET_LOSS in probe.reasons
    assert not {Reason.HTTP_TIMEOUT, Reason.TLS_ALERT, Reason.CHECK_STATUS} & probe.reasons
