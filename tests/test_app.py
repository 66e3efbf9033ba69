"""The running program in this process: what it answers, how it reloads, and how it ends."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from monitor.app import STUCK_SECONDS
from monitor.model import Assessment
from tests.support import files
from tests.support.clocks import ManualClock
from tests.support.program import PATIENCE_SECONDS, Inner, Samples, inner_program, until
from tests.support.servers import Peer, Server, answer, refusing_port, serve

FIRST_RUNS_SECONDS = 10.0
"""By then every probe has run once."""
NEXT_RUNS_SECONDS = 7200.0
"""By then every probe has run once more, and at most once again where jitter wills it."""


class Target:
    """A server that notes who came, and lets a test wait for it, or keep visitors waiting."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        self.left: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self._news = asyncio.Event()
        self.server = Server("", 0)

    def url(self, path: str) -> str:
        return self.server.url(path)

    async def script(self, peer: Peer) -> None:
        request = await peer.request()
        self.visits.append(request.target)
        self._news.set()
        waiting = asyncio.create_task(self.open.wait())
        leaving = asyncio.create_task(peer.until_closed())
        await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if self.open.is_set():
            await peer.send(answer(200, b"halaman"))
        await leaving
        waiting.cancel()
        self.left.append(request.target)
        self._news.set()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until somebody came, or left, and this is so."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not happened():
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    target = Target()
    async with serve(target.script) as server:
        target.server = server
        yield target


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "probes.yaml"


def write(path: Path, *probes: files.Probe, **sections: Any) -> None:
    files.write(path, files.configuration(*probes, **sections))


@asynccontextmanager
async def after_first_runs(path: Path, clock: ManualClock) -> AsyncIterator[Inner]:
    """The program, when every probe has run once."""
    async with inner_program(path, clock=clock, reload_enabled=True) as program:
        clock.advance(FIRST_RUNS_SECONDS)
        await until(program, clock, lambda samples: 0 not in samples.runs().values())
        yield program


# what it answers


async def test_every_configured_probe_is_listed_before_anything_has_run(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(
        path,
        files.probe("a", target.url("/a")),
        controls=[files.probe("control-world", target.url("/control"), interval="2h")],
        services=[files.service("web", files.probe("b", target.url("/b"), role="supporting"))],
    )
    target.open.clear()
    async with inner_program(path, clock=clock) as program:
        samples = await program.samples()
    listed = [
        (its["service"], its["probe"], its["kind"], its["role"])
        for name, its, _ in samples.every
        if name == "jmo_monitor_probe_info"
    ]
    assert listed == [
        ("control", "control-world", "http", "critical"),
        ("app", "a", "http", "critical"),
        ("web", "b", "http", "supporting"),
    ]
    assert samples.runs() == {"control-world": 0, "a": 0, "b": 0}
    assert samples.value("jmo_monitor_probe_interval_seconds", probe="control-world") == 7200
    assert samples.labels("jmo_monitor_location_info", "location") == {"uji"}


async def test_it_is_healthy_ready_and_has_a_front_page(path: Path, target: Target) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path) as program:
        answers = [await program.get(path) for path in ("/-/healthy", "/-/ready", "/")]
    assert [each.status_code for each in answers] == [200, 200, 200]
    assert "Layanan app" in answers[2].text


