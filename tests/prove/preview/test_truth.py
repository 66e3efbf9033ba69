"""What a person reads on the pages is what was so, to within what the form of a number hides."""

import re

import pytest

from grafana.builder.promql import DEGRADED_CODE, DOWN_CODE
from grafana.builder.strings import shared, windows
from monitor.model import State
from tests.prove import script
from tests.prove.dashboards import RANGES
from tests.prove.history import SCRAPE_SECONDS, History
from tests.prove.preview import said
from tests.prove.preview.conftest import Gallery, Shown
from tests.prove.preview.expected import language_of
from tests.prove.preview.looks import looks
from tests.prove.test_figures import EXACT, EXACT_SECONDS, PROMISED, SERVICES
from tests.prove.truth import Truth, length_seconds

pytestmark = [pytest.mark.slow, pytest.mark.npm]
LENGTHS = {"ms": 0.001, "s": 1, "min": 60, "hour": 3600, "day": 86_400, "%": 0.01}
WORDS = {
    State.UP: shared.UP,
    State.DEGRADED: shared.DEGRADED,
    State.DOWN: shared.DOWN,
}
both = pytest.mark.parametrize("ending", ["", "-id"], ids=["English", "Indonesian"])


def read(text: str) -> tuple[float, float]:
    """The value of a number with its unit, and by how much its last digit may be off."""
    parts = re.fullmatch(r"(-?\d+(?:\.(\d+))?) ?(%|ms|s|min|hour|day|)s?", text)
    assert parts, text
    unit = LENGTHS.get(parts[3], 1)
    return float(parts[1]) * unit, unit * 0.5 * 10 ** -len(parts[2] or "")


def near(text: str, true: float, error: float) -> bool:
    """Whether a text says that, to within an error."""
    value, digit = read(text)
    return abs(value - true) <= error + digit


def table(shown: Shown, panel: int) -> list[list[str]]:
    """Its rows, without the titles."""
    return shown.panels[panel].lines[1:]


def truth_of(past: History, uid: str) -> tuple[Truth, int]:
    """Of the places that the page shows, and how far it looks back."""
    look = dict(looks())[uid]
    place = look.chosen.get("location")
    truth = past.truth()
    return (truth.place(place) if place else truth), look.range_seconds


@both
def test_services_are_in_their_state_with_their_uptime(
    past: History, gallery: Gallery, ending: str
) -> None:
    uid = f"jmo-overview{ending}"
    truth, seconds = truth_of(past, uid)
    stretch = truth.last(seconds)
    rows = {row[0]: row for row in table(gallery.page(uid), 5)}
    assert rows.keys() == set(SERVICES)
    (world,) = truth.worlds
    for service, (_, _, state, uptime, coverage, down, count, *_) in rows.items():
        told = truth.uptime(service, stretch)
        assert told.ratio is not None
        now = world.state_at(service, script.END)
        assert now is not None
        assert state == WORDS[now].said_in(language_of(uid)), service
        assert near(uptime, told.ratio, EXACT), service
        covered = min(1, told.known_seconds / (seconds - told.maintenance_seconds))
        assert near(coverage, covered, SCRAPE_SECONDS / seconds), service
        assert near(down, told.down_seconds, EXACT_SECONDS), service
        assert count == str(len(truth.windows(stretch, service))), service


@both
def test_windows_stand_in_the_table_with_start_length_and_severity(
    past: History, gallery: Gallery, ending: str
) -> None:
    uid = f"jmo-windows{ending}"
    truth, seconds = truth_of(past, uid)
    shown, language = gallery.page(uid), language_of(uid)
    every = truth.windows(truth.last(seconds))
    rows = {(service, place, start): rest for service, place, start, *rest in table(shown, 6)}
    assert len(rows) == len(every)
    for place, window in every:
        start = said.moment(window.began_at.timestamp() * 1000, language)
        _, length, severity, still = rows[window.service, place, start]
        assert near(length, length_seconds(window, script.END), EXACT_SECONDS), start
        assert severity == WORDS[window.severity].said_in(language), start
        is_open = window.ended_at is None or window.ended_at > script.END
        ended = windows.STILL_OPEN if is_open else windows.ENDED
        assert still == ended.said_in(language), start
    counts = [shown.panels[number].lines for number in (1, 2)]
    down = sum(window.severity is State.DOWN for _, window in every)
    assert counts == [[[str(len(every))]], [[str(down)]]]


@both
def test_budgets_are_what_the_down_time_leaves(
    past: History, gallery: Gallery, ending: str
) -> None:
    uid = f"jmo-slo{ending}"
    truth, _ = truth_of(past, uid)
    stretch = truth.last(RANGES["30d"])
    rows = {row[0]: row for row in table(gallery.page(uid), 2)}
    assert rows.keys() == set(PROMISED)
    for service, (_, _, objective, actual, _, left, _, days) in rows.items():
        uptime = truth.uptime(service, stretch).ratio
        assert uptime is not None
        assert objective == "99.500%"
        assert days == "30"
        assert near(actual, uptime, EXACT), service
        assert near(left, 1 - (1 - uptime) / 0.005, EXACT / 0.005), service


def test_states_are_numbered_as_the_words_say() -> None:
    assert (DEGRADED_CODE, DOWN_CODE) == (4, 5)
