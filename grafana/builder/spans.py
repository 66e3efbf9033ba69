"""Queries about windows, and about the hours and days on which services were bad.

A window is told by its start, which is a label in milliseconds. The monitor shows the open window
and the last ones that have ended. Those that are settled stay as they are, so they may be looked up
in the past; of the others only what is said at the end of the range counts.
"""

from collections.abc import Callable

from grafana.builder.promql import (
    PLACE,
    WIB_OFFSET_SECONDS,
    in_state,
    of_service,
    steps,
    where_known,
)

LOOK_STEP = "15m"
"""A window is shown until three more have ended, which takes longer; so none is missed."""
OPEN_CODE, SILENT_CODE = 1, 2
"""Whether a window that has not ended is heard of, or its monitor is silent."""
Value = Callable[[str, str], str]
"""What is asked of a window, made of its end and its start in seconds."""
_START = "jmo_window_start_timestamp_seconds"
_RANGE_BEGAN = "(scalar(last_over_time(vector(time())[1s:1s] @ end())) - $__range_s)"
"""The same at every step of a look into the past."""


def count(*matchers: str) -> str:
    """1 for each window that was open in the range."""
    return _each(lambda ended, began: f"{ended} ^ 0", *matchers)


def whole_seconds() -> str:
    """For each window that was open in the range: how long it was in all."""
    return _each(lambda ended, began: f"{ended} - {began}")


def seconds_in_range() -> str:
    """The same, as far as it lies in the range."""
    return _each(lambda ended, began: f"{ended} - clamp_min({began}, {_RANGE_BEGAN})")


def _each(value: Value, *matchers: str) -> str:
    """One series for each window that was open in the range."""
    ended, began, settled = (
        of_service(f"jmo_ended_window_{what}", *matchers)
        for what in ("end_timestamp_seconds", "start_timestamp_seconds", "settled")
    )
    going_on, unheard = of_service(_START, *matchers), _unheard(*matchers)
    of_ended = value(f"({ended} > {_RANGE_BEGAN})", began)
    past = _under_start(f"{began} * {settled}", of_ended)
    return _windows(
        _under_start(began, of_ended),
        f"last_over_time(({past})[$__range:{LOOK_STEP}])",
        _under_start(going_on, value(f"(0 * {going_on} + time())", going_on)),
        _under_start(unheard, value(_last_run(unheard), unheard)),
    )


def _windows(*parts: str) -> str:
    """One series for each window, however often the parts have it."""
    return f"max by (service, location, severity, start) ({' or '.join(parts)})"


def _under_start(starts: str, value: str) -> str:
    """The value of each window, with its start in milliseconds as one more label."""
    labels = f'count_values without () ("start", round(1000 * ({starts} > 0)))'
    return f"{labels} * ignoring (start) group_left () ({value})"


def _unheard(*matchers: str) -> str:
    """The starts that monitors which are silent now said last in the range; 0 where none is."""
    before = f"last_over_time({of_service(_START, *matchers)}[$__range])"
    return f"({before} unless on (service, location) {of_service(_START)})"


def _last_run(of: str) -> str:
    """When each monitor that is silent saw the service last."""
    evidence = of_service("probe_last_evidence_timestamp_seconds")
    last = f"max by (service, location) (last_over_time({evidence}[$__range]))"
    return f"(0 * {of} + on (service, location) group_left () {last})"


def open_now() -> str:
    """The start of each window that is open, as far as is heard now."""
    return f"max by (service, location) ({of_service(_START)} > 0)"


def going_on() -> str:
    """For each window that has not ended: whether it is heard of now."""
    heard, unheard = of_service(_START), _unheard()
    return _windows(
        _under_start(heard, f"{OPEN_CODE} * {heard} ^ 0"),
        _under_start(unheard, f"{SILENT_CODE} * {unheard} ^ 0"),
    )


def or_none(expression: str) -> str:
    """Zero where windows are watched and there was none; nothing where they are not watched."""
    watched = of_service(_START)
    return f"{expression} or 0 * count(last_over_time({watched}[$__range]))"


def clock(function: str, label: str) -> str:
    """One series of the value 1 whose label says which hour or day it is."""
    return f'count_values("{label}", {function}(vector(time() + {WIB_OFFSET_SECONDS})))'


def bad_share(by: str = "") -> str:
    """How many of those that know say that it is bad, at each moment: services and places alike."""
    bad = where_known(f"1 - {in_state('up')}")
    return f"avg{by}{bad}"


def bad_share_by(slots: str, step: str = "${interval}s") -> str:
    """The share of known time that was bad in each slot of the clock."""
    return f"avg_over_time((({bad_share()}) * on () group_right () ({slots}))[$__range:{step}])"


def bad_share_during(operator: str) -> str:
    """The same for each service during the chosen period (`and`) or outside of it (`unless`)."""
    period = f'max(jmo_calendar_period{{{PLACE}, period="$period"}}) == 1'
    share = bad_share(" by (service) ")
    return f"avg_over_time({steps(f'({share}) {operator} on () ({period})', '$__range')})"
