"""The present is always told, the history where it can be read, and read once for all who ask."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.controls import Network, Round
from monitor.hub import Hub
from monitor.metrics import Metrics
from monitor.model import Objective, Outcome, Segment, State, Uptime, Verdict
from monitor.news import SETTLING_SECONDS
from monitor.overview import (
    BUDGETS_FRESH,
    MOST_QUESTIONS,
    UPTIMES_FRESH,
    WINDOWS_FRESH,
    Overview,
)
from monitor.store import Reader, Store
from monitor.web import BusyError, HistoryError
from tests.metrics.samples import failed, outcome
from tests.store.samples import assessed, closed, history, written
from tests.support import files
from tests.support.clocks import EPOCH, ManualClock

DAY = 86_400


class CountingReader(Reader):
    """Counts how often it was asked for segments."""

    asked = 0

    def segments(self, service: str, since: datetime, until: datetime) -> tuple[Segment, ...]:
        """What the file holds."""
        self.asked += 1
        return super().segments(service, since, until)


class World:
    """One service with two probes: a hub that hears of them, and a history."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.clock = ManualClock()
        self.store = store
        self.settings = self.configured(folder / "probes.yaml")
        self.metrics = Metrics(self.settings.roster, "1.2.3", self.clock)
        assessor = Assessor(self.settings.rules, Memory(), self.clock.now())
        self.hub = Hub(self.metrics, assessor, lambda assessment, memory: None, self.clock)
        self.reader = CountingReader(folder / "history.sqlite")
        self.overview = Overview(self.hub, self.reader, lambda: self.settings, self.clock)

    def configured(self, path: Path) -> Settings:
        """A configuration in which it is month-end."""
        whole = files.configuration(
            files.probe("api", "http://jmo.example/", interval="60s"),
            files.probe("other", "http://jmo.example/other", interval="60s"),
            calendar=[{"id": "akhir-bulan", "name": {"id": "Akhir", "en": "End"}, "days": "25..5"}],
        )
        whole["services"][0]["slo"] = {"availability": "99%", "window": "30d"}
        return load(files.write(path, whole), {})

    def ran(self, seen: Outcome, probe: str = "api") -> None:
        """A run of a probe ended, a minute after the last one."""
        self.clock.advance(60)
        at = self.clock.now() - timedelta(seconds=seen.duration_seconds)
        self.hub.record(replace(seen, service="app", probe=probe, started_at=at))

    def was(self, state: State, began: float, ended: float) -> None:
        """Let the history hold what was so many seconds before the epoch."""
        span = Segment(
            service="app",
            state=state,
            began_at=EPOCH - timedelta(seconds=began),
            ended_at=EPOCH - timedelta(seconds=ended),
        )
        self.store.put(assessed(segments=(span,)))
        written(self.store)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with history(tmp_path / "history.sqlite") as store:
        written(store)
        built = World(tmp_path, store)
        yield built
        built.reader.close()


async def test_before_anything_has_run_all_is_unknown(world: World) -> None:
    status = await world.overview.status()
    (service,) = status.services
    assert (status.at, status.location, status.verdict) == (EPOCH, "uji", Verdict.UNKNOWN)
    assert status.network_up is None
    assert [period.id for period in status.periods] == ["akhir-bulan"]
    assert (service.state, service.window, service.depths) == (State.UNKNOWN, None, ())
    assert [(probe.info.id, probe.last) for probe in service.probes] == [
        ("api", None),
        ("other", None),
    ]


async def test_the_present_is_as_the_hub_heard_last(world: World) -> None:
    for _ in range(3):
        world.ran(outcome())
    await world.overview.status()
    for _ in range(4):
        world.ran(failed(phases={}, hops=()))
    world.hub.round_held(Round(began=1, ended=2, network=Network.UP, answered=1, outcomes=()))
    status = await world.overview.status()
    (service,) = status.services
    assert service.state is State.DOWN
    assert service.window is not None
    assert service.window.began_at == service.since
    (depth,) = service.depths
    assert f"{depth.host}: {depth}" == (
        "jmo.example: deepest healthy layer: none; broken: TCP (connect_refused)"
    )
    api, other = service.probes
    assert (api.state, other.state) == (State.DOWN, State.UNKNOWN)
    assert api.last is not None
    assert api.last.detail == "nobody listens"
    for _ in range(3):
        world.ran(outcome())
        world.ran(outcome(), "other")
    (service,) = (await world.overview.status()).services
    assert (service.state, service.window) == (State.UP, None)


async def test_what_the_controls_say_is_told(world: World) -> None:
    control = outcome(service="control", probe="control-world")
    for network in (Network.UP, Network.DOWN):
        world.hub.round_held(
            Round(began=1, ended=2, network=network, answered=1, outcomes=(control,))
        )
        assert (await world.overview.status()).network_up is (network is Network.UP)


