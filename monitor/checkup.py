"""Every probe once, now: what `jmo-monitor check` runs, and the answer it comes to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from monitor.clock import Clock
from monitor.config.settings import CONTROL_SERVICE, Settings
from monitor.controls import Network, on_own_network
from monitor.looplag import LoopLag
from monitor.manners import Manners
from monitor.model import Outcome, Reason, Result
from monitor.net.toolbox import Net
from monitor.probes import Probe
from monitor.runner import Runner
from monitor.schedule import settle_with

_OUR_SIDE = frozenset(
    {
        Reason.INTERFERENCE_BLOCKPAGE,
        Reason.INTERFERENCE_CAPTIVE_PORTAL,
        Reason.INTERFERENCE_DNS_HIJACK,
    }
)
MOST_AT_ONCE = 50


class ExitCode(IntEnum):
    """What the command's exit status says."""

    ALL_OK = 0
    FAILED = 1
    BAD_CONFIGURATION = 2
    OWN_NETWORK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What a check-up found."""

    network: Network
    outcomes: tuple[Outcome, ...]
    """The controls' first, then those of the services, in the order of the configuration."""

    @property
    def exit_code(self) -> ExitCode:
        """Our own network explains everything; after it, one failure is enough."""
        services = [o for o in self.outcomes if o.service != CONTROL_SERVICE]
        if self.network is not Network.UP:
            return ExitCode.OWN_NETWORK
        if any(outcome.result is Result.FAILED for outcome in services):
            return ExitCode.FAILED
        if any(outcome.reason in _OUR_SIDE for outcome in services):
            return ExitCode.OWN_NETWORK
        return ExitCode.ALL_OK


async def check_up(
    settings: Settings,
    clock: Clock,
    net: Net,
    chosen: frozenset[str],
    progress: Callable[[Outcome], None],
) -> Checkup:
    """Run the chosen probes (all when none is named), then the controls; tell each as it ends.

    There is one round of controls, and it begins after every failure: so it can judge them all.
    """
    lag = LoopLag(clock, lambda seconds: None)
    watching = asyncio.create_task(lag.watch())
    runner = Runner(settings, net, lag, lambda held: None)
    try:
        await net.warm_up()
        await asyncio.to_thread(_prepare, settings, net)
        outcomes = await _run_all(settings, clock, runner, chosen, progress)
        held = await runner.controls.survey()
    finally:
        watching.cancel()
    for outcome in held.outcomes:
        progress(outcome)
    judged = (on_own_network(outcome, held) for outcome in outcomes)
    return Checkup(network=held.network, outcomes=(*held.outcomes, *judged))


def _prepare(settings: Settings, net: Net) -> None:
    for _, probe in settings.probes:
        probe.prepare(net)


async def _run_all(
    settings: Settings,
    clock: Clock,
    runner: Runner,
    chosen: frozenset[str],
    progress: Callable[[Outcome], None],
) -> list[Outcome]:
    manners = Manners(clock, settings.manners.requests_per_minute)
    free = asyncio.Semaphore(MOST_AT_ONCE)

    async def one(service: str, probe: Probe) -> Outcome:
        gate = manners.gate(probe.host, public=probe.is_public)
        async with gate.place(), free:
            gate.spend(1)
            outcome = await runner.measure(service, probe, lambda: gate.may_spend(extra=True))
        settle_with(gate, outcome)
        progress(outcome)
        return outcome

    return list(await asyncio.gather(*(one(*each) for each in _wanted(settings, chosen))))


def how_many(settings: Settings, chosen: frozenset[str]) -> int:
    """How many outcomes a check-up of the chosen probes tells of, the controls' included."""
    return len(settings.controls.probes) + len(_wanted(settings, chosen))


def _wanted(settings: Settings, chosen: frozenset[str]) -> list[tuple[str, Probe]]:
    return [
        (service.id, probe)
        for service in settings.services
        for probe in service.probes
        if not chosen or probe.id in chosen or service.id in chosen
    ]
