"""From probes to their service, at one moment: the worst of what is critical."""

from collections.abc import Iterable

from monitor.model import Role, State

_RANK = {State.UP: 0, State.UNKNOWN: 1, State.DEGRADED: 2, State.DOWN: 3}


class Votes:
    """How many probes of each role are in each state; None does not count."""

    def __init__(self, probes: Iterable[tuple[Role, State | None]]) -> None:
        self._counts = {role: dict.fromkeys(_RANK, 0) for role in Role}
        for role, state in probes:
            self.change(role, None, state)

    def change(self, role: Role, old: State | None, new: State | None) -> None:
        """A probe with this role was in one state and is now in another."""
        counts = self._counts[role]
        if old is not None:
            counts[old] -= 1
        if new is not None:
            counts[new] += 1

    @property
    def state(self) -> State:
        """The state of their service.

        The worst critical probe decides. A supporting probe that is down makes a service degraded
        that would be better; it never does more. A service without critical probes is known as
        soon as one of its probes is.
        """
        critical = [state for state, count in self._counts[Role.CRITICAL].items() if count]
        supporting = self._counts[Role.SUPPORTING]
        if critical:
            state = max(critical, key=_RANK.__getitem__)
        else:
            heard = any(count for s, count in supporting.items() if s is not State.UNKNOWN)
            state = State.UP if heard else State.UNKNOWN
        if supporting[State.DOWN] and not state.is_bad:
            return State.DEGRADED
        return state


def combine(probes: Iterable[tuple[Role, State | None]]) -> State:
    """The state of a service whose probes are in these states; None does not count."""
    return Votes(probes).state
