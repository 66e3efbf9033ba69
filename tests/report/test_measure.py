"""Sums over segments are what counting minute by minute gives."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.calendar import Recurrence
from monitor.assess.uptime import outside, uptime
from monitor.model import Segment, State, Uptime
from monitor.report.measure import added, bad_share, by_hour, by_hour_of_day, worst_first
from monitor.report.month import Month, hours_of

MINUTE = timedelta(minutes=1)
SEGMENTS = st.lists(
    st.tuples(st.integers(0, 900), st.sampled_from(State), st.integers(1, 2000)), max_size=30
)
"""For each: a gap before it, its state, its length; in minutes."""
MONTHS = st.sampled_from([Month(2026, 3), Month(2026, 10), Month(2027, 2)])
ZONES = st.sampled_from(["Asia/Jakarta", "Europe/Berlin", "Asia/Kolkata"])


def laid_out(parts: list[tuple[int, State, int]], began: datetime) -> list[Segment]:
    """The segments, from some days before the month on."""
    at, found = began - timedelta(days=2), []
    for gap, state, minutes in parts:
        start = at + gap * MINUTE
        at = start + minutes * MINUTE
        found.append(Segment(service="s", state=state, began_at=start, ended_at=at))
    return found


def minute_by_minute(segments: list[Segment], began: datetime, ended: datetime) -> list[State]:
    """The state in every minute."""
    states = [State.UNKNOWN] * ((ended - began) // MINUTE)
    for segment in segments:
        first = max(0, (segment.began_at - began) // MINUTE)
        last = max(0, (segment.ended_at - began) // MINUTE)
        for at in range(first, min(last, len(states))):
            states[at] = segment.state
    return states


def counted(states: list[State]) -> Uptime:
    """Minutes as seconds, by state."""
    return Uptime(
        **{f"{state}_seconds": 60.0 * sum(each is state for each in states) for state in State}
    )


@settings(max_examples=25, deadline=None)
@given(SEGMENTS, MONTHS, ZONES, st.integers(0, 31 * 1440))
def test_hours_and_days_are_as_counted(
    parts: list[tuple[int, State, int]], month: Month, zone: str, told_minutes: int
) -> None:
    place = ZoneInfo(zone)
    began, ended = month.span(place)
    until = min(ended, began + told_minutes * MINUTE)
    segments = laid_out(parts, began)
    by_key = defaultdict[tuple[object, int], list[State]](list)
    for at, state in enumerate(minute_by_minute(segments, began, until)):
        local = (began + at * MINUTE).astimezone(place)
        by_key[local.date(), local.hour].append(state)
    found = by_hour(segments, hours_of(month, place), until)
    assert {key: seen for key, seen in found.items() if seen.all_seconds} == {
        key: counted(states) for key, states in by_key.items()
    }
    whole = added(found.values())
    assert whole == uptime(segments, [(began, until)])
    assert added(by_hour_of_day([found]).values()) == whole


@settings(max_examples=15, deadline=None)
@given(SEGMENTS, MONTHS, ZONES)
def test_periods_and_the_rest_are_as_counted(
    parts: list[tuple[int, State, int]], month: Month, zone: str
) -> None:
    place = ZoneInfo(zone)
    began, ended = month.span(place)
    segments = laid_out(parts, began)
    month_end = Recurrence(zone=place, days=frozenset({*range(25, 32), *range(1, 6)}))
    inner = list(month_end.spans(began, ended))
    inside, rest = list[State](), list[State]()
    for at, state in enumerate(minute_by_minute(segments, began, ended)):
        (inside if month_end.holds(began + at * MINUTE) else rest).append(state)
    assert uptime(segments, inner) == counted(inside)
    assert uptime(segments, outside(inner, began, ended)) == counted(rest)


def test_the_bad_share_is_of_known_time() -> None:
    seen = Uptime(up_seconds=60, degraded_seconds=20, down_seconds=20, unknown_seconds=900)
    assert bad_share(seen) == pytest.approx(0.4)
    assert bad_share(Uptime(unknown_seconds=5)) == 0


def test_the_worst_hours_come_first_and_good_ones_not_at_all() -> None:
    hours = {
        1: Uptime(up_seconds=9, down_seconds=1),
        2: Uptime(up_seconds=9),
        3: Uptime(up_seconds=1, degraded_seconds=1),
        0: Uptime(up_seconds=9, degraded_seconds=1),
    }
    assert [hour for hour, _ in worst_first(hours)] == [3, 0, 1]
