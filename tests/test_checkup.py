"""A look at everything: one round of controls judges all that failed, and says whose it is."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.checkup import MOST_AT_ONCE, Checkup, ExitCode, check_up, how_many
from monitor.clock import SystemClock
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.controls import Network
from monitor.model import Outcome, Reason, Result
from monitor.net.toolbox import Net
from tests.metrics.samples import failed, outcome, slow, void
from tests.support import files
from tests.support.files import Probe
from tests.support.servers import Peer, Server, answer, refusing_port, respond, serve

WELL = respond(200, b"halaman")
CONTROL = outcome(service="control")


def settings_of(folder: Path, *probes: Probe, **sections: Any) -> Settings:
    path = files.write(folder / "probes.yaml", files.configuration(*probes, **sections))
    return load(path, {})


async def looked(settings: Settings, *chosen: str) -> tuple[Checkup, list[str]]:
    """What a check-up found, and the probes it told of, in that order."""
    told: list[str] = []
    clock = SystemClock()
    net = Net(clock=clock, user_agent="test", hosts={})
    found = await check_up(
        settings, clock, net, frozenset(chosen), lambda outcome: told.append(outcome.probe)
    )
    return found, told


def came_to(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {o.probe: o.reason.value if o.reason else o.result.value for o in outcomes}


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ((), ExitCode.ALL_OK),
        ((outcome(), slow()), ExitCode.ALL_OK),
        ((outcome(), failed()), ExitCode.FAILED),
        ((void(), failed()), ExitCode.FAILED),
        ((void(reason=Reason.INTERFERENCE_CHALLENGE),), ExitCode.ALL_OK),
        ((void(reason=Reason.INTERFERENCE_RATE_LIMITED),), ExitCode.ALL_OK),
        ((outcome(), void(reason=Reason.INTERFERENCE_BLOCKPAGE)), ExitCode.OWN_NETWORK),
        ((outcome(), void(reason=Reason.INTERFERENCE_CAPTIVE_PORTAL)), ExitCode.OWN_NETWORK),
        ((outcome(), void(reason=Reason.INTERFERENCE_DNS_HIJACK)), ExitCode.OWN_NETWORK),
    ],
)
def test_the_exit_code_says_what_was_found(outcomes: tuple[Outcome, ...], code: ExitCode) -> None:
    assert Checkup(network=Network.UP, outcomes=(CONTROL, *outcomes)).exit_code is code


@pytest.mark.parametrize("network", [Network.DOWN, Network.CAPTIVE])
@pytest.mark.parametrize("seen", [outcome(), failed(), void()])
def test_our_own_network_explains_everything(network: Network, seen: Outcome) -> None:
    assert Checkup(network=network, outcomes=(seen,)).exit_code is ExitCode.OWN_NETWORK


def test_a_control_that_failed_alone_is_nothing_to_the_services() -> None:
    broken = replace(failed(), service="control")
    found = Checkup(network=Network.UP, outcomes=(CONTROL, broken, outcome()))
    assert found.exit_code is ExitCode.ALL_OK


async def test_the_controls_stand_first_then_the_services_as_in_the_file(tmp_path: Path) -> None:
    async with serve(WELL) as server:
        settings = settings_of(
            tmp_path,
            files.probe("b", server.url()),
            files.probe("a", server.url()),
            controls=[files.probe("control-z", server.url())],
            services=[files.service("web", files.probe("c", server.url()))],
        )
        found, told = await looked(settings)
    assert [o.probe for o in found.outcomes] == ["control-z", "b", "a", "c"]
    assert [o.service for o in found.outcomes] == ["control", "app", "app", "web"]
    assert (found.network, found.exit_code) == (Network.UP, ExitCode.ALL_OK)
    assert sorted(told) == ["a", "b", "c", "control-z"]
    assert len(told) == how_many(settings, frozenset())


async def test_only_the_chosen_probes_and_services_are_asked_and_always_the_controls(
    tmp_path: Path,
) -> None:
    async with serve(WELL) as server:
        settings = settings_of(
            tmp_path,
            files.probe("a", server.url("/a")),
            files.probe("b", server.url("/b")),
            controls=[files.probe("control", server.url("/control"))],
            services=[
                files.service("web", *(files.probe(n, server.url(f"/{n}")) for n in ("c", "d"))),
                files.service("shop", files.probe("e", server.url("/e"))),
            ],
        )
        found, told = await looked(settings, "b", "web")
    assert [o.probe for o in found.outcomes] == ["control", "b", "c", "d"]
    assert sorted(request.target for request in server.requests) == ["/b", "/c", "/control", "/d"]
    assert len(told) == how_many(settings, frozenset({"b", "web"})) == 4


async def test_a_failure_is_believed_when_the_controls_answer(tmp_path: Path) -> None:
    async with serve(WELL) as server:
        with refusing_port() as port:
            settings = settings_of(
                tmp_path,
                files.probe("well", server.url()),
                files.probe("refused", f"http://127.0.0.1:{port}/"),
                controls=[files.probe("control", server.url())],
            )
            found, _ = await looked(settings)
    assert came_to(found.outcomes) == {"control": "ok", "well": "ok", "refused": "connect_refused"}
    assert found.exit_code is ExitCode.FAILED


async def test_without_controls_a_failure_is_believed(tmp_path: Path) -> None:
    with refusing_port() as port:
        settings = settings_of(tmp_path, files.probe("refused", f"http://127.0.0.1:{port}/"))
        found, _ = await looked(settings)
    assert came_to(found.outcomes) == {"refused": "connect_refused"}
    assert found.exit_code is ExitCode.FAILED


async def test_when_nothing_answers_nothing_is_known(tmp_path: Path) -> None:
    with refusing_port() as port:
        url = f"http://127.0.0.1:{port}/"
        settings = settings_of(
            tmp_path,
            *(files.probe(name, url) for name in ("a", "b")),
            controls=[files.probe("control", url)],
        )
        found, _ = await looked(settings)
    assert set(came_to(found.outcomes).values()) == {"local_network_down"}
    assert {o.result for o in found.outcomes} == {Result.VOID}
    assert (found.network, found.exit_code) == (Network.DOWN, ExitCode.OWN_NETWORK)


async def test_a_log_in_page_in_place_of_the_controls_is_a_captive_portal(tmp_path: Path) -> None:
    async with serve(respond(200, b"<h1>WiFi Bandara: masuk dulu</h1>")) as portal:
        settings = settings_of(
            tmp_path,
            files.probe("any-answer-will-do", portal.url()),
            files.probe("picky", portal.url(), expect={"body": [{"contains": "JMO"}]}),
            controls=[
                files.probe("control", portal.url(), expect={"status": [204]}),
                files.probe("other", portal.url(), expect={"body": [{"contains": "success"}]}),
            ],
        )
        found, _ = await looked(settings)
    portal_seen = "interference_captive_portal"
    assert came_to(found.outcomes) == {
        "control": portal_seen,
        "other": portal_seen,
        "any-answer-will-do": "ok",
        "picky": portal_seen,
    }
    assert (found.network, found.exit_code) == (Network.CAPTIVE, ExitCode.OWN_NETWORK)


async def test_the_controls_are_asked_once_and_after_everything_else(tmp_path: Path) -> None:
    async with serve(respond(500)) as server:
        settings = settings_of(
            tmp_path,
            *(files.probe(f"p{n}", server.url("/page")) for n in range(4)),
            controls=[files.probe("control", server.url("/control"))],
        )
        _, told = await looked(settings)
    assert [request.target for request in server.requests] == ["/page"] * 4 + ["/control"]
    assert told[-1] == "control"


@asynccontextmanager
async def counting(enough: int) -> AsyncIterator[tuple[Server, list[int]]]:
    """A server that answers when `enough` have come at once, and notes how many are in it."""
    inside: list[Peer] = []
    counts: list[int] = []
    full = asyncio.Event()

    async def script(peer: Peer) -> None:
        await peer.request()
        inside.append(peer)
        counts.append(len(inside))
        if len(inside) >= enough:
            full.set()
        await full.wait()
        await asyncio.sleep(0.05)  # whoever could come beside them has the time to
        inside.remove(peer)
        await peer.send(answer())

    async with serve(script) as server:
        yield server, counts


async def test_a_large_file_is_looked_through_without_opening_everything_at_once(
    tmp_path: Path,
) -> None:
    async with counting(MOST_AT_ONCE) as (server, counts):
        probes = [files.probe(f"p{n}", server.url()) for n in range(2 * MOST_AT_ONCE + 1)]
        found, _ = await looked(settings_of(tmp_path, *probes))
    assert found.exit_code is ExitCode.ALL_OK
    assert max(counts) == MOST_AT_ONCE
