"""The story is played by the clock."""

import asyncio
from collections.abc import Mapping

from monitor.demo.conduct import Conduct
from monitor.demo.play import play
from monitor.demo.story import ENDS_SECONDS, STORY, Act
from tests.support.clocks import ManualClock


async def test_each_act_comes_at_its_time_and_the_actors_know_before_the_audience() -> None:
    clock = ManualClock()
    began = clock.monotonic()
    seen: list[tuple[float, object]] = []

    async def direct(changes: Mapping[str, Conduct]) -> None:
        seen.append((clock.monotonic() - began, changes))

    def tell(act: Act) -> None:
        seen.append((clock.monotonic() - began, act))

    playing = asyncio.create_task(play(clock, direct, tell))
    for act in STORY[1:]:
        await clock.until_sleeping()
        clock.advance(began + act.at_seconds - clock.monotonic())
    await clock.until_sleeping()
    assert not playing.done()
    clock.advance(began + ENDS_SECONDS - clock.monotonic())
    await playing
    assert seen == [(act.at_seconds, what) for act in STORY for what in (act.changes, act)]
