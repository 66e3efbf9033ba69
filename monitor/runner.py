"""A run and the doubts about it: could it have been our own network, or our own slowness?"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from monitor.config.settings import CONTROL_SERVICE, Settings
from monitor.controls import ControlRoom, Round, on_own_network
from monitor.looplag import LoopLag
from monitor.model import Outcome, Reason, Result
from monitor.net.toolbox import Net
from monitor.probes import Probe
from monitor.probes.run import run

_OF_TIME = frozenset({Reason.SLOW_LATENCY, Reason.CHECK_LATENCY})


class Runner:
    """Runs the probes of one configuration; `tell` hears of every round of controls."""

    def __init__(
        self, settings: Settings, net: Net, lag: LoopLag, tell: Callable[[Round], None]
    ) -> None:
        self._settings = settings
        self._net = net
        self._lag = lag
        self.controls = ControlRoom(
            net.clock,
            quorum=settings.controls.quorum,
            pace_seconds=settings.control_pace_seconds,
            run_all=self._run_controls,
            tell=tell,
        )

    async def run(
        self, service: str, probe: Probe, may_retry: Callable[[], bool] = lambda: True
    ) -> Outcome:
        """Run `probe` once; what may be our own fault comes back void."""
        began = self._net.clock.monotonic()
        return await self.judge(await self.measure(service, probe, may_retry), began)

    async def judge(self, outcome: Outcome, began: float) -> Outcome:
        """Ask the controls about a failed outcome of `measure`; `began` is when that began."""
        if outcome.result is not Result.FAILED:
            return outcome
        return on_own_network(outcome, await self.controls.consult(outcome, began))

    async def measure(self, service: str, probe: Probe, may_retry: Callable[[], bool]) -> Outcome:
        """Run `probe` once, whatever our own network is like."""
        began = self._net.clock.monotonic()
        outcome = await run(
            probe,
            self._net,
            service=service,
            location=self._settings.location,
            may_retry=may_retry,
        )
        return while_stalled(outcome) if self._lag.stalled(began) else outcome

    async def _run_controls(self) -> Sequence[Outcome]:
        """All controls at once, each a single attempt: the quorum is what forgives one of them."""
        probes = self._settings.controls.probes
        runs = (self.measure(CONTROL_SERVICE, probe, lambda: False) for probe in probes)
        return await asyncio.gather(*runs)


def while_stalled(outcome: Outcome) -> Outcome:
    """The outcome of a run during which our own loop stood still.

    Its timings are a lie. A run that failed or was slow for want of time proves nothing; one that
    was refused, or answered wrongly, does.
    """
    reason = outcome.reason
    if reason is None or not (reason in _OF_TIME or reason.value.endswith("_timeout")):
        return replace(outcome, stalled=True)
    return replace(
        outcome,
        result=Result.VOID,
        reason=Reason.LOCAL_OVERLOAD,
        detail=f"our own loop stood still; seen: {reason}",
        stalled=True,
    )
