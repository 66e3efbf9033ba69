"""Uptime and coverage of the chosen places: the settled time of one, or what several say together.

Settled time is exact, but it is summed by each place for itself. A mean of such sums, or their
total, would count an outage from before a place joined as half as long. Of several places therefore
the votes at each moment count, as in the states: of those that know, half are enough.
"""

from grafana.builder import settled
from grafana.builder.promql import KNOWN, in_state, steps, where_known


def uptime(window: str) -> str:
    """The share of the known time in which the service was not down."""
    return _either(settled.uptime(window), f"1 - avg_over_time({_down(window)})", window)


def down_seconds(window: str) -> str:
    """How long the service was down."""
    of_one = settled.seconds("down", window)
    return _either(of_one, f"$interval * sum_over_time({_down(window)})", window)


def coverage(window: str, whole_seconds: str) -> str:
    """The share of time, announced maintenance left out, of which at least one place knows."""
    known = f"$interval * count_over_time({steps(_known(), window)})"
    planned = f"max by (service) ({settled.seconds('maintenance', window, settled.PLACE)})"
    of_several = f"clamp_max({known} / clamp_min({whole_seconds} - {planned}, 1), 1)"
    return _either(settled.coverage(window, whole_seconds), of_several, window)


def _either(of_one: str, of_several: str, window: str) -> str:
    """By how many places were heard of in the window."""
    heard = f"group by (service, location) (last_over_time({in_state('up')}[{window}]))"
    places = f"count by (service) ({heard})"
    return (
        f"({of_one} and on (service) {places} == 1) or ({of_several} and on (service) {places} > 1)"
    )


def _known() -> str:
    """How many places know the state."""
    return f"(sum by (service) ({in_state(KNOWN)}) > 0)"


def _down(window: str) -> str:
    """At each moment at which a place knows: 1 where the service was down by their votes, or 0."""
    balance = where_known(f"{in_state('down')} - 0.5")
    return steps(f"sum by (service) {balance} >= bool 0", window)
