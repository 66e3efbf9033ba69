"""What a person should read in every stat, bar gauge and table: which value, and in which form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grafana.builder.strings import health, locations, overview, service, shared, slo, windows
from grafana.builder.wording import Language, Phrase
from tests.prove.preview.said import Say, milliseconds, moment, number, seconds, share, word

STATES = word({1: shared.UNKNOWN, 3: shared.UP, 4: shared.DEGRADED, 5: shared.DOWN})
VERDICT = word({3: shared.OPERATIONAL, 4: shared.DEGRADED, 5: shared.PARTIAL_OUTAGE})
NAME = "{name}"
PLACE = "{location}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A stat or bar gauge: one value a series of each query, with a name or without one."""

    say: Say | None
    names: Sequence[Phrase | str] = ("",)
    """Of each query, with labels in braces; `{name}` is that of the language."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column's values come from: a label, a query's value, or both added."""

    title: Phrase
    label: str = ""
    words: Mapping[str, Phrase] | None = None
    """What is said for the label's values, if they are not read as they are."""
    ref: str = ""
    say: Say | None = None
    nothing: Phrase = shared.NO_DATA


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: one row for each set of these labels in any query."""

    key: Sequence[str]
    columns: Sequence[Column]
    empty: Phrase = shared.NO_DATA


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of one query: a row for each value of one label, a column for each of another."""

    corner: Phrase
    row: str
    column: str
    say: Say
    nothing: Phrase = shared.NO_DATA


Reading = Numbers | Rows | Grid


def names(language: Language) -> str:
    """The label that holds a service's name."""
    return "name" if language is Language.INDONESIAN else "name_en"


def _label(title: Phrase, label: str) -> Column:
    return Column(title, label=label)


def _value(title: Phrase, ref: str, say: Say) -> Column:
    return Column(title, ref=ref, say=say)


def _yes_no(yes: Phrase, no: Phrase) -> Say:
    return word({0: no, 1: yes})


