"""The tcp kind's options, each asked of a real server."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.clock import SystemClock
from monitor.model import CheckResult, Outcome, Phase, Reason
from monitor.net.toolbox import Net
from monitor.probes.tcp import MOST_STEPS
from monitor.probes.tls import TlsProbe
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import Authority
from tests.support.faults.tcp import (
    AFTER,
    FAULTS,
    GREETING,
    START,
    mail,
    mail_with_tls,
    saying,
    secured,
    silence,
    trusting,
)
from tests.support.servers import Peer, Script, Server, serve

NAME = "jmo.example"


def came_to(outcome: Outcome) -> tuple[str, str | None]:
    return outcome.result.value, outcome.reason


async def run_at(server: Server, *steps: dict[str, Any], **options: Any) -> Outcome:
    """Run a probe of a local server."""
    return await run_probe(
        kind="tcp", host="127.0.0.1", port=server.port, script=list(steps), **options
    )


def listening(heard: list[bytes], answer: bytes = b"") -> Script:
    """Keep all that comes until the other side hangs up; answer its first piece."""

    async def script(peer: Peer) -> None:
        while piece := await peer.reader.read(65_536):
            if answer and not heard:
                await peer.send(answer)
            heard.append(piece)

    return script


# where it goes


async def test_a_connection_is_enough() -> None:
    async with serve(silence) as server:
        outcome = await run_at(server)
    assert came_to(outcome) == ("ok", None)
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT}
    assert outcome.checks == ()
    assert outcome.connection is not None
    assert outcome.connection.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "target"),
    [
        ("JMO.example.", "jmo.example:25"),
        ("127.0.0.1", "127.0.0.1:25"),
        ("2001:db8::1", "[2001:db8::1]:25"),
    ],
)
def test_the_target_is_host_and_port(host: str, target: str) -> None:
    probe = probe_of(kind="tcp", host=host, port=25)
    assert probe.target == target
    assert probe.host == target.removesuffix(":25").strip("[]")


async def test_an_ipv6_address_is_connected_to() -> None:
    async with serve(silence, host="::1") as server:
        outcome = await run_probe(kind="tcp", host="::1", port=server.port)
    assert outcome.connection is not None
    assert (came_to(outcome), outcome.connection.ip_version) == (("ok", None), 6)


@pytest.mark.parametrize("port", [0, 65_536, "25", None, True])
def test_a_port_is_a_number_that_tcp_has(port: Any) -> None:
    with pytest.raises(ValidationError):
        probe_of(kind="tcp", host=NAME, port=port)


def test_a_port_must_be_told() -> None:
    with pytest.raises(ValidationError, match="port"):
        probe_of(kind="tcp", host=NAME)


# what is said and heard


async def test_lines_and_bytes_go_out_as_written() -> None:
    heard: list[bytes] = []
    async with serve(listening(heard, b"+PONG\r\n")) as server:
        steps = [{"send": "AUTH a\nPING"}, {"expect": "+PONG"}, {"send_bytes": "00 ff"}]
        outcome = await run_at(server, *steps)
        await asyncio.gather(*server.open)
    assert came_to(outcome) == ("ok", None)
    assert b"".join(heard) == b"AUTH a\r\nPING\r\n\x00\xff"


async def test_each_expectation_is_a_check_and_the_exchange_is_timed() -> None:
    steps = [{"expect_matches": "^220 "}, {"send": "NOOP"}, {"expect": "250"}]
    async with serve(mail) as server:
        outcome = await run_at(server, *steps)
    assert [(check.sentence, check.passed) for check in outcome.checks] == [
        ("step 1 hears a line that matches '^220 '", True),
        ("step 3 hears the text '250'", True),
    ]
    assert outcome.checks[0].observed == "220 jmo.example ESMTP"
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT, Phase.EXCHANGE}


async def test_what_is_not_heard_is_told_and_nothing_more_is_said() -> None:
    async with serve(saying(b"421 sibuk\r\n")) as server:
        outcome = await run_at(server, {"expect_matches": "^220 "}, {"expect": "250"})
    assert came_to(outcome) == ("failed", Reason.CHECK_CONTENT)
    (check,) = outcome.checks
    assert (check.passed, check.regex) == (False, True)
    assert outcome.detail == (
        "expected: step 1 hears a line that matches '^220 '; seen: 11 bytes: 421 sibuk··"
    )


async def test_after_a_secret_was_said_what_was_heard_is_not_repeated() -> None:
    async def parrot(peer: Peer) -> None:
        await peer.send(b"+ siap\r\n")
        await peer.send(b"-ERR " + await peer.reader.readline())

    steps = [{"expect": "siap"}, {"send": "AUTH kata-sandi"}, {"expect": "+OK"}]
    async with serve(parrot) as server:
        outcome = await run_at(server, *steps)
    assert came_to(outcome) == ("failed", Reason.CHECK_CONTENT)
    assert "sandi" not in repr(outcome)
    greeting, answer = outcome.checks
    assert greeting.observed == "+ siap"
    assert answer.observed == "24 bytes, withheld since what was sent may be secret"


async def test_what_is_said_and_short_is_no_secret() -> None:
    async with serve(mail) as server:
        outcome = await run_at(server, {"send": "NOOP"}, {"expect": "250"})
    assert outcome.checks[0].observed.startswith("250")


def test_every_line_that_is_said_is_a_secret_and_never_shown() -> None:
    script = [{"send": "AUTH rahasia\nPING\nEHLO x"}, {"send_bytes": b"kata sandi".hex()}]
    probe = probe_of(kind="tcp", host=NAME, port=25, script=script)
    assert probe.secrets == ("AUTH rahasia", "EHLO x", "kata sandi")
    assert "rahasia" not in repr(probe)
    assert b"kata sandi".hex() not in repr(probe)


def test_a_script_has_an_end() -> None:
    with pytest.raises(ValidationError, match=f"at most {MOST_STEPS}"):
        probe_of(kind="tcp", host=NAME, port=25, script=[{"send": "a"}] * (MOST_STEPS + 1))


# TLS


@pytest.mark.parametrize("steps", [[], [{"expect_matches": "^220"}, {"send": "NOOP"}]])
async def test_tls_is_made_at_once(authority: Authority, steps: list[Any]) -> None:
    async with serve(mail, tls=authority.context(authority.pair(NAME))) as server:
        outcome = await run_probe(kind="tcp", script=steps, **trusting(authority, server.port))
    assert came_to(outcome) == ("ok", None)
    assert Phase.TLS in outcome.phases
    assert outcome.tls is not None
    assert (outcome.tls.version, len(outcome.tls.verified)) == ("TLS 1.3", 2)
    assert outcome.checks[-1].sentence == "certificate is good for 14 more days"


async def test_tls_is_made_where_the_script_says_so(authority: Authority) -> None:
    async with serve(mail_with_tls(authority.context(authority.pair(NAME)))) as server:
        outcome = await run_probe(
            kind="tcp", script=START + AFTER, **trusting(authority, server.port)
        )
    assert came_to(outcome) == ("ok", None)
    assert list(outcome.phases) == [Phase.RESOLVE, Phase.CONNECT, Phase.EXCHANGE, Phase.TLS]
    assert outcome.tls is not None
    assert outcome.tls.version == "TLS 1.3"


async def test_a_script_may_end_with_tls(authority: Authority) -> None:
    async with serve(mail_with_tls(authority.context(authority.pair(NAME)))) as server:
        outcome = await run_probe(kind="tcp", script=START, **trusting(authority, server.port))
    assert came_to(outcome) == ("ok", None)


async def test_a_server_that_answers_in_one_byte_can_begin_tls(authority: Authority) -> None:
    context = authority.context(authority.pair(NAME))

    async def postgres(peer: Peer) -> None:
        await peer.reader.readexactly(8)
        await peer.send(b"S")
        async with secured(peer, context) as safe:
            await safe.until_closed()

    steps = [{"send_bytes": "0000000804d2162f"}, {"expect_bytes": "53"}, {"starttls": True}]
    async with serve(postgres) as server:
        outcome = await run_probe(kind="tcp", script=steps, **trusting(authority, server.port))
    assert came_to(outcome) == ("ok", None)


@pytest.mark.parametrize("value", [True, {}])
async def test_tls_with_every_default_trusts_the_systems_roots(
    authority: Authority, value: Any
) -> None:
    async with serve(silence, tls=authority.context(authority.pair(NAME))) as server:
        options = trusting(authority, server.port) | {"tls": value}
        outcome = await run_probe(kind="tcp", **options)
    assert came_to(outcome) == ("failed", Reason.TLS_CERT_UNTRUSTED)


async def test_tls_may_be_said_not_to_be_wanted() -> None:
    async with serve(saying(GREETING)) as server:
        outcome = await run_at(server, {"expect": "220"}, tls=False)
    assert (came_to(outcome), outcome.tls) == (("ok", None), None)


def test_tls_is_started_but_once() -> None:
    with pytest.raises(ValidationError, match="only once"):
        probe_of(kind="tcp", host=NAME, port=25, script=[{"starttls": True}] * 2)


@pytest.mark.parametrize(("days", "result"), [(3, "ok"), (14, "degraded"), (0, "ok")])
async def test_the_certificate_is_judged_by_its_days(
    authority: Authority, days: int, result: str
) -> None:
    async with serve(silence, tls=authority.context(authority.ending_soon(NAME))) as server:
        outcome = await run_probe(
            kind="tcp", certificate_days=days, **trusting(authority, server.port)
        )
    assert outcome.result.value == result
    assert len(outcome.checks) == (1 if days else 0)


@pytest.mark.parametrize("options", [{"tls": True}, {"script": [{"starttls": True}]}])
def test_roots_are_loaded_before_the_first_run(options: dict[str, Any]) -> None:
    net = Net(clock=SystemClock(), user_agent="jmo-monitor-test", hosts={})
    probe_of(kind="tcp", host=NAME, port=25, **options).prepare(net)
    probe = probe_of(kind="tls", host=NAME)
    assert isinstance(probe, TlsProbe)
    prepared = net.tls_contexts.get(probe.tls, ())
    probe.prepare(net)
    assert net.tls_contexts.get(probe.tls, ()) is prepared


def test_without_tls_no_roots_are_loaded(tmp_path: Path) -> None:
    net = Net(clock=SystemClock(), user_agent="jmo-monitor-test", hosts={})
    probe_of(kind="tcp", host=NAME, port=25).prepare(net)
    unreadable = {"tls": {"ca_file": str(tmp_path / "none.pem")}}
    with pytest.raises(OSError, match="No such file"):
        probe_of(kind="tcp", host=NAME, port=25, **unreadable).prepare(net)


# how it ends


async def test_a_server_that_takes_its_time_is_slow_in_the_exchange() -> None:
    async def late(peer: Peer) -> None:
        await asyncio.sleep(0.1)
        await peer.send(GREETING)

    async with serve(late) as server:
        outcome = await run_at(server, {"expect": "220"}, slow_after="50ms")
    assert came_to(outcome) == ("degraded", Reason.SLOW_LATENCY)
    assert outcome.phase is Phase.EXCHANGE


async def test_a_second_attempt_has_a_connection_of_its_own() -> None:
    async def only_the_second(peer: Peer) -> None:
        if peer.server.connections > 1:
            await peer.send(GREETING)

    async with serve(only_the_second) as server:
        outcome = await run_at(server, {"expect": "220"}, attempts=2)
    assert came_to(outcome) == ("degraded", Reason.SLOW_FLAKY)
    assert server.connections == 2


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_reason_comes_that_the_kind_does_not_name(
    fault: str, authority: Authority
) -> None:
    probe = probe_of(kind="tcp", host=NAME, port=25)
    async with FAULTS[fault](authority) as options:
        outcome = await run_probe(kind="tcp", timeout="200ms", **options)
    assert outcome.reason is None or outcome.reason in probe.reasons


def _regexes(checks: tuple[CheckResult, ...]) -> list[bool]:
    return [check.regex for check in checks]


async def test_only_expressions_count_as_such() -> None:
    steps = [{"expect_matches": "^220"}, {"expect": "jmo"}, {"expect_bytes": "0a"}]
    async with serve(saying(GREETING + GREETING)) as server:
        outcome = await run_at(server, *steps)
    assert _regexes(outcome.checks) == [True, False, False]
