"""The one word for the whole of JMO."""

from collections.abc import Iterable

from monitor.model import State, Verdict

ServiceState = tuple[bool, State]
"""Whether a service is essential, and its state."""


def verdict(services: Iterable[ServiceState], *, network_up: bool | None) -> Verdict:
    """What the states of all services come to.

    A major outage is an essential service down, or at least half of all that is known. What is not
    known is never called operational: nothing is when an essential service, or more than half of
    all, cannot be seen.
    """
    all_services = list(services)
    states = [state for _, state in all_services]
    essential = {state for matters, state in all_services if matters}
    if network_up is False:
        return Verdict.OWN_NETWORK
    seen = [s for s in states if s not in {State.UNKNOWN, State.MAINTENANCE}]
    down = seen.count(State.DOWN)
    if State.DOWN in essential or (down and 2 * down >= len(seen)):
        return Verdict.MAJOR_OUTAGE
    if down:
        return Verdict.PARTIAL_OUTAGE
    if State.DEGRADED in seen:
        return Verdict.DEGRADED
    if State.UNKNOWN in essential or 2 * states.count(State.UNKNOWN) > len(states):
        return Verdict.UNKNOWN
    if State.MAINTENANCE in essential or not seen:
        return Verdict.MAINTENANCE if State.MAINTENANCE in states else Verdict.UNKNOWN
    return Verdict.OPERATIONAL