_OVERVIEW: Mapping[int, Reading] = {
    1: Numbers(VERDICT, [PLACE]),
    2: Numbers(STATES, [NAME]),
    3: Numbers(share(3), [NAME]),
    4: Numbers(share(2), [NAME]),
    5: Rows(
        ["service"],
        [
            _label(shared.SERVICE_ID, "service"),
            _label(shared.NAME, "name"),
            _value(shared.STATE, "B", STATES),
            _value(shared.UPTIME, "C", share(3)),
            _value(shared.COVERAGE, "D", share(2)),
            _value(overview.DOWN_TIME, "E", seconds(1)),
            _value(overview.WINDOWS, "F", number(0)),
            _value(overview.P95, "G", seconds(2)),
            _value(shared.CERTIFICATE, "H", number(0)),
        ],
    ),
}
_SERVICE: Mapping[int, Reading] = {
    1: Numbers(STATES),
    2: Numbers(None, ["{symptom}"]),
    3: Numbers(share(3)),
    4: Numbers(share(2)),
    5: Numbers(seconds(2)),
    6: Numbers(number(0)),
    13: Numbers(number(0), ["{reason}"]),
    14: Rows(
        ["probe", "kind", "location"],
        [
            _label(shared.PROBE, "probe"),
            _label(shared.KIND, "kind"),
            _label(service.ROLE, "role"),
            _label(shared.PLACE, "location"),
            _value(shared.STATE, "B", STATES),
            _value(service.LAST, "C", _yes_no(shared.YES, shared.NO)),
            _value(service.DURATION, "D", seconds(2)),
            _value(service.STATUS, "E", number(0)),
            _value(shared.CERTIFICATE, "F", number(0)),
            _value(service.AGE, "G", seconds(0)),
            _value(service.INTERVAL, "H", seconds(0)),
        ],
    ),
}
_OPEN = word({1: windows.STILL_OPEN, 2: windows.UNHEARD})
_SEVERITIES = {"degraded": shared.DEGRADED, "down": shared.DOWN}
_WINDOWS: Mapping[int, Reading] = {
    1: Numbers(number(0)),
    2: Numbers(number(0)),
    3: Numbers(seconds(1)),
    4: Numbers(seconds(1)),
    5: Numbers(number(0)),
    6: Rows(
        ["service", "location", "start"],
        [
            _label(shared.SERVICE, "service"),
            _label(shared.PLACE, "location"),
            Column(windows.START, label="start", say=moment),
            Column(windows.END, label="start", ref="A", say=moment),
            _value(windows.DURATION, "A", milliseconds(1)),
            Column(windows.SEVERITY, label="severity", words=_SEVERITIES),
            Column(windows.STILL, ref="B", say=_OPEN, nothing=windows.ENDED),
        ],
        windows.NONE,
    ),
    9: Grid(windows.DAY_NAME, "day", "hour", share(1), windows.NOT_KNOWN),
    11: Rows(
        ["probe", "store", "version"],
        [
            _label(windows.STORE, "store"),
            _label(windows.VERSION, "version"),
            _value(windows.SINCE, "B", moment),
            _value(windows.CHANGES, "C", number(0)),
            _label(shared.PROBE, "probe"),
        ],
    ),
}
_SLO: Mapping[int, Reading] = {
    1: Numbers(share(1), ["{service}"]),
    2: Rows(
        ["service", "location"],
        [
            _label(shared.SERVICE, "service"),
            _label(shared.PLACE, "location"),
            _value(slo.OBJECTIVE, "A", share(3)),
            _value(slo.ACTUAL, "B", share(3)),
            _value(shared.COVERAGE, "C", share(2)),
            _value(slo.BUDGET_LEFT, "D", share(1)),
            _value(slo.TIME_LEFT, "E", seconds(1)),
            _value(slo.WINDOW_DAYS, "F", number(0)),
        ],
    ),
    3: Rows(
        ["service"],
        [
            _label(shared.SERVICE, "service"),
            *(
                _value(Phrase(window, window), ref, number(2))
                for ref, window in zip(
                    "ABCDEFG", ("5m", "30m", "1h", "2h", "6h", "1d", "3d"), strict=True
                )
            ),
        ],
    ),
    6: Rows(
        ["service"],
        [
            _label(shared.SERVICE, "service"),
            _value(slo.OBJECTIVE, "A", share(2)),
            _value(slo.THRESHOLD, "B", seconds(1)),
            _value(slo.ACTUAL, "C", share(2)),
            _value(slo.BUDGET_LEFT, "D", share(1)),
        ],
    ),
    7: Rows(["alertname"], [], slo.NONE_FIRING),
}
_LOST = (health.DROPPED, health.ERRORS, health.ASIDE)
_HEALTH: Mapping[int, Reading] = {
    2: Numbers(_yes_no(health.NETWORK_YES, health.NETWORK_NO), [PLACE]),
    3: Numbers(_yes_no(health.CONFIGURATION_YES, health.CONFIGURATION_NO), [PLACE]),
    4: Numbers(_yes_no(health.STORE_YES, health.STORE_NO), [PLACE]),
    5: Numbers(number(0), [PLACE]),
    6: Numbers(seconds(1), [PLACE]),
    11: Rows(["probe"], [], health.NONE),
    13: Numbers(share(2), [PLACE]),
    14: Rows(["probe"], [], health.NONE),
    16: Numbers(seconds(0), [PLACE]),
    17: Numbers(
        number(0), [Phrase(f"{p.indonesian} {PLACE}", f"{p.english} {PLACE}") for p in _LOST]
    ),
}
_LOCATIONS: Mapping[int, Reading] = {
    1: Numbers(STATES, [NAME]),
    2: Numbers(number(0)),
    3: Numbers(number(0)),
    5: Grid(shared.SERVICE, "service", "location", STATES),
    6: Numbers(VERDICT, [PLACE]),
    8: Numbers(share(3), [PLACE]),
    9: Numbers(share(2), [PLACE]),
    12: Rows(
        ["location", "version", "python"],
        [
            _label(shared.PLACE, "location"),
            _label(locations.VERSION, "version"),
            _label(locations.PYTHON, "python"),
            _value(locations.RUNNING, "B", seconds(1)),
        ],
    ),
}
READINGS: Mapping[str, Mapping[int, Reading]] = {
    "overview": _OVERVIEW,
    "service": _SERVICE,
    "windows": _WINDOWS,
    "slo": _SLO,
    "health": _HEALTH,
    "locations": _LOCATIONS,
}
