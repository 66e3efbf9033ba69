"""The queries that several panels share. Every one is made from what the monitor itself exports."""

JOB = 'job="jmo"'
PLACE = 'location=~"$location"'
SERVICE = 'service=~"$service"'
KNOWN = "up|degraded|down"
GOOD = "up|degraded"
BAD = "degraded|down"
UNKNOWN_CODE, MAINTENANCE_CODE, UP_CODE, DEGRADED_CODE, DOWN_CODE = 1, 2, 3, 4, 5
"""The states as numbers, the worst the highest, so that `max` finds the worst known one."""

WIB_OFFSET_SECONDS = 7 * 3600
"""Western Indonesian time has no summer time, so hours and days can be had by adding this."""


def of_service(metric: str, *matchers: str) -> str:
    """The series of the chosen services and places."""
    return f"{metric}{{{', '.join((SERVICE, PLACE, *matchers))}}}"


def of_monitor(metric: str, *matchers: str) -> str:
    """The series of the monitors in the chosen places."""
    return f"{metric}{{{', '.join((JOB, PLACE, *matchers))}}}"


def steps(expression: str, window: str) -> str:
    """The expression's past, looked at once in every `$interval` seconds."""
    return f"({expression})[{window}:${{interval}}s]"


def within(selector: str, window: str, which: str = "max") -> str:
    """The highest value in the stretch of time that *begins* at each point, so that bands are drawn
    where they were; short events are not lost between points. `which` may be `min`, too.
    """
    return f"{which}_over_time({selector}[{window}] offset -{window})"


def in_state(states: str, metric: str = "jmo_service_state") -> str:
    """The one-hot series of these states."""
    sign = "=~" if "|" in states else "="
    return of_service(metric, f'state{sign}"{states}"')


def named(expression: str, name: str) -> str:
    """With the service's name beside its id; `name` is the label that holds it."""
    info = f"topk by (service) (1, jmo_service_info{{{SERVICE}}})"
    return f"({expression}) * on (service) group_left ({name}) {info}"


# What the places together say: a place has a vote where it knows the state, and half of the votes
# are enough, as in the recording rules.


def votes(states: str, window: str | None = None) -> str:
    """How many of the chosen places say so; within the window, if one is given."""
    selector = in_state(states)
    seen = selector if window is None else within(selector, window)
    return f"sum by (service) (max by (service, location) ({seen}))"


def service_code(window: str | None = None) -> str:
    """The state of each service as a number, by the votes of the places."""
    known = f"({votes(KNOWN, window)} > 0)"
    maintenance = in_state("maintenance")
    seen = maintenance if window is None else within(maintenance, window)
    return (
        f"{UP_CODE} + (2 * {votes(BAD, window)} >= bool {known})"
        f" + (2 * {votes('down', window)} >= bool {known})"
        f" or {UNKNOWN_CODE} + max by (service) ({seen})"
    )


def is_bad() -> str:
    """1 while a service is degraded or down by the votes, 0 while it is not, absent if unknown."""
    bad = f"sum by (service) ({in_state(BAD)})"
    known = f"sum by (service) ({in_state(KNOWN)})"
    return f"2 * {bad} >= bool ({known} > 0)"


def code_of(metric: str, by: str, window: str | None = None, *matchers: str) -> str:
    """The worst known state in one-hot series, as a number, for each value of the labels `by`."""
    codes = {
        "down": DOWN_CODE,
        "degraded": DEGRADED_CODE,
        "up": UP_CODE,
        "maintenance": MAINTENANCE_CODE,
        "unknown": UNKNOWN_CODE,
    }
    parts = []
    for state, code in codes.items():
        selector = of_service(metric, f'state="{state}"', *matchers)
        parts.append(f"{code} * {selector if window is None else within(selector, window)}")
    return f"max by ({by}) ({' or '.join(parts)})"


VERDICT_CODES = {
    "unknown": 1,
    "maintenance": 2,
    "operational": 3,
    "degraded": 4,
    "partial_outage": 5,
    "major_outage": 6,
    "own_network": 7,
}


def verdict_code() -> str:
    """The verdict of each place as a number."""
    parts = (
        f'{code} * jmo_verdict{{{PLACE}, verdict="{word}"}}' for word, code in VERDICT_CODES.items()
    )
    return f"max by (location) ({' or '.join(parts)})"


# Uptime, coverage and burn come from settled time, as in the recording rules and the monitor's API.


def settled(states: str, window: str, by: str = "service") -> str:
    """Seconds of settled time in these states, of all places together."""
    selector = in_state(states, "jmo_service_state_seconds_total")
    return f"sum by ({by}) (increase({selector}[{window}]))"


def uptime(window: str, by: str = "service") -> str:
    """The share of known time in which the service was not down."""
    known = f"({settled(KNOWN, window, by)} > 0)"
    return f"clamp_max({settled(GOOD, window, by)} / {known}, 1)"


def coverage(window: str, seconds: str, by: str = "service") -> str:
    """The share of time, announced maintenance left out, of which something is known."""
    each = "location, service"
    known = settled(KNOWN, window, each)
    whole = f"clamp_min({seconds} - {settled('maintenance', window, each)}, 1)"
    return f"avg by ({by}) (clamp_max({known} / {whole}, 1))"


