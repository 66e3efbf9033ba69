"""What pages are made of is read ahead: at the beginning, after news, and every now and then."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from monitor.kept import Edition
from monitor.model import Recent, Status
from monitor.news import SETTLING_SECONDS
from monitor.web.pages.drawings import Drawings
from monitor.web.pages.keeper import AGAIN_SECONDS, BEGIN_SECONDS, LOOK_SECONDS, Keeper
from monitor.web.pages.sheets import Sheets
from tests.support.clocks import ManualClock
from tests.web.overviews import Told
from tests.web.surface import inside

EVERYTHING = ["status", "recent", "jmo-api"]


class Watched(Told):
    """Counts what is asked for, and says what the edition is."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[str] = []
        self.editions: dict[str | None, Edition] = {}
        self.broken = False

    def edition(self, service: str | None = None) -> Edition:
        """A settled one unless another was set."""
        if self.broken:
            raise RuntimeError("broken")
        return self.editions.get(service, Edition(0, settled=True))

    async def status(self) -> Status:
        """As it is told."""
        self.reads.append("status")
        return await super().status()

    async def recent(self) -> Recent:
        """As it is told."""
        self.reads.append("recent")
        return await super().recent()

    def _ask(self, **question: Any) -> None:
        super()._ask(**question)
        self.reads.append(str(question["detail"]))

    def taken(self) -> list[str]:
        """What was read since this was asked last."""
        taken, self.reads = self.reads, []
        return taken


class World:
    """A keeper, and what it reads from."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.told = Watched()
        self.ready = True
        around = inside(overview=self.told, clock=self.clock, ready=lambda: self.ready)
        self.keeper = Keeper(around, Sheets(), Drawings(around))

    async def look(self) -> list[str]:
        """What it reads at a look, and what goes on after it."""
        await self.keeper.look()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others)
        return self.told.taken()

    @contextmanager
    def keeping(self) -> "Iterator[asyncio.Task[None]]":
        """Let it go on meanwhile."""
        task = asyncio.create_task(self.keeper.keep())
        try:
            yield task
        finally:
            task.cancel()

    async def pass_by(self, seconds: float) -> list[str]:
        """What it reads until it sleeps again."""
        await self.clock.until_sleeping()
        self.clock.advance(seconds)
        await self.clock.until_sleeping()
        return self.told.taken()


async def test_everything_is_read_at_the_first_look_and_nothing_at_the_next() -> None:
    world = World()
    assert await world.look() == EVERYTHING
    assert await world.look() == []


async def test_it_is_read_again_every_now_and_then() -> None:
    world = World()
    await world.look()
    world.clock.advance(AGAIN_SECONDS - 0.01)
    assert await world.look() == []
    world.clock.advance(0.01)
    assert await world.look() == EVERYTHING


@pytest.mark.parametrize(
    ("changed", "read"), [(None, ["status", "recent"]), ("jmo-api", ["jmo-api"])]
)
async def test_what_has_news_is_read_and_once_more_when_it_has_settled(
    changed: str | None, read: list[str]
) -> None:
    world = World()
    await world.look()
    world.told.editions[changed] = Edition(1, settled=False)
    assert await world.look() == read
    world.clock.advance(SETTLING_SECONDS - 2 * LOOK_SECONDS)  # a page had asked before that look
    world.told.editions[changed] = Edition(1, settled=True)
    assert await world.look() == read


async def test_what_cannot_be_read_is_left_for_another_time() -> None:
    world = World()
    world.told.readable = False
    await world.look()
    world.told.readable = True
    world.clock.advance(AGAIN_SECONDS)
    assert await world.look() == EVERYTHING


async def test_it_begins_when_the_first_results_have_come() -> None:
    world = World()
    world.ready = False
    with world.keeping():
        for _ in range(3):
            assert await world.pass_by(LOOK_SECONDS) == []
        world.ready = True
        assert await world.pass_by(LOOK_SECONDS) == []
        assert await world.pass_by(BEGIN_SECONDS) == EVERYTHING
        world.told.editions["jmo-api"] = Edition(1, settled=False)
        assert await world.pass_by(LOOK_SECONDS) == ["jmo-api"]


async def test_that_it_broke_down_is_logged() -> None:
    world = World()
    world.told.broken = True
    with structlog.testing.capture_logs() as logs, world.keeping() as task:
        await world.clock.until_sleeping()
        world.clock.advance(BEGIN_SECONDS)
        await asyncio.wait_for(task, 10)
    assert logs[0]["event"].startswith("pages are no longer prepared")
