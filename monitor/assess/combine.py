"""From probes to their service, at one moment: the worst of what is critical."""

from collections.abc import Iterable

from monitor.model import Role, State

_RANK = {State.UP: 0, State.UNKNOWN: 1, State.DEGRADED: 2, State.DOWN: 3}


def combine(probes: Iterable[tuple[Role, State | None]]) -> State:
    """The state of a service whose probes are in these states; None does not count.

    The worst critical probe decides. A supporting probe that is down makes a service degraded that
    would be better; it never does more. A service without critical probes is known as soon as one
    of its probes is.
    """
    known = [(role, state) for role, state in probes if state is not None]
    critical = [state for role, state in known if role is Role.CRITICAL]
    supporting = [state for role, state in known if role is Role.SUPPORTING]
    if critical:
        state = max(critical, key=_RANK.__getitem__)
    else:
        heard = any(state is not State.UNKNOWN for state in supporting)
        state = State.UP if heard else State.UNKNOWN
    if State.DOWN in supporting and not state.is_bad:
        return State.DEGRADED
    return state