async def test_it_is_not_healthy_when_the_probing_loop_stands_still(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        clock.advance(STUCK_SECONDS + 1)
        # Asked without awaiting: this is the probing loop, and it stands still meanwhile.
        stuck = httpx.get(f"{program.url}-/healthy", trust_env=False)  # noqa: ASYNC210
    assert stuck.status_code == 503


async def test_a_target_that_is_not_configured_is_404_and_never_dialled(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        for name in ("b", "app", target.url("/b"), f"127.0.0.1:{target.server.port}", "%20"):
            assert (await program.get(f"/probe?target={name}")).status_code == 404
    assert target.server.connections == 0


async def test_a_scraper_causes_one_run_in_15_seconds_and_is_told_its_age(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with after_first_runs(path, clock) as program:
        target.visits.clear()
        ages = []
        for seconds in (20, 0, 3, 11, 1, 1):
            clock.advance(seconds)
            asked = await program.get("/probe?target=a")
            assert asked.status_code == 200
            ages.append((asked.headers["age"], len(target.visits)))
    assert ages == [("0", 1), ("0", 1), ("3", 1), ("14", 1), ("0", 2), ("1", 2)]


async def test_what_a_scraper_causes_is_told_in_full_and_feeds_no_counter(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        page = Samples.of((await program.get("/probe?target=a")).text)
        told = (await program.get("/probe?target=a&debug=true")).text
        samples = await program.samples()
    assert page.value("probe_success") == 1
    assert page.value("probe_http_status_code") == 200
    assert page.value("probe_age_seconds") == 0
    assert f"Asked 1: {target.url('/a')}" in told
    assert samples.runs() == {"a": 0}


async def test_a_run_of_the_schedule_is_what_a_scraper_gets_too(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with after_first_runs(path, clock) as program:
        clock.advance(2)
        asked = await program.get("/probe?target=a")
    assert int(asked.headers["age"]) >= 2
    assert target.visits == ["/a"]


async def test_a_control_can_be_asked_for_as_well(
    path: Path, target: Target, clock: ManualClock
) -> None:
    with refusing_port() as port:
        write(
            path,
            files.probe("a", f"http://127.0.0.1:{port}/"),
            controls=[files.probe("control", target.url("/control"))],
        )
        async with inner_program(path, clock=clock) as program:
            await program.journal.until("own network", state="up")
            assert (await program.get("/probe?target=control")).status_code == 200
            refused = await program.get("/probe?target=a&debug=true")
    assert "Reason: connect_refused during connect" in refused.text


# the controls


async def test_the_controls_are_asked_at_once_and_then_at_their_own_rate(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(
        path,
        files.probe("a", target.url("/a")),
        controls=[files.probe("control", target.url("/control"), interval="5m")],
    )
    async with inner_program(path, clock=clock) as program:
        await program.journal.until("own network", state="up")
        clock.advance(299)
        await until(program, clock, lambda samples: samples.runs()["control"] == 2)
    assert target.visits.count("/control") == 2


async def test_without_a_network_of_our_own_nothing_is_failed(
    path: Path, clock: ManualClock
) -> None:
    with refusing_port() as port:
        url = f"http://127.0.0.1:{port}/"
        probes = [files.probe(name, url) for name in ("a", "b")]
        write(path, *probes, controls=[files.probe("control", url)])
        async with after_first_runs(path, clock) as program:
            samples = await program.samples()
    assert samples.values("probe_runs_total", result="failed") == [0, 0, 0]
    reasons = {
        its["reason"]
        for name, its, value in samples.every
        if name == "probe_failures_total" and value
    }
    assert reasons == {"local_network_down"}
    assert samples.value("jmo_monitor_own_network_up") == 0


# reload


async def test_reloading_over_http_is_off_unless_enabled(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        write(path, files.probe("b", target.url("/b")))
        asked = await program.post("/-/reload")
        samples = await program.samples()
    assert asked.status_code == 403
    assert samples.runs().keys() == {"a"}


async def test_a_reload_takes_the_new_file_over(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(
        path, files.probe("stays", target.url("/stays")), files.probe("goes", target.url("/goes"))
    )
    async with after_first_runs(path, clock) as program:
        target.visits.clear()
        write(
            path, files.probe("stays", target.url("/stays")), files.probe("new", target.url("/n"))
        )
        asked = await program.post("/-/reload")
        clock.advance(1)
        samples = await program.samples()
        gone = await program.get("/probe?target=goes")
        clock.advance(FIRST_RUNS_SECONDS)
        later = await until(program, clock, lambda samples: samples.runs()["new"] == 1)
        visits = list(target.visits)
        clock.advance(NEXT_RUNS_SECONDS)
        await until(program, clock, lambda samples: min(samples.runs().values()) >= 2)
    assert (asked.status_code, asked.text) == (200, "reloaded\n")
    # removed probes vanish, the counters of unchanged ones survive
    assert samples.runs().keys() == {"stays", "new"}
    assert samples.runs()["stays"] == 1
    assert {its.get("probe", "") for _, its, _ in samples.every} == {"", "stays", "new"}
    assert gone.status_code == 404
    # an unchanged probe keeps its loop: there is no extra first run
    assert later.runs() == {"stays": 1, "new": 1}
    assert visits == ["/n"]
    assert set(target.visits) == {"/n", "/stays"}


async def test_a_changed_probe_begins_anew_and_keeps_its_counters(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/before")))
    async with after_first_runs(path, clock) as program:
        write(path, files.probe("a", target.url("/after")))
        await program.post("/-/reload")
        clock.advance(FIRST_RUNS_SECONDS)
        await until(program, clock, lambda samples: samples.runs() == {"a": 2})
        clock.advance(NEXT_RUNS_SECONDS)
        await until(program, clock, lambda samples: samples.runs()["a"] >= 3)
    assert target.visits[:3] == ["/before", "/after", "/after"]


async def test_a_run_under_way_goes_on_when_its_probe_stays_and_is_cut_off_when_it_goes(
    path: Path, target: Target, clock: ManualClock
) -> None:
    stays = files.probe("stays", target.url("/stays"), timeout="30s")
    write(path, stays, files.probe("goes", target.url("/goes"), timeout="30s"))
    target.open.clear()
    async with inner_program(path, clock=clock, reload_enabled=True) as program:
        clock.advance(FIRST_RUNS_SECONDS)
        await target.until(lambda: sorted(target.visits) == ["/goes", "/stays"])
        write(path, stays)
        await program.post("/-/reload")
        await target.until(lambda: target.left == ["/goes"])
        target.open.set()
        samples = await until(program, clock, lambda samples: samples.runs() == {"stays": 1})
    assert samples.value("probe_runs_total", probe="stays", result="ok") == 1
    assert samples.value("jmo_monitor_runs_in_flight") == 0


async def test_a_bad_file_changes_nothing_and_says_so(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with after_first_runs(path, clock) as program:
        path.write_text("location: [uji\nservices: 3\n")
        asked = await program.post("/-/reload")
        said = await program.journal.until("the new configuration is refused")
        clock.advance(1)
        samples = await program.samples()
        clock.advance(NEXT_RUNS_SECONDS)
        await until(program, clock, lambda samples: samples.runs()["a"] >= 2)
        write(path, files.probe("b", target.url("/b")))
        healed = await program.post("/-/reload")
        clock.advance(1)
        after = await program.samples()
    successful = "jmo_monitor_config_last_reload_successful"
    stamp = "jmo_monitor_config_last_reload_success_timestamp_seconds"
    assert asked.status_code == 500
    assert asked.text.startswith(f"{path}:2:")
    assert said["level"] == "error"
    assert said["problems"] == asked.text.splitlines()
    assert samples.runs() == {"a": 1}
    assert samples.value(successful) == 0
    assert healed.status_code == 200
    assert after.value(successful) == 1
    assert after.value(stamp) > samples.value(stamp)
    assert after.runs().keys() == {"b"}


async def test_sighup_reloads(path: Path, target: Target, clock: ManualClock) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        write(path, files.probe("b", target.url("/b")))
        signal.raise_signal(signal.SIGHUP)
        await program.journal.until("reloaded", probes=1)
        assert (await program.samples()).runs().keys() == {"b"}
        path.write_text("")
        signal.raise_signal(signal.SIGHUP)
        await program.journal.until("the new configuration is refused")
        clock.advance(1)
        samples = await program.samples()
        whys = [event["why"] for event in program.journal.said("reloading")]
    assert samples.runs().keys() == {"b"}
    assert samples.value("jmo_monitor_config_last_reload_successful") == 0
    assert whys == ["SIGHUP", "SIGHUP"]


async def test_a_changed_file_is_taken_over_by_itself(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        await until(program, clock, lambda samples: True)
        write(path, files.probe("b", target.url("/b")))
        await until(program, clock, lambda samples: samples.runs().keys() == {"b"})
        path.write_text("nonsense\n")
        refused = "jmo_monitor_config_last_reload_successful"
        samples = await until(program, clock, lambda samples: samples.value(refused) == 0)
        whys = [event["why"] for event in program.journal.said("reloading")]
    assert samples.runs().keys() == {"b"}
    assert whys == ["the file changed", "the file changed"]


async def test_reloads_that_come_together_leave_one_loop_a_probe(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock, reload_enabled=True) as program:
        write(path, files.probe("a", target.url("/a")), files.probe("b", target.url("/b")))
        answers = await asyncio.gather(*(program.post("/-/reload") for _ in range(5)))
        clock.advance(FIRST_RUNS_SECONDS)
        await until(program, clock, lambda samples: samples.runs() == {"a": 1, "b": 1})
    assert {each.status_code for each in answers} == {200}
    assert sorted(target.visits) == ["/a", "/b"]


# the end


async def test_it_ends_at_once_though_a_probe_and_a_scraper_hang(
    path: Path, target: Target, clock: ManualClock
) -> None:
    loop = asyncio.get_running_loop()
    write(path, files.probe("a", target.url("/a")), files.probe("b", target.url("/b")))
    target.open.clear()
    async with inner_program(path, clock=clock) as program:
        clock.advance(FIRST_RUNS_SECONDS)
        await target.until(lambda: len(target.visits) == 2)
        scraping = asyncio.create_task(program.get("/probe?target=a"))
        await target.until(lambda: len(target.visits) == 3)
        began = loop.time()
        await program.stop()
        took = loop.time() - began
        with pytest.raises(httpx.HTTPError):
            (await scraping).raise_for_status()
    assert took < 5
    assert program.journal.said("stopping", probes=2)
    assert program.journal.events[-1]["event"] == "stopped"
    assert not program.journal.said("probe")  # what was cut off is nobody's failure


async def test_a_reload_under_way_does_not_keep_it_from_ending(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        write(path, files.probe("b", target.url("/b")))
        signal.raise_signal(signal.SIGHUP)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await program.stop()
    assert program.journal.events[-1]["event"] == "stopped"


async def test_a_reload_that_comes_too_late_is_not_begun(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGHUP)
        await program.running
    assert not program.journal.said("reloading")


async def test_an_interrupt_from_the_keyboard_ends_it_too(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        signal.raise_signal(signal.SIGINT)
        await program.running
    assert program.journal.events[-1]["event"] == "stopped"


async def test_whoever_listens_hears_of_every_run_and_may_end_it(
    path: Path, target: Target, clock: ManualClock
) -> None:
    heard: list[str] = []

    def hear(assessment: Assessment) -> None:
        if assessment.outcome is not None:
            heard.append(assessment.outcome.probe)

    write(path, files.probe("a", target.url("/a")), files.probe("b", target.url("/b")))
    async with inner_program(path, clock=clock, hear=hear) as program:
        clock.advance(FIRST_RUNS_SECONDS)
        await until(program, clock, lambda samples: 0 not in samples.runs().values())
        program.monitor.stop()
        await program.running
    assert sorted(heard) == ["a", "b"]


async def test_the_port_is_free_again_after_the_end(
    path: Path, target: Target, clock: ManualClock
) -> None:
    write(path, files.probe("a", target.url("/a")))
    async with inner_program(path, clock=clock) as program:
        pass
    with pytest.raises(httpx.ConnectError):
        await program.get("/metrics")