def objective(slo: str) -> str:
    """What each service promises."""
    return f'max by (service) (jmo_slo_objective_ratio{{{SERVICE}, {PLACE}, slo="{slo}"}})'


def burn(window: str) -> str:
    """How many times faster than allowed the availability budget is spent."""
    down, known = settled("down", window), f"({settled(KNOWN, window)} > 0)"
    return f"{down} / {known} / (1 - {objective('availability')})"


def budget_seconds() -> str:
    """How long each service may be down within its configured window."""
    window = of_service("jmo_slo_window_seconds")
    return f"(1 - {objective('availability')}) * max by (service) ({window})"


def budget_spent_daily() -> str:
    """The share of the budget that the day beginning at each point spent, the mean of the places."""
    down = in_state("down", "jmo_service_state_seconds_total")
    spent = f"avg by (service) (sum by (service, location) (increase({down}[1d] offset -1d)))"
    return f"{spent} / ({budget_seconds()})"


def fast_share(window: str) -> str:
    """Of the runs that passed, the share within the configured threshold; only of the probes by
    which a service is judged: the critical ones, or all where none is.
    """
    by = "location, service, probe"
    info = of_service("jmo_monitor_probe_info")
    critical = of_service("jmo_monitor_probe_info", 'role="critical"')
    deciding = f"({critical} or ({info} unless on (location, service) {critical}))"
    limit = of_service("jmo_slo_latency_threshold_seconds")
    texts = f'count_values by (location, service) ("le", {limit})'
    whole = f'label_replace({texts}, "le", "$1.0", "le", "([0-9]+)")'
    bucket = f"increase({of_service('probe_latency_seconds_bucket')}[{window}])"
    count = f"increase({of_service('probe_latency_seconds_count')}[{window}])"
    fast = (
        f"sum by (service) (sum by ({by}, le) ({bucket}) and on ({by}) {deciding}"
        f" and on (location, service, le) ({texts} or {whole}))"
    )
    every = (
        f"sum by (service) (sum by ({by}) ({count}) and on ({by}) {deciding}"
        f" and on (location, service) {limit})"
    )
    return f"clamp_max({fast} / ({every} > 0), 1)"


# Windows come from the gauge of open windows: the start is its value, the duration how long it was
# there. It begins some runs late and ends as many late, so the duration is right.


def open_windows(*matchers: str) -> str:
    """The starts of open windows in milliseconds, as a label; a window has one start, whatever its
    severity comes to.
    """
    start = of_service("jmo_window_start_timestamp_seconds", *matchers)
    by = "service, location"
    return f'count_values by ({by}) ("start", round((max by ({by}) ({start}) > 0) * 1000))'


def window_seconds(window: str = "$__range") -> str:
    """One series a window: how long it was open."""
    return f"sum_over_time({steps(open_windows(), window)}) * $interval"


def window_code(window: str = "$__range") -> str:
    """One series a window: the worst state it came to, as a number."""
    down = f"""sum_over_time({steps(open_windows('severity="down"'), window)})"""
    grade = f"""sum_over_time({steps(open_windows('severity="degraded"'), window)})"""
    return f"{DOWN_CODE} * ({down} > bool 0) or {DEGRADED_CODE} * ({grade} > bool 0)"


def or_none(expression: str) -> str:
    """Zero where windows are watched and there was none; nothing where they are not watched."""
    watched = of_service("jmo_window_start_timestamp_seconds")
    return f"{expression} or 0 * count(last_over_time({watched}[$__range]))"


# By the clock of western Indonesia.


def clock(function: str, label: str) -> str:
    """One series of the value 1 whose label says which hour or day it is."""
    return f'count_values("{label}", {function}(vector(time() + {WIB_OFFSET_SECONDS})))'


def bad_share_by(slots: str) -> str:
    """The share of known time that was bad in each slot of the clock, all services together."""
    share = f"avg({is_bad()}) * on () group_right () ({slots})"
    return f"avg_over_time({steps(share, '$__range')})"


def bad_share_during(operator: str) -> str:
    """The same for each service during the chosen period (`and`) or outside of it (`unless`)."""
    period = f'max(jmo_calendar_period{{{PLACE}, period="$period"}}) == 1'
    return f"avg_over_time({steps(f'({is_bad()}) {operator} on () ({period})', '$__range')})"


# Response times: one sample a run, so that the gauge is more exact than the histogram's buckets.


def passed_seconds(*matchers: str) -> str:
    """The duration of last runs that passed."""
    duration = of_service("probe_duration_seconds", *matchers)
    return f"{duration} and {of_service('probe_success', *matchers)} == 1"


def quantile(share: float, window: str, by: str = "service") -> str:
    """The share's quantile of the durations of runs that passed: of the slowest probe."""
    return f"max by ({by}) (quantile_over_time({share}, {steps(passed_seconds(), window)}))"


def certificate_days(by: str) -> str:
    """Days until the first certificate expires; negative once it has."""
    return f"min by ({by}) ({of_service('probe_ssl_earliest_cert_expiry')} - time()) / 86400"