async def test_uptimes_come_from_the_history_and_slos_only_where_they_are_asked_for(
    world: World,
) -> None:
    world.was(State.UP, DAY, DAY / 2)
    world.was(State.DOWN, DAY / 2, 0)
    (short,) = (await world.overview.status()).services
    (full,) = (await world.overview.services()).services
    assert short.uptimes == full.uptimes
    assert short.uptimes[DAY] == Uptime(up_seconds=DAY / 2, down_seconds=DAY / 2)
    assert list(short.uptimes) == [DAY, 7 * DAY, 30 * DAY, 90 * DAY]
    assert short.slos == ()
    (slo,) = full.slos
    assert slo.objective is Objective.AVAILABILITY
    assert slo.budget is not None
    assert slo.budget.bad == 0.5
    assert list(slo.periods) == list(slo.outside) == ["akhir-bulan"]


async def test_many_who_ask_at_once_have_it_read_once(world: World) -> None:
    await asyncio.gather(*(world.overview.status() for _ in range(20)))
    assert world.reader.asked == 1
    world.clock.advance(UPTIMES_FRESH.settling / 2)
    await world.overview.status()
    assert world.reader.asked == 1


async def test_one_who_goes_away_leaves_the_reading_to_the_others(world: World) -> None:
    leaving = asyncio.create_task(world.overview.status())
    await asyncio.sleep(0)
    staying = asyncio.create_task(world.overview.status())
    await asyncio.sleep(0)
    leaving.cancel()
    (service,) = (await staying).services
    assert service.uptimes
    assert world.reader.asked == 1


async def test_what_is_not_fresh_is_shown_while_it_is_read_anew(world: World) -> None:
    (before,) = (await world.overview.status()).services
    world.was(State.UP, DAY, 0)
    world.clock.advance(UPTIMES_FRESH.settled)
    (meanwhile,) = (await world.overview.status()).services
    assert meanwhile.uptimes is before.uptimes
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    (after,) = (await world.overview.status()).services
    assert (before.uptimes[DAY].up_seconds, after.uptimes[DAY].up_seconds) == (0, DAY)
    assert world.reader.asked == 2


@pytest.mark.parametrize("view", ["status", "services"])
async def test_what_is_stale_is_not_shown(world: World, view: str) -> None:
    asked: Any = getattr(world.overview, view)
    await asked()
    world.was(State.UP, DAY, 0)
    world.clock.advance(max(UPTIMES_FRESH.stale, BUDGETS_FRESH.stale))
    (service,) = (await asked()).services
    assert service.uptimes[DAY].up_seconds > 0


async def test_a_new_configuration_is_answered_for_at_once(world: World) -> None:
    await world.overview.status()
    first = world.settings.services[0]
    renamed = replace(first, info=replace(first.info, id="baru"))
    world.settings = replace(world.settings, services=(renamed,))
    (service,) = (await world.overview.status()).services
    assert service.info.id == "baru"
    assert service.state is State.UNKNOWN
    assert service.uptimes[DAY].known_seconds == 0


async def test_another_edition_comes_with_what_a_reader_must_hear_of(world: World) -> None:
    def number() -> int:
        return world.overview.edition().number

    def network(state: Network) -> None:
        held = Round(began=1, ended=2, network=state, answered=1, outcomes=(outcome(),))
        world.hub.round_held(held)

    for _ in range(3):
        world.ran(outcome())
        world.ran(outcome(), "other")
    well = number()
    world.ran(outcome())
    assert number() == well, "one more run that is well is no news"
    for _ in range(4):
        world.ran(failed(phases={}, hops=()))
    down = number()
    world.ran(failed(phases={}, hops=()))
    assert (down > well, number()) == (True, down)
    network(Network.UP)
    up = number()
    network(Network.DOWN)
    assert down < up < number()
    before = number()
    world.settings = replace(world.settings, location="elsewhere")
    assert number() > before


async def test_after_news_the_past_is_read_before_it_is_told_again(world: World) -> None:
    for _ in range(3):
        world.ran(outcome())
        world.ran(outcome(), "other")
    before = await world.overview.recent()
    assert await world.overview.recent() == before
    world.store.put(assessed(windows=(closed(service="app", began_at=world.clock.now()),)))
    written(world.store)
    assert (await world.overview.recent()).windows == ()
    for _ in range(4):
        world.ran(failed(phases={}, hops=()))
    assert [window.id for window in (await world.overview.recent()).windows] == ["w1"]


async def test_windows_and_results_come_from_the_history(world: World) -> None:
    world.store.put(assessed(windows=(closed(),)))
    world.store.put(assessed(outcome()))
    written(world.store)
    span = EPOCH - timedelta(days=1), EPOCH + timedelta(days=1)
    windows = await world.overview.windows(*span, services=(), severities=())
    assert [window.id for window in windows] == ["w1"]
    assert await world.overview.windows(*span, services=("x",), severities=()) == ()
    assert await world.overview.windows(*span, services=(), severities=(State.DEGRADED,)) == ()
    (result,) = await world.overview.results("jmo-api-https", *span, 10)
    assert result.started_at == EPOCH


