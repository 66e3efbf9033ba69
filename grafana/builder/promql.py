"""The queries that several panels share. Every one is made from what the monitor itself exports."""

JOB = 'job="jmo"'
PLACE = 'location=~"$location"'
SERVICE = 'service=~"$service"'
KNOWN, NOT_KNOWN = "up|degraded|down", "unknown|maintenance"
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


def named(expression: str, name: str, window: str | None = None) -> str:
    """With the service's name beside its id; `name` is the label that holds it, and the window is
    that of the expression, so that a name is found wherever the expression has a value.
    """
    info = f"jmo_service_info{{{SERVICE}}}"
    found = info if window is None else within(info, window)
    joined = f"on (service) group_left ({name}) topk by (service) (1, {found})"
    return f"({expression}) * {joined}"


# What the places together say: a place has a vote where it knows the state, and half of the votes
# are enough, as in the recording rules.


def votes(states: str, window: str | None = None) -> str:
    """How many of the chosen places say so; within the window, if one is given."""
    selector = in_state(states)
    seen = selector if window is None else within(selector, window)
    return f"sum by (service) (max by (service, location) ({seen}))"


def where_known(said: str) -> str:
    """What one-hot series of one state say of the services and places that know how it is.

    To leave the others out is cheaper than to count: Prometheus makes a key of the labels of
    whatever is summed, at every moment of the past that is looked at.
    """
    return f"({said} unless ignoring (state) ({in_state(NOT_KNOWN)} == 1))"


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
