"""Queries about settled time: uptime, coverage, budgets; as in the recording rules and the API.

Each place has settled time of its own, and budgets are kept by place, as the alerts have it.
"""

from grafana.builder.promql import GOOD, KNOWN, in_state, of_service, within

PLACE = "service, location"


def seconds(states: str, window: str, by: str = "service") -> str:
    """Seconds of settled time in these states, of all places together."""
    selector = in_state(states, "jmo_service_state_seconds_total")
    return f"sum by ({by}) (increase({selector}[{window}]))"


def uptime(window: str, by: str = "service") -> str:
    """The share of known time in which the service was not down."""
    known = f"({seconds(KNOWN, window, by)} > 0)"
    return f"clamp_max({seconds(GOOD, window, by)} / {known}, 1)"


def coverage(window: str, whole_seconds: str, by: str = "service") -> str:
    """The share of time, announced maintenance left out, of which something is known."""
    each = "location, service"
    known = seconds(KNOWN, window, each)
    whole = f"clamp_min({whole_seconds} - {seconds('maintenance', window, each)}, 1)"
    return f"avg by ({by}) (clamp_max({known} / {whole}, 1))"


def objective(slo: str, by: str = "service") -> str:
    """What each service promises."""
    promised = of_service("jmo_slo_objective_ratio", f'slo="{slo}"')
    return f"max by ({by}) ({promised})"


def burn(window: str) -> str:
    """How many times faster than allowed each place sees the availability budget being spent."""
    down, known = seconds("down", window, PLACE), f"({seconds(KNOWN, window, PLACE)} > 0)"
    return f"{down} / {known} / (1 - {objective('availability', PLACE)})"


def worst_burn(window: str) -> str:
    """The same, of the place that sees the worst."""
    return f"max by (service) ({burn(window)})"


def window_seconds() -> str:
    """Over how long each service's budget is counted."""
    return f"max by ({PLACE}) ({of_service('jmo_slo_window_seconds')})"


def budget_seconds() -> str:
    """How long each service may be down within its configured window."""
    return f"(1 - {objective('availability', PLACE)}) * {window_seconds()}"


def budget_spent_daily() -> str:
    """The share of the budget that the day beginning at each point spent; the mean of the places
    that were there on that day.
    """
    down = in_state("down", "jmo_service_state_seconds_total")
    spent = f"avg by (service) (sum by (service, location) (increase({down}[1d] offset -1d)))"
    promised = within(of_service("jmo_slo_objective_ratio", 'slo="availability"'), "1d")
    whole = within(of_service("jmo_slo_window_seconds"), "1d")
    allowed = f"(1 - max by (service) ({promised})) * max by (service) ({whole})"
    return f"{spent} / ({allowed})"


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