async def test_more_questions_at_once_than_may_wait_are_refused(world: World) -> None:
    world.store.put(assessed(windows=(closed(),)))
    written(world.store)
    many = (world.overview.window("w1") for _ in range(MOST_QUESTIONS + 3))
    asked = asyncio.gather(*many, return_exceptions=True)
    status = await world.overview.status()
    answers = await asked
    refused = [answer for answer in answers if isinstance(answer, BusyError)]
    assert status.services[0].uptimes
    assert (len(refused), answers.count(None)) == (3, 0)
    assert await world.overview.window("w1") is not None


async def test_without_a_history_the_present_is_still_told(tmp_path: Path, world: World) -> None:
    lost = Reader(tmp_path / "elsewhere.sqlite")
    overview = Overview(world.hub, lost, lambda: world.settings, world.clock)
    world.ran(outcome())
    for status in (await overview.status(), await overview.services()):
        (service,) = status.services
        assert service.probes[0].last is not None
        assert service.uptimes == {}
        assert service.slos == ()
    span = EPOCH - timedelta(days=1), EPOCH
    with pytest.raises(HistoryError):
        await overview.windows(*span, services=(), severities=())
    with pytest.raises(HistoryError):
        await overview.results("api", *span, 10)


async def test_the_past_is_told_with_windows_that_are_newer_than_its_days(world: World) -> None:
    first = await world.overview.recent()
    assert (list(first.services), first.windows) == (["app"], ())
    ended = world.clock.now()
    over = closed(service="app", began_at=ended - timedelta(seconds=60), ended_at=ended)
    world.store.put(assessed(windows=(over,)))
    written(world.store)
    world.clock.advance(WINDOWS_FRESH.settling)
    await world.overview.recent()
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    again = await world.overview.recent()
    assert [window.id for window in again.windows] == ["w1"]
    assert again.services is first.services


async def test_a_service_that_is_not_configured_has_no_past(world: World) -> None:
    assert (await world.overview.detail("app")).at == world.clock.now()
    with pytest.raises(KeyError):
        await world.overview.detail("nobody")


async def test_a_service_has_editions_of_its_own(world: World) -> None:
    def numbers() -> tuple[int, int]:
        return world.overview.edition("app").number, world.overview.edition("other").number

    for _ in range(3):
        world.ran(outcome())
        world.ran(outcome(), "other")
    well = numbers()
    held = Round(began=1, ended=2, network=Network.DOWN, answered=0, outcomes=(outcome(),))
    world.hub.round_held(held)
    assert numbers() == well, "our own network is no news of the service"
    for _ in range(4):
        world.ran(failed(phases={}, hops=()))
    app, other = numbers()
    assert (app > well[0], other) == (True, well[1])
    world.settings = replace(world.settings, location="elsewhere")
    assert numbers() == (app + 1, other + 1)


async def test_that_the_history_cannot_be_read_is_logged_once(tmp_path: Path, world: World) -> None:
    lost = Reader(tmp_path / "elsewhere.sqlite")
    overview = Overview(world.hub, lost, lambda: world.settings, world.clock)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await overview.status()
            await overview.recent()
    assert [entry["event"] for entry in logs] == ["the history cannot be read"]


async def test_what_was_read_before_the_history_was_lost_is_shown_until_it_is_stale(
    tmp_path: Path, world: World
) -> None:
    world.was(State.UP, DAY, 0)
    world.clock.advance(SETTLING_SECONDS)
    (before,) = (await world.overview.status()).services
    world.store.stop()
    (tmp_path / "history.sqlite").unlink()
    world.reader.close()
    world.clock.advance(UPTIMES_FRESH.settled)
    (meanwhile,) = (await world.overview.status()).services
    assert meanwhile.uptimes is before.uptimes
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    world.clock.advance(UPTIMES_FRESH.stale)
    (after,) = (await world.overview.status()).services
    assert after.uptimes == {}


async def test_a_window_is_told_by_its_id(world: World) -> None:
    world.store.put(assessed(windows=(closed(),)))
    written(world.store)
    found = await world.overview.window("w1")
    assert found is not None
    assert found.window.id == "w1"
    assert await world.overview.window("w2") is None
    middle = found.window.began_at + timedelta(seconds=1)
    assert await world.overview.window_at(found.window.service, middle) == "w1"
    assert await world.overview.window_at("nobody", middle) is None


async def test_an_open_window_is_told_as_it_is_now(world: World) -> None:
    for _ in range(4):
        world.ran(failed())
    opened = world.hub.open_windows["app"]
    found = await world.overview.window(opened.id)
    assert found is not None
    assert found.window is opened, "nothing was stored"


async def test_without_a_history_there_is_no_past_to_tell(tmp_path: Path, world: World) -> None:
    lost = Reader(tmp_path / "elsewhere.sqlite")
    overview = Overview(world.hub, lost, lambda: world.settings, world.clock)
    recent = await overview.recent()
    assert (recent.services, recent.windows, recent.releases) == ({}, (), ())
    with pytest.raises(HistoryError):
        await overview.detail("app")
    with pytest.raises(HistoryError):
        await overview.window("w1")
    with pytest.raises(HistoryError):
        await overview.window_at("app", EPOCH)
