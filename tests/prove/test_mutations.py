"""The proof can fail: a series that is gone, a label of another name, a wrong unit are noticed."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.prove import script
from tests.prove import test_figures as figures
from tests.prove.dashboards import RANGES
from tests.prove.history import PLACES, History

pytestmark = pytest.mark.slow
WEEK_SECONDS = RANGES["7d"]
Check = Callable[[History], None]


def mutated(past: History, old: str, new: str) -> History:
    """The same history, asked by dashboards in which one text is another."""
    boards = {}
    found = 0
    for uid, board in past.boards.items():
        text = json.dumps(board, ensure_ascii=False)
        found += text.count(old)
        boards[uid] = json.loads(text.replace(old, new))
    assert found > 0, old
    return replace(past, boards=boards)


def uptime(past: History) -> None:
    """The check of a place's uptimes."""
    figures.test_uptime_and_coverage_of_a_place_are_those_of_its_settled_time(
        past, WEEK_SECONDS, PLACES[0]
    )


def votes(past: History) -> None:
    """The check of the uptimes of several places."""
    figures.test_uptime_and_coverage_of_several_places_are_those_of_their_votes(past, WEEK_SECONDS)


def counts(past: History) -> None:
    """The check of the numbers of windows."""
    figures.test_windows_are_counted_summed_and_the_longest_is_found(past, WEEK_SECONDS, script.END)


def table(past: History) -> None:
    """The check of the table of windows."""
    figures.test_the_table_has_every_window_with_start_length_and_severity(
        past, WEEK_SECONDS, script.END
    )


def units(past: History) -> None:
    """The check of units."""
    figures.test_what_is_a_share_or_a_time_is_shown_as_one(past)


@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        (uptime, "jmo_service_state_seconds_total", "jmo_service_state_seconds"),
        (votes, "jmo_service_state{", "jmo_service_states{"),
        (counts, "jmo_ended_window_settled", "jmo_ended_window_settling"),
        (counts, "jmo_window_start_timestamp_seconds", "jmo_window_start_seconds"),
        (counts, 'severity=\\"down\\"', 'severity=\\"outage\\"'),
        (uptime, 'state=~\\"up|degraded\\"', 'status=~\\"up|degraded\\"'),
        (table, '"value": "ms"', '"value": "s"'),
        (units, '"unit": "percentunit"', '"unit": "percent"'),
        (table, "round(1000 * (", "round(1 * ("),
    ],
    ids=[
        "a counter is gone",
        "the votes are gone",
        "what is settled is gone",
        "a gauge is gone",
        "a value of a label is another",
        "a label has another name",
        "milliseconds are shown as seconds",
        "shares are shown as percent",
        "seconds are taken for milliseconds",
    ],
)
def test_what_is_wrong_is_noticed(past: History, check: Check, old: str, new: str) -> None:
    check(past)
    with pytest.raises((AssertionError, ValueError)):
        check(mutated(past, old, new))
