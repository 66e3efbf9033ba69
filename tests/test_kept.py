"""An answer is made once for all who ask, given while it is good, and never of an older edition."""

import asyncio
import gc

import pytest

from monitor.kept import Edition, Freshness, Kept
from tests.support.clocks import ManualClock

FRESH = Freshness(settled=10.0, settling=2.0, stale=60.0)
FIRST, SECOND = Edition(1, settled=True), Edition(2, settled=True)


class Maker:
    """Makes answers that are counted, as soon as it may."""

    def __init__(self, *faults: Exception) -> None:
        self.made = 0
        self.may = asyncio.Event()
        self.may.set()
        self.faults = list(faults)

    async def __call__(self) -> str:
        self.made += 1
        number = self.made
        await self.may.wait()
        if self.faults:
            raise self.faults.pop(0)
        return f"answer {number}"


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


def kept(make: Maker, clock: ManualClock) -> Kept[str]:
    """What is to be made so."""
    return Kept(make, FRESH, clock)


async def all_done() -> None:
    """Wait for what goes on in the background."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others)


async def test_many_who_ask_at_once_have_it_made_once(clock: ManualClock) -> None:
    make = Maker()
    answer = kept(make, clock)
    make.may.clear()
    asking = [asyncio.create_task(answer.get(FIRST)) for _ in range(100)]
    await asyncio.sleep(0)
    make.may.set()
    assert set(await asyncio.gather(*asking)) == {"answer 1"}
    assert make.made == 1


@pytest.mark.parametrize(
    ("edition", "good_seconds"),
    [(FIRST, FRESH.settled), (Edition(1, settled=False), FRESH.settling)],
)
async def test_it_is_good_for_its_time_and_for_less_while_something_is_going_on(
    clock: ManualClock, edition: Edition, good_seconds: float
) -> None:
    make = Maker()
    answer = kept(make, clock)
    await answer.get(edition)
    clock.advance(good_seconds - 0.01)
    await answer.get(edition)
    await all_done()
    assert make.made == 1
    clock.advance(0.01)
    assert await answer.get(edition) == "answer 1"
    await all_done()
    assert await answer.get(edition) == "answer 2"


async def test_what_was_made_while_something_went_on_is_old_sooner_also_later(
    clock: ManualClock,
) -> None:
    make = Maker()
    answer = kept(make, clock)
    await answer.get(Edition(1, settled=False))
    clock.advance(FRESH.settling)
    await answer.get(FIRST)
    await all_done()
    assert await answer.get(FIRST) == "answer 2"


async def test_nobody_waits_while_a_newer_one_is_made(clock: ManualClock) -> None:
    make = Maker()
    answer = kept(make, clock)
    await answer.get(FIRST)
    make.may.clear()
    clock.advance(FRESH.stale - 0.01)
    assert [await answer.get(FIRST) for _ in range(3)] == ["answer 1"] * 3
    await asyncio.sleep(0.05)
    assert make.made == 1, "they come first"
    make.may.set()
    await all_done()
    assert await answer.get(FIRST) == "answer 2"


async def test_what_is_stale_is_given_no_longer(clock: ManualClock) -> None:
    make = Maker()
    answer = kept(make, clock)
    await answer.get(FIRST)
    clock.advance(FRESH.stale)
    assert await answer.get(FIRST) == "answer 2"


async def test_of_an_older_edition_it_is_never_given(clock: ManualClock) -> None:
    make = Maker()
    answer = kept(make, clock)
    await answer.get(FIRST)
    assert await answer.get(SECOND) == "answer 2"
    assert await answer.get(SECOND) == "answer 2"


async def test_who_asks_for_a_newer_edition_does_not_get_what_was_begun_before(
    clock: ManualClock,
) -> None:
    make = Maker()
    answer = kept(make, clock)
    make.may.clear()
    older = asyncio.create_task(answer.get(FIRST))
    await asyncio.sleep(0)
    newer = asyncio.create_task(answer.get(SECOND))
    await asyncio.sleep(0)
    make.may.set()
    assert (await older, await newer) == ("answer 1", "answer 2")
    assert await answer.get(SECOND) == "answer 2"
    assert make.made == 2


async def test_what_is_done_late_does_not_take_the_place_of_what_is_newer(
    clock: ManualClock,
) -> None:
    first, second = asyncio.Event(), asyncio.Event()
    turns = [(first, "older"), (second, "newer")]

    async def make() -> str:
        may, value = turns.pop(0)
        await may.wait()
        return value

    answer = Kept(make, FRESH, clock)
    older = asyncio.create_task(answer.get(FIRST))
    await asyncio.sleep(0)
    newer = asyncio.create_task(answer.get(SECOND))
    await asyncio.sleep(0)
    second.set()
    assert await newer == "newer"
    first.set()
    assert await older == "older"
    assert await answer.get(SECOND) == "newer"


async def test_its_time_begins_when_it_is_made(clock: ManualClock) -> None:
    make = Maker()
    answer = kept(make, clock)
    make.may.clear()
    asking = asyncio.create_task(answer.get(FIRST))
    await asyncio.sleep(0)
    clock.advance(FRESH.stale)
    also = asyncio.create_task(answer.get(FIRST))
    make.may.set()
    assert await asking == await also == await answer.get(FIRST) == "answer 1"


async def test_all_who_wait_for_one_that_breaks_hear_of_it_and_the_next_is_made(
    clock: ManualClock,
) -> None:
    make = Maker(KeyError("broken"))
    answer = kept(make, clock)
    asking = [asyncio.create_task(answer.get(FIRST)) for _ in range(3)]
    for each in asking:
        with pytest.raises(KeyError, match="broken"):
            await each
    assert make.made == 1
    assert await answer.get(FIRST) == "answer 2"


async def test_who_goes_away_leaves_it_to_the_others(clock: ManualClock) -> None:
    make = Maker()
    answer = kept(make, clock)
    make.may.clear()
    first = asyncio.create_task(answer.get(FIRST))
    await asyncio.sleep(0)
    other = asyncio.create_task(answer.get(FIRST))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    make.may.set()
    assert await other == "answer 1"


async def test_one_that_breaks_when_nobody_waits_troubles_nobody(clock: ManualClock) -> None:
    troubles: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: troubles.append(context))
    make = Maker()
    answer = kept(make, clock)
    await answer.get(FIRST)
    make.faults.append(RuntimeError("broken"))
    clock.advance(FRESH.settled)
    assert await answer.get(FIRST) == "answer 1"
    await all_done()
    assert await answer.get(FIRST) == "answer 1"
    await all_done()
    gc.collect()
    assert await answer.get(FIRST) == "answer 3"
    assert troubles == []
