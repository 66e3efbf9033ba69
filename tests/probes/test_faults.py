"""Every fault meets the real probe over a real socket, and comes to what the golden table says."""

import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from monitor.model import Outcome, Phase, Reason, Result
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import Authority
from tests.support.faults import FAULTS
from tests.support.faults.victim import DEADLINE_SECONDS, LIMITS, Cost
from tests.support.servers import respond, serve

pytestmark = pytest.mark.usefixtures("own_network")

ROOT = Path(__file__).parents[2]
GRACE_SECONDS = 0.5
"""In a storm of all the others; what a run takes when it is alone is measured below."""
CLOSED_SECONDS = 5.0
"""Sockets are closed at once, but the other side and the loop need their turn."""
AT_ONCE = 30
GROUP = 10
Expected = tuple[str, str, str]
STALLS = (
    "http/silence",
    "http/body_dripped",
    "http/tls_silence",
    "http/syn_black_hole",
    "http/name_never_answered",
    "tcp/silence",
    "tcp/starttls_silence",
    "tls/tls_silence",
    "dns/silence",
    "dns/syn_black_hole",
    "dns/tcp_silence",
    "dns/tls_silence",
    "dns/first_resolver_is_silent",
    "icmp/silence",
    "app_release/shop_drips",
    "journey/second_silent",
)


def _golden() -> dict[str, Expected]:
    table: dict[str, Expected] = {}
    for line in Path(__file__).with_name("faults.txt").read_text().splitlines():
        if not line.startswith("#"):
            fault, result, reason, phase = line.split()
            assert fault not in table, f"{fault} is in the table twice"
            table[fault] = (result, reason, phase)
    return table


GOLDEN = _golden()


def kind_of(fault: str) -> str:
    """The kind of probe that runs into a fault."""
    return fault.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Met:
    """What came of meeting a fault."""

    outcome: Outcome
    took_seconds: float
    can_have: frozenset[Reason]
    """The reasons that such a probe says it can have."""

    @property
    def came_to(self) -> Expected:
        """Result, reason and phase, as the table has them."""
        outcome = self.outcome
        return outcome.result.value, outcome.reason or "-", outcome.phase or "-"

    def is_as(self, expected: Expected) -> bool:
        """Whether it is what was expected, and in time."""
        return self.came_to == expected and self.took_seconds < DEADLINE_SECONDS + GRACE_SECONDS


async def _meet(fault: str, authority: Authority) -> Met:
    async with FAULTS[fault](authority) as options:
        keys = {"kind": kind_of(fault), "timeout": f"{DEADLINE_SECONDS}s", **options}
        began = time.monotonic()
        outcome = await run_probe(**keys)
        return Met(outcome, time.monotonic() - began, probe_of(**keys).reasons)


async def _all_at_once(authority: Authority) -> dict[str, Met]:
    few = asyncio.Semaphore(AT_ONCE)

    async def one(fault: str) -> Met:
        async with few:
            return await _meet(fault, authority)

    return dict(zip(FAULTS, await asyncio.gather(*map(one, FAULTS)), strict=True))


@dataclass(frozen=True, slots=True)
class Storm:
    """All faults at the same time: what came of each, and the sockets that were left."""

    met: dict[str, Met]
    left_open: set[str]


@pytest.fixture(scope="module")
def storm(own_network: None, authority: Authority) -> Storm:
    """Every fault is met once for all tests of this module: most of them are waited out."""

    async def meet() -> Storm:
        await _meet("http/good", authority)
        before = _open_sockets()
        met = await _all_at_once(authority)
        await _until(lambda: _open_sockets() <= before, seconds=CLOSED_SECONDS)
        return Storm(met, _open_sockets() - before)

    with _without_garbage_collection():
        return asyncio.run(meet())


def test_the_table_holds_every_fault_and_no_other() -> None:
    assert list(GOLDEN) == list(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_comes_to_its_result_reason_and_phase_in_time(
    fault: str, storm: Storm, authority: Authority
) -> None:
    met = storm.met[fault]
    if not met.is_as(GOLDEN[fault]):
        met = await _meet(fault, authority)  # the storm may have been too much for this machine
    assert met.came_to == GOLDEN[fault], met.outcome.detail
    assert met.is_as(GOLDEN[fault]), f"took {met.took_seconds:.2f} s"
    assert met.outcome.reason is None or met.outcome.reason in met.can_have
    assert met.outcome.detail.isprintable()


def test_after_a_storm_of_faults_no_socket_is_left(storm: Storm) -> None:
    assert storm.left_open == set()


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cost]:
    """What every fault costs a process of its own, the servers being in another one."""
    command = [sys.executable, "-m", "tests.support.faults.victim"]
    folder = tmp_path_factory.mktemp("victim")
    said = subprocess.run(
        [*command, str(folder)],
        cwd=ROOT,
        input=json.dumps(_groups()),
        text=True,
        capture_output=True,
    )
    assert said.returncode == 0, said.stderr
    return {fault: Cost(**cost) for fault, cost in json.loads(said.stdout).items()}


def _groups() -> list[list[str]]:
    """Each fault alone; but those in which time passes and nothing else happens, together."""
    idle = [fault for fault in FAULTS if _is_idle(fault)]
    busy = [[fault] for fault in FAULTS if not _is_idle(fault)]
    return busy + [idle[first : first + GROUP] for first in range(0, len(idle), GROUP)]


def _is_idle(fault: str) -> bool:
    waits = GOLDEN[fault][1].endswith("_timeout") or kind_of(fault) == "icmp"
    return waits and "flood" not in fault


