"""Announced maintenance masks a service, is outside of uptime, and ends a window at its edge."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.calendar import Maintenance, Once
from monitor.assess.rules import Rules
from monitor.assess.uptime import uptime
from monitor.model import State, Verdict, Window
from tests.assess.chance import Told
from tests.assess.worlds import fed, history, minute, rules_of, service


def planned(began: float, ended: float, *services: str) -> Maintenance:
    """Maintenance from one minute to another."""
    return Maintenance(
        services=frozenset(services),
        why="pemeliharaan basis data",
        why_en="database maintenance",
        when=Once(start=minute(began), end=minute(ended)),
    )


def world(*plans: Maintenance) -> Rules:
    """One service, with maintenance."""
    return rules_of(service(), maintenance=plans)


def told(letters: str, *plans: Maintenance) -> Told:
    """All that was said of a history, and of the hour after it."""
    assessor, said = fed(history(letters), world(*plans))
    heard = Told()
    for each in [*said, assessor.pass_time(minute(len(letters) + 60))]:
        heard.hear(each)
    return heard


def windows(heard: Told) -> list[Window]:
    """The windows in order."""
    return sorted(heard.windows.values(), key=lambda window: window.began_at)


def test_it_masks_a_failure_that_lies_within() -> None:
    heard = told("1111000001111", planned(3, 10))
    assert windows(heard) == []
    assert heard.seconds(State.MAINTENANCE) == 420
    assert heard.seconds(State.DOWN) == 0


def test_it_is_outside_of_uptime() -> None:
    heard = told("1111000001111", planned(3, 10))
    seen = uptime(heard.segments, [(minute(0), minute(12))])
    assert (seen.ratio, seen.coverage) == (1.0, 1.0)


def test_a_window_ends_where_it_begins_and_that_edge_is_exact() -> None:
    (window,) = windows(told("11000000001111", planned(6, 12)))
    assert (window.ended_after, window.ended_at) == (minute(6), minute(6))
    assert window.down_seconds == 240
    assert window.maintenance == ("pemeliharaan basis data",)


def test_what_is_still_down_afterwards_is_a_window_from_its_end_on() -> None:
    heard = told("1111" + "0" * 12 + "111", planned(3, 12))
    (window,) = windows(heard)
    assert (window.began_after, window.began_at) == (minute(12), minute(12))
    assert window.ended_at == minute(16)


def test_of_others_it_says_nothing() -> None:
    (window,) = windows(told("11000000111", planned(0, 20, "other")))
    assert window.maintenance == ()
    assert window.down_seconds == 360


def test_it_begins_and_ends_at_its_minute_though_no_run_comes() -> None:
    assessor, _ = fed(history("111"), world(planned(2.5, 4.5)))
    during = assessor.pass_time(minute(3))
    assert during.service_states == {"s": State.MAINTENANCE}
    assert during.verdict is Verdict.MAINTENANCE
    after = assessor.pass_time(minute(4.75))
    assert [t.known_at for t in (*during.transitions, *after.transitions)] == [
        minute(2.5),
        minute(4.5),
    ]
    assert after.service_states == {"s": State.UP}


def test_two_that_overlap_are_one_stretch() -> None:
    heard = told("1" * 12, planned(2, 5), planned(4, 8))
    assert heard.seconds(State.MAINTENANCE) == 360
    (segment,) = [s for s in heard.segments if s.state is State.MAINTENANCE]
    assert (segment.began_at, segment.ended_at) == (minute(2), minute(8))


@given(
    st.text("1110d0", min_size=5, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=3),
)
def test_known_unknown_and_maintenance_are_all_time(
    letters: str, plans: list[tuple[int, int]]
) -> None:
    heard = told(letters, *(planned(began, began + length) for began, length in plans))
    first, last = heard.segments[0].began_at, heard.segments[-1].ended_at
    assert heard.seconds(*State) == pytest.approx((last - first).total_seconds())
    assert last - first >= timedelta(minutes=len(letters) - 1)
    masked = {
        minute(number)
        for began, length in plans
        for number in range(began, min(began + length, len(letters)))
    }
    assert heard.seconds(State.MAINTENANCE) >= 60 * (len(masked) - 1)
    for window in heard.windows.values():
        assert window.began_at not in masked
