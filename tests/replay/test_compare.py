"""What was recorded beside what would have been."""

from datetime import datetime
from typing import Any

from monitor.model import Segment, State, Window
from monitor.replay.compare import Change, ServiceComparison, compare
from monitor.replay.story import Story
from tests.store.samples import at, closed, segment

ENDED = 1000
UP, DOWN, DEGRADED, UNKNOWN = State.UP, State.DOWN, State.DEGRADED, State.UNKNOWN


def lasting(began: float, ended: float | None, severity: State = DOWN) -> Window:
    """A window of the service `a`."""
    end = None if ended is None else at(ended)
    return closed(f"w{began}", service="a", began_at=at(began), ended_at=end, severity=severity)


def told(*windows: Window, segments: tuple[Segment, ...] = (segment(0, ENDED),)) -> Story:
    return Story(windows={"a": windows} if windows else {}, segments={"a": segments})


def compared(recorded: Story, new: Story, **changes: Any) -> ServiceComparison:
    span: dict[str, datetime] = {"began": at(0), "ended": at(ENDED), **changes}
    (found,) = compare(recorded, new, ["a"], span["began"], span["ended"])
    return found


def changes(recorded: Story, new: Story) -> list[tuple[Change, int, int]]:
    found = compared(recorded, new).differences
    return [(each.change, len(each.recorded), len(each.new)) for each in found]


def test_the_same_windows_do_not_differ() -> None:
    windows = (lasting(10, 20), lasting(50, None))
    assert changes(told(*windows), told(*windows)) == []


def test_windows_are_matched_by_the_time_they_share() -> None:
    recorded = told(lasting(10, 20), lasting(100, 200), lasting(500, 600))
    new = told(lasting(30, 40), lasting(110, 200), lasting(500, 600))
    assert changes(recorded, new) == [
        (Change.ONLY_RECORDED, 1, 0),
        (Change.ONLY_NEW, 0, 1),
        (Change.CHANGED, 1, 1),
    ]


def test_windows_that_became_one_are_one_change() -> None:
    recorded = told(lasting(10, 20), lasting(25, 30), lasting(40, 50))
    assert changes(recorded, told(lasting(10, 30))) == [
        (Change.CHANGED, 2, 1),
        (Change.ONLY_RECORDED, 1, 0),
    ]


def test_another_severity_is_a_change() -> None:
    recorded, new = told(lasting(10, 20, DEGRADED)), told(lasting(10, 20))
    assert changes(recorded, new) == [(Change.CHANGED, 1, 1)]


def test_an_open_window_holds_all_that_comes_after_it() -> None:
    assert changes(told(lasting(10, None)), told(lasting(10, 20), lasting(30, 40))) == [
        (Change.CHANGED, 1, 2)
    ]


def test_windows_are_counted_within_the_span_and_cut_to_it() -> None:
    story = told(lasting(10, 20), lasting(90, 110), lasting(190, 400), lasting(400, 500))
    side = compared(story, story, began=at(100), ended=at(300)).recorded
    assert side is not None
    assert (side.windows, side.total_seconds, side.longest_seconds) == (2, 120, 110)


def test_it_is_compared_from_when_the_replay_knows_the_state() -> None:
    """The window began before the outcomes that are kept, and is seen from the first of them on."""
    recorded = told(lasting(10, 200), segments=(segment(0, 200, DOWN), segment(200, ENDED)))
    new = told(
        lasting(60, 200),
        segments=(segment(0, 60, UNKNOWN), segment(60, 200, DOWN), segment(200, ENDED)),
    )
    found = compared(recorded, new)
    assert (found.began_at, found.differences) == (at(60), ())
    assert found.recorded == found.new


def test_uptime_is_of_the_time_that_is_settled_on_both_sides() -> None:
    recorded = told(segments=(segment(0, 400), segment(400, 500, DOWN)))
    found = compared(recorded, told(segments=(segment(0, 400),)))
    assert found.recorded is not None
    assert found.new is not None
    assert found.recorded.uptime == found.new.uptime
    assert found.recorded.uptime.all_seconds == 400


def test_a_side_that_does_not_know_the_service_is_not_there() -> None:
    nothing = Story(windows={}, segments={})
    gone, added = compared(told(lasting(10, 20)), nothing), compared(nothing, told(lasting(10, 20)))
    assert (gone.new, gone.differences, added.recorded, added.differences) == (None, (), None, ())
    assert compare(nothing, nothing, ["a"], at(0), at(ENDED)) == ()
    (other,) = compare(told(), nothing, [], at(0), at(ENDED))
    assert other.service == "a"
