"""Is it our own network? Controls are asked before a failure is believed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.clock import Clock
from monitor.model import Outcome, Reason, Result

FRESH_SECONDS = 10.0
"""A round of controls is evidence for so long."""
_LOST_GROUPS = frozenset({"dns", "connect"})
_LOST_SUFFIX = "_timeout"


class Network(StrEnum):
    """What the controls say of our own network."""

    UP = "up"
    DOWN = "down"
    CAPTIVE = "captive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of controls, and when it began and ended on the monotonic clock."""

    began: float
    ended: float
    network: Network
    answered: int
    outcomes: tuple[Outcome, ...]
    """What the controls came to, judged by this very round."""


_OWN_NETWORK = {
    Network.DOWN: Reason.LOCAL_NETWORK_DOWN,
    Network.CAPTIVE: Reason.INTERFERENCE_CAPTIVE_PORTAL,
}


class ControlRoom:
    """Runs rounds of controls, one at a time, shares their results and tells of each round.

    A round begins no sooner than `pace_seconds` after the one before it: whoever owns a control has
    done nothing to be asked more often than the services are. Failed runs wait for it together.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        quorum: int,
        pace_seconds: float,
        run_all: Callable[[], Awaitable[Sequence[Outcome]]],
        tell: Callable[[Round], None],
    ) -> None:
        self._clock = clock
        self._quorum = quorum
        self._pace_seconds = pace_seconds
        self._run_all = run_all
        self._tell = tell
        self._lock = asyncio.Lock()
        self._last: Round | None = None

    async def consult(self, outcome: Outcome, began: float) -> Round:
        """The round by which to judge `outcome`, a failed run that began at `began`.

        A failure in which nobody answered may be a network lost a moment ago, so only a round that
        began after the run did is evidence; otherwise any fresh round is.
        """
        not_before = began if nobody_answered(outcome) else float("-inf")
        async with self._lock:
            last = self._last
            if last is None or last.began < not_before or self._age(last) > FRESH_SECONDS:
                last = await self._hold_round()
            return last

    async def survey(self) -> Round:
        """A round of its own, whatever the last one said."""
        async with self._lock:
            return await self._hold_round()

    def _age(self, past: Round) -> float:
        return self._clock.monotonic() - past.ended

    async def _hold_round(self) -> Round:
        if self._last is not None:
            await self._clock.sleep_until(self._last.began + self._pace_seconds)
        began = self._clock.monotonic()
        outcomes = await self._run_all()
        held = judge_round(outcomes, self._quorum, began, self._clock.monotonic())
        self._last = held
        self._tell(held)
        return held


def judge_round(outcomes: Sequence[Outcome], quorum: int, began: float, ended: float) -> Round:
    """What a round's outcomes say of our network, and thereby of themselves.

    Without a quorum of good answers the network is down; or captive, where somebody else answered.
    """
    answered = sum(outcome.result in {Result.OK, Result.DEGRADED} for outcome in outcomes)
    spoken = sum(outcome.http is not None for outcome in outcomes)
    network = Network.UP
    if answered < quorum:
        network = Network.CAPTIVE if spoken > answered else Network.DOWN
    bare = Round(
        began=began, ended=ended, network=network, answered=answered, outcomes=tuple(outcomes)
    )
    return replace(bare, outcomes=tuple(on_own_network(outcome, bare) for outcome in outcomes))


def on_own_network(outcome: Outcome, evidence: Round) -> Outcome:
    """An outcome in the light of the controls: failed on a network that is not up, it is void."""
    reason = _OWN_NETWORK.get(evidence.network)
    if reason is None or outcome.result is not Result.FAILED:
        return outcome
    said = f"{evidence.answered} of {len(evidence.outcomes)} controls answered"
    detail = f"{said}; seen: {outcome.reason}: {outcome.detail}"
    return replace(outcome, result=Result.VOID, reason=reason, detail=detail)


def nobody_answered(outcome: Outcome) -> bool:
    """Whether the run failed as it does where packets are lost, the target's or our own fault."""
    reason = outcome.reason
    return reason is not None and (
        reason.group in _LOST_GROUPS or reason.value.endswith(_LOST_SUFFIX)
    )
