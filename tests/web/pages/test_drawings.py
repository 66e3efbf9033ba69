"""A service is drawn once for all who look, and again after its news."""

import asyncio

import pytest

from monitor.web.inside import HistoryError
from monitor.web.pages.drawings import FRESH, Drawings
from tests.support.clocks import ManualClock
from tests.web.overviews import Told
from tests.web.surface import inside


@pytest.fixture
def told() -> Told:
    """Settled, and of one service."""
    return Told()


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
def drawings(told: Told, clock: ManualClock) -> Drawings:
    """None is made yet."""
    return Drawings(inside(overview=told, clock=clock))


async def test_a_service_is_drawn_once_for_all_who_ask(drawings: Drawings, told: Told) -> None:
    made = await asyncio.gather(*(drawings.of("jmo-api") for _ in range(10)))
    assert {id(each) for each in made} == {id(made[0])}
    assert told.asked == [{"detail": "jmo-api"}]
    assert [phases.probe for phases in made[0].stacks] == ["jmo-api-https"]


async def test_after_its_news_it_is_drawn_before_it_is_shown(
    drawings: Drawings, told: Told
) -> None:
    before = await drawings.of("jmo-api")
    told.number += 1
    after = await drawings.of("jmo-api")
    assert after == before
    assert after is not before


async def test_nobody_waits_while_it_is_drawn_again(
    drawings: Drawings, told: Told, clock: ManualClock
) -> None:
    before = await drawings.of("jmo-api")
    clock.advance(FRESH.settled)
    assert await drawings.of("jmo-api") is before
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    assert await drawings.of("jmo-api") is not before
    assert len(told.asked) == 2


async def test_one_that_is_not_configured_is_not_drawn(drawings: Drawings, told: Told) -> None:
    with pytest.raises(KeyError):
        await drawings.of("nobody")
    assert told.asked == []


async def test_that_the_history_cannot_be_read_is_told_and_tried_again(
    drawings: Drawings, told: Told
) -> None:
    told.readable = False
    with pytest.raises(HistoryError):
        await drawings.of("jmo-api")
    told.readable = True
    assert (await drawings.of("jmo-api")).hours