@pytest.mark.parametrize("figure", [field.name for field in fields(Cost)])
def test_no_fault_costs_more_than_its_limit(figure: str, costs: dict[str, Cost]) -> None:
    assert list(costs) == [fault for group in _groups() for fault in group]
    limit = getattr(LIMITS, figure)
    worst = max(costs, key=lambda fault: float(getattr(costs[fault], figure)))
    print(f"{figure}: at most {getattr(costs[worst], figure)}, by {worst}; limit {limit}")
    over = {fault: getattr(cost, figure) for fault, cost in costs.items()}
    assert {fault: figure for fault, figure in over.items() if figure > limit} == {}


def test_our_own_faults_and_interference_are_void_and_nothing_else_is() -> None:
    for result, reason, _ in GOLDEN.values():
        assert (result == "void") is (reason != "-" and Reason(reason).is_void)
        assert (result == "ok") is (reason == "-")


def _open_sockets() -> set[str]:
    links = (_link(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd"))  # noqa: PTH208
    return {link for link in links if link.startswith("socket:")}


def _link(path: str) -> str:
    try:
        return os.readlink(path)  # noqa: PTH115 - a link of /proc leads to no path
    except FileNotFoundError:
        return ""  # the listing's own descriptor


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until something holds, but no longer than this."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:  # noqa: ASYNC110 - the kernel tells nobody
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("fault", STALLS)
async def test_a_cancelled_run_leaves_no_socket(fault: str, authority: Authority) -> None:
    with _without_garbage_collection():
        async with FAULTS[fault](authority) as options:
            before = _open_sockets()
            task = asyncio.create_task(run_probe(kind=kind_of(fault), timeout="30s", **options))
            await _until(lambda: not _open_sockets() <= before, seconds=2)
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            # the server's end of the connection closes when it sees ours do so
            await _until(lambda: _open_sockets() <= before, seconds=CLOSED_SECONDS)
            assert _open_sockets() <= before


async def _outcome(fault: str, authority: Authority) -> Outcome:
    return (await _meet(fault, authority)).outcome


async def test_a_deadline_in_the_body_still_tells_the_status(authority: Authority) -> None:
    outcome = await _outcome("http/body_dripped", authority)
    assert outcome.http is not None
    assert outcome.http.status_code == 200
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT, Phase.PROCESSING}


async def test_an_endless_body_is_read_to_its_limit_and_said_to_be_cut(
    authority: Authority,
) -> None:
    outcome = await _outcome("http/body_endless", authority)
    assert outcome.http is not None
    assert outcome.http.truncated
    assert outcome.http.body_bytes == 1024 * 1024
    assert outcome.http.content_length == -1


async def test_a_redirect_loop_tells_how_many_were_met(authority: Authority) -> None:
    outcome = await _outcome("http/redirect_loop", authority)
    assert outcome.http is not None
    assert outcome.http.redirects == 11
    assert len(outcome.hops) == 11


@pytest.mark.parametrize(
    ("fault", "presented"),
    [
        ("http/certificate_expired", 1),
        ("http/certificate_of_another_host", 1),
        ("http/certificate_self_signed", 1),
        ("http/certificate_without_intermediate", 1),
        ("http/certificate_of_expired_intermediate", 2),
        ("http/certificate_weak", 1),
    ],
)
async def test_a_refused_certificate_is_read_all_the_same(
    fault: str, presented: int, authority: Authority
) -> None:
    outcome = await _outcome(fault, authority)
    assert outcome.tls is not None
    assert len(outcome.tls.presented) == presented
    assert outcome.tls.earliest_expiry is not None
    assert outcome.tls.verified == ()
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT}


@pytest.mark.parametrize(
    "fault", ["http/first_address_refuses", "http/first_address_is_a_black_hole"]
)
async def test_another_address_is_tried_and_the_fallback_told(
    fault: str, authority: Authority
) -> None:
    outcome = await _outcome(fault, authority)
    assert outcome.connection is not None
    assert (outcome.connection.address, outcome.connection.fallback) == ("127.0.0.1", True)


async def test_a_failed_name_has_no_phase_measured(authority: Authority) -> None:
    outcome = await _outcome("http/name_unknown", authority)
    assert outcome.phases == {}
    assert outcome.connection is None


async def test_without_file_descriptors_the_fault_is_ours() -> None:
    async with serve(respond(200)) as server:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        lowest_free = os.dup(0)
        os.close(lowest_free)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
            outcome = await run_probe(url=server.url())
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_RESOURCES)


async def test_without_file_descriptors_a_failed_look_up_is_ours() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
        outcome = await run_probe(
            url="http://jmo.example/", resolver=["127.0.0.1:9"], timeout="500ms"
        )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_RESOURCES)


async def _quickest(authority: Authority) -> float:
    """The least of several healthy runs: what a busy machine adds is not the probe's."""
    async with FAULTS["http/name_good"](authority) as good:
        outcomes = [await run_probe(**good) for _ in range(10)]
    assert {outcome.result for outcome in outcomes} == {Result.OK}
    return min(outcome.duration_seconds for outcome in outcomes)


async def test_hung_look_ups_do_not_delay_a_healthy_probe(authority: Authority) -> None:
    alone = await _quickest(authority)
    async with FAULTS["http/name_never_answered"](authority) as hung:
        stuck = [asyncio.create_task(run_probe(timeout="20s", **hung)) for _ in range(60)]
        await asyncio.sleep(0.1)
        beside_them = await _quickest(authority)
        assert not any(task.done() for task in stuck)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
    assert beside_them - alone < 0.02
