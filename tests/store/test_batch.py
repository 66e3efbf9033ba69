"""What waits is bounded, what counts goes last, and what is outdated is not written."""

from monitor.model import State
from monitor.store.batch import Batch
from tests.store.samples import assessed, at, closed, outcome, segment, transition, window


def batch(limit: int = 100) -> Batch:
    return Batch(limit=limit)


def test_the_oldest_outcomes_are_dropped_and_counted() -> None:
    waiting = batch(3)
    for n in range(5):
        waiting.add(assessed(outcome(started_at=at(n))), None)
    assert [each.started_at for each in waiting.outcomes] == [at(2), at(3), at(4)]
    assert waiting.dropped == 2


def test_outcomes_give_way_and_what_follows_from_them_stays() -> None:
    waiting = batch(2)
    waiting.add(
        assessed(
            outcome(), windows=(closed(),), transitions=(transition(),), segments=(segment(0, 1),)
        ),
        "old memory",
    )
    for n in range(5):
        waiting.add(assessed(outcome(started_at=at(n))), f"memory {n}")
    assert (len(waiting.outcomes), waiting.dropped) == (2, 4)
    assert len(waiting.windows) == len(waiting.transitions) == len(waiting.segments) == 1
    assert waiting.checkpoint == "memory 4"


def test_a_window_is_written_as_it_is_now() -> None:
    waiting = batch()
    waiting.add(assessed(windows=(window(runs=1),)), None)
    waiting.add(assessed(windows=(window(runs=2),)), None)
    assert [each.runs for each in waiting.windows.values()] == [2]


def test_a_window_that_was_withdrawn_is_not_written_and_its_row_goes() -> None:
    waiting = batch()
    waiting.add(assessed(windows=(window(),)), None)
    waiting.add(assessed(withdrawn=("w1",)), None)
    assert (list(waiting.windows), list(waiting.withdrawn)) == ([], ["w1"])
    waiting.add(assessed(windows=(window(),)), None)
    assert (list(waiting.windows), list(waiting.withdrawn)) == (["w1"], [])


def test_time_that_goes_on_is_one_segment() -> None:
    waiting = batch()
    up, more = segment(0, 60), segment(60, 120)
    waiting.add(assessed(segments=(up, more, segment(120, 180, State.DOWN))), None)
    waiting.add(assessed(segments=(segment(200, 210, State.DOWN),)), None)
    assert list(waiting.segments["a"]) == [
        segment(0, 120),
        segment(120, 180, State.DOWN),
        segment(200, 210, State.DOWN),
    ]


def test_only_a_window_that_ended_is_urgent() -> None:
    waiting = batch()
    waiting.add(assessed(windows=(window(),)), None)
    assert not waiting.urgent
    waiting.add(assessed(windows=(closed("w2"),)), None)
    assert waiting.urgent


def test_what_could_not_be_written_comes_before_what_came_after() -> None:
    first, second = batch(), batch()
    first.add(
        assessed(outcome(), windows=(window("a"), window("b")), segments=(segment(0, 60),)), "old"
    )
    second.add(
        assessed(outcome(started_at=at(1)), withdrawn=("a",), segments=(segment(60, 90),)), "new"
    )
    first.follow(second)
    assert [each.started_at for each in first.outcomes] == [at(0), at(1)]
    assert (list(first.windows), list(first.withdrawn)) == (["b"], ["a"])
    assert list(first.segments["a"]) == [segment(0, 90)]
    assert first.checkpoint == "new"


def test_the_checkpoint_stays_where_nothing_newer_came() -> None:
    first, second = batch(), batch()
    first.add(assessed(), "old")
    first.follow(second)
    assert first.checkpoint == "old"


def test_nothing_is_without_bounds() -> None:
    waiting = batch(2)
    for n in range(5):
        states = (State.UP, State.DOWN)
        waiting.add(
            assessed(
                transitions=(transition(),),
                windows=(window(f"w{n}"),),
                withdrawn=(f"x{n}",),
                segments=(segment(n, n + 1, states[n % 2]),),
            ),
            None,
        )
    assert (len(waiting), waiting.dropped) == (8, 12)
