"""Queries about windows, and about the hours and days on which services were bad.

Windows come from the gauge of open windows: the start is its value, the duration how long it was
there. It begins some runs late and ends as many late, so the duration is right.
"""

from grafana.builder.promql import (
    BAD,
    DEGRADED_CODE,
    DOWN_CODE,
    KNOWN,
    PLACE,
    WIB_OFFSET_SECONDS,
    in_state,
    of_service,
    steps,
)


def open_windows(*matchers: str) -> str:
    """The starts of open windows in milliseconds, as a label; a window has one start, whatever its
    severity comes to.
    """
    return _labelled(_starts(*matchers))


def _starts(*matchers: str, offset: str = "") -> str:
    start = of_service("jmo_window_start_timestamp_seconds", *matchers)
    return f"max by (service, location) ({start}{offset} > 0)"


def _labelled(starts: str) -> str:
    return f'count_values by (service, location) ("start", round({starts} * 1000))'


def window_seconds(window: str = "$__range") -> str:
    """One series a window: how long it was open, as far as that lies in the range."""
    return f"sum_over_time({steps(open_windows(), window)}) * $interval"


def whole_window_seconds() -> str:
    """One series a window: how long it was open; one that was open when the range began is reckoned
    from its start, so that its end is where it was.
    """
    starts = _starts(offset=" offset $__range")
    age = f"time() - $__range_s - {starts}"
    before = f"{_labelled(starts)} * on (service, location) group_left () ({age})"
    apart = f'label_replace({before}, "part", "before", "", "")'
    return f"sum by (service, location, start) ({window_seconds()} or {apart})"


def window_code(window: str = "$__range") -> str:
    """One series a window: the worst state it came to, as a number."""
    by = "service, location"
    codes = " or ".join(
        f"{code} * ({of_service('jmo_window_start_timestamp_seconds', matcher)} > 0) ^ 0"
        for matcher, code in (
            ('severity="down"', DOWN_CODE),
            ('severity="degraded"', DEGRADED_CODE),
        )
    )
    graded = f"{open_windows()} * on ({by}) group_left () max by ({by}) ({codes})"
    return f"max_over_time({steps(graded, window)})"


def or_none(expression: str) -> str:
    """Zero where windows are watched and there was none; nothing where they are not watched."""
    watched = of_service("jmo_window_start_timestamp_seconds")
    return f"{expression} or 0 * count(last_over_time({watched}[$__range]))"


def clock(function: str, label: str) -> str:
    """One series of the value 1 whose label says which hour or day it is."""
    return f'count_values("{label}", {function}(vector(time() + {WIB_OFFSET_SECONDS})))'


def bad_share(by: str = "") -> str:
    """How many of those that know say that it is bad, at each moment: services and places alike."""
    bad, known = in_state(BAD), in_state(KNOWN)
    return f"sum{by}({bad}) / (sum{by}({known}) > 0)"


def bad_share_by(slots: str, step: str = "${interval}s") -> str:
    """The share of known time that was bad in each slot of the clock."""
    return f"avg_over_time((({bad_share()}) * on () group_right () ({slots}))[$__range:{step}])"


def bad_share_during(operator: str) -> str:
    """The same for each service during the chosen period (`and`) or outside of it (`unless`)."""
    period = f'max(jmo_calendar_period{{{PLACE}, period="$period"}}) == 1'
    share = bad_share(" by (service) ")
    return f"avg_over_time({steps(f'({share}) {operator} on () ({period})', '$__range')})"
