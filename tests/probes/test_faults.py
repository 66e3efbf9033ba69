"""Every fault meets the real probe over a real socket, and comes to what the golden table says."""

import asyncio
import gc
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.model import Outcome, Phase, Reason, Result
from tests.probes.conftest import run_probe
from tests.support.certificates import Authority
from tests.support.faults import FAULTS
from tests.support.servers import respond, serve

pytestmark = pytest.mark.usefixtures("own_network")

DEADLINE_SECONDS = 0.8
GRACE_SECONDS = 0.5
"""A run ends within 0.1 s of its deadline on a quiet machine; tests run on busy ones too."""
CLOSED_SECONDS = 5.0
"""Sockets are closed at once, but the other side and the loop need their turn."""
LAG_SECONDS = 0.4
"""On a quiet machine it is 0.05 s; here the hostile server shares the loop that is measured."""
Expected = tuple[str, str, str]
FLOODS = (
    "http/body_endless",
    "http/body_endless_but_needed",
    "http/gzip_bomb",
    "http/gzip_bomb_of_members",
    "http/gzip_of_endless_members",
    "http/deflate_bomb",
    "http/headers_20000",
    "http/headers_for_ever",
    "http/header_for_ever",
    "http/chunk_extension_for_ever",
    "http/trailers_for_ever",
    "http/chunks_of_one_byte",
    "http/early_answers_for_ever",
    "tcp/flood_without_line_end",
    "tcp/flood_of_empty_lines",
    "tcp/flood_of_almost_the_text",
    "tcp/tls_flood",
    "dns/strays_for_ever",
    "dns/owner_at_the_end_of_many_pointers",
    "dns/records_4000",
    "dns/records_of_long_names",
    "dns/records_of_unknown_type",
    "dns/bitmap_of_every_type",
    "dns/text_of_64_kb",
    "icmp/replies_in_a_flood",
    "app_release/page_endless",
    "app_release/page_gzip_bomb",
    "app_release/page_made_to_be_slow",
)
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


async def _meet(fault: str, authority: Authority) -> tuple[Outcome, float]:
    """The outcome of a run into a fault, and how long it took."""
    async with FAULTS[fault](authority) as options:
        began = time.monotonic()
        outcome = await run_probe(kind=kind_of(fault), timeout=f"{DEADLINE_SECONDS}s", **options)
        return outcome, time.monotonic() - began


def test_the_table_holds_every_fault_and_no_other() -> None:
    assert list(GOLDEN) == list(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_comes_to_its_result_reason_and_phase_in_time(
    fault: str, authority: Authority
) -> None:
    outcome, took = await _meet(fault, authority)
    came_to = (outcome.result.value, outcome.reason or "-", outcome.phase or "-")
    assert came_to == GOLDEN[fault], outcome.detail
    assert took < DEADLINE_SECONDS + GRACE_SECONDS
    assert outcome.detail.isprintable()


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


async def _all_at_once(authority: Authority) -> None:
    few = asyncio.Semaphore(30)

    async def one(fault: str) -> None:
        async with few:
            await _meet(fault, authority)

    await asyncio.gather(*map(one, FAULTS))


async def test_after_a_storm_of_faults_no_socket_is_left(authority: Authority) -> None:
    with _without_garbage_collection():
        await _meet("http/good", authority)
        before = _open_sockets()
        await _all_at_once(authority)
        await _until(lambda: _open_sockets() <= before, seconds=CLOSED_SECONDS)
        assert _open_sockets() <= before


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


async def _longest_lag(fault: str, authority: Authority) -> float:
    """The longest that the loop stood still while a run met a fault."""
    lags: list[float] = []

    async def beat() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.005)
            lags.append(time.monotonic() - began - 0.005)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.02)
    await _meet(fault, authority)
    await asyncio.sleep(0.02)
    beating.cancel()
    return max(lags)


@pytest.mark.parametrize("fault", FLOODS)
async def test_no_flood_keeps_the_loop_to_itself(fault: str, authority: Authority) -> None:
    await _meet(fault, authority)  # the server packs its bomb but once
    assert await _longest_lag(fault, authority) < LAG_SECONDS


async def test_a_deadline_in_the_body_still_tells_the_status(authority: Authority) -> None:
    outcome, _ = await _meet("http/body_dripped", authority)
    assert outcome.http is not None
    assert outcome.http.status_code == 200
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT, Phase.PROCESSING}


async def test_an_endless_body_is_read_to_its_limit_and_said_to_be_cut(
    authority: Authority,
) -> None:
    outcome, _ = await _meet("http/body_endless", authority)
    assert outcome.http is not None
    assert outcome.http.truncated
    assert outcome.http.body_bytes == 1024 * 1024
    assert outcome.http.content_length == -1


async def test_a_redirect_loop_tells_how_many_were_met(authority: Authority) -> None:
    outcome, _ = await _meet("http/redirect_loop", authority)
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
    outcome, _ = await _meet(fault, authority)
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
    outcome, _ = await _meet(fault, authority)
    assert outcome.connection is not None
    assert (outcome.connection.address, outcome.connection.fallback) == ("127.0.0.1", True)


async def test_a_failed_name_has_no_phase_measured(authority: Authority) -> None:
    outcome, _ = await _meet("http/name_unknown", authority)
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


async def test_hung_look_ups_do_not_delay_a_healthy_probe(authority: Authority) -> None:
    async with FAULTS["http/name_never_answered"](authority) as hung:
        stuck = [asyncio.create_task(run_probe(timeout="2s", **hung)) for _ in range(60)]
        await asyncio.sleep(0.1)
        async with FAULTS["http/name_good"](authority) as good:
            outcome = await run_probe(**good)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
    assert outcome.result is Result.OK
    assert outcome.duration_seconds < 0.5
