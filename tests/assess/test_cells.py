"""Days and hours: each second of the past is in one of them, by the clocks of the zone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.cells import cells, day_edges, hour_edges
from monitor.assess.uptime import uptime
from monitor.model import Cell, Segment, State, Uptime
from tests.assess.worlds import minute

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 8, 31, 2, 30, tzinfo=UTC)
"""Half past nine in Jakarta."""


def test_days_begin_at_midnight_where_the_zone_is() -> None:
    assert day_edges(NOW, 2, JAKARTA) == (
        datetime(2026, 8, 29, 17, tzinfo=UTC),
        datetime(2026, 8, 30, 17, tzinfo=UTC),
        NOW,
    )


def test_a_day_on_which_clocks_are_set_is_longer_or_shorter() -> None:
    for month, day, hours in ((3, 29, 23), (10, 25, 25)):
        evening = datetime(2026, month, day, 20, tzinfo=UTC)
        first, second, *_ = day_edges(evening + timedelta(days=1), 2, BERLIN)
        assert second - first == timedelta(hours=hours)


def test_hours_go_from_the_first_midnight_to_now() -> None:
    edges = hour_edges(NOW, 1, JAKARTA)
    assert edges[0] == datetime(2026, 8, 30, 17, tzinfo=UTC)
    assert edges[-1] == NOW
    assert [b - a for a, b in pairwise(edges)][:-1] == [timedelta(hours=1)] * 9
    whole = NOW.replace(minute=0)
    assert hour_edges(whole, 1, JAKARTA)[-2:] == (whole - timedelta(hours=1), whole)


@pytest.mark.parametrize(
    ("seen", "worst"),
    [
        (Uptime(up_seconds=9, degraded_seconds=1, down_seconds=1), State.DOWN),
        (Uptime(up_seconds=9, degraded_seconds=1, unknown_seconds=9), State.DEGRADED),
        (Uptime(up_seconds=1, unknown_seconds=9, maintenance_seconds=9), State.UP),
        (Uptime(maintenance_seconds=1, unknown_seconds=9), State.MAINTENANCE),
        (Uptime(unknown_seconds=9), State.UNKNOWN),
        (Uptime(), State.UNKNOWN),
    ],
)
def test_a_cell_is_called_by_the_worst_that_was_seen_in_it(seen: Uptime, worst: State) -> None:
    assert Cell(began_at=NOW, uptime=seen).worst is worst


def test_a_segment_is_shared_out_between_cells() -> None:
    down = Segment(service="s", state=State.DOWN, began_at=minute(50), ended_at=minute(70))
    first, second = cells([down], [minute(0), minute(60), minute(120)])
    assert (first.began_at, second.began_at) == (minute(0), minute(60))
    assert first.uptime == Uptime(down_seconds=600, unknown_seconds=3000)
    assert second.uptime == Uptime(down_seconds=600, unknown_seconds=3000)


UNEVEN = st.integers(-100, 100)
"""Where equal steps begin: most of their edges are within a segment."""


@given(
    st.lists(
        st.tuples(st.sampled_from(State), st.integers(1, 90), st.integers(0, 40)), max_size=30
    ),
    st.one_of(
        st.lists(st.integers(-100, 1500), min_size=2, max_size=12, unique=True),
        st.builds(lambda first, step: list(range(first, 1500, step)), UNEVEN, st.integers(5, 90)),
    ),
)
def test_each_cell_is_what_uptime_says_of_it_alone(
    parts: list[tuple[State, int, int]], edges: list[int]
) -> None:
    at, segments = 0, []
    for state, length, gap in parts:
        segments.append(
            Segment(service="s", state=state, began_at=minute(at), ended_at=minute(at + length))
        )
        at += length + gap
    moments = [minute(edge) for edge in sorted(edges)]
    told = cells(segments, moments)
    assert [cell.uptime for cell in told] == [
        uptime(segments, [stretch]) for stretch in pairwise(moments)
    ]
