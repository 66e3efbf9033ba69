"""Services, runs and histories, made by hand or by chance."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from monitor.assess.assessor import Assessor
from monitor.assess.calendar import Calendar
from monitor.assess.memory import Memory
from monitor.assess.rules import ProbeRules, Quota, Rules, ServiceRules, StateRules
from monitor.clock import Clock
from monitor.hub import Hub
from monitor.metrics import Metrics
from monitor.model import Assessment, Outcome, Reason, Result, Role, State
from tests.support.clocks import EPOCH

INTERVAL_SECONDS = 60.0
LETTERS = {
    "1": Result.OK,
    "0": Result.FAILED,
    "d": Result.DEGRADED,
    "v": Result.VOID,
}
"""A history in letters: ok, failed, degraded, void; a dot is a tick without a run."""
STATES = StateRules(down=Quota(needed=3, of=5), degraded=Quota(needed=3, of=5), recover=3)
_REASONS = {
    Result.FAILED: Reason.HTTP_TIMEOUT,
    Result.DEGRADED: Reason.SLOW_LATENCY,
    Result.VOID: Reason.LOCAL_NETWORK_DOWN,
}


def probe(name: str = "p", **changes: Any) -> ProbeRules:
    """A critical probe at one minute's interval."""
    rules = ProbeRules(
        id=name, role=Role.CRITICAL, interval_seconds=INTERVAL_SECONDS, timeout_seconds=10.0
    )
    return replace(rules, **changes)


def service(*probes: ProbeRules, id: str = "s", **changes: Any) -> ServiceRules:
    """A service with these probes, and 3 of 5."""
    rules = ServiceRules(id=id, essential=False, states=STATES, probes=probes or (probe(),))
    return replace(rules, **changes)


def rules_of(*services: ServiceRules, **changes: Any) -> Rules:
    """A configuration without maintenance and periods."""
    rules = Rules(services=services or (service(),), calendar=NO_CALENDAR, maintenance=())
    return replace(rules, **changes)


NO_CALENDAR = Calendar()


def minute(number: float) -> Any:
    """So many minutes after the beginning."""
    return EPOCH + timedelta(minutes=number)


def run(at: Any, result: Result, probe: str = "p", service: str = "s", **changes: Any) -> Outcome:
    """The outcome of a run that began at `at`."""
    outcome = Outcome(
        service=service,
        probe=probe,
        kind="http",
        location="here",
        started_at=at,
        duration_seconds=0.25,
        timeout_seconds=10.0,
        result=result,
        reason=_REASONS.get(result),
    )
    return replace(outcome, **changes)


def history(letters: str, probe: str = "p", service: str = "s", first: float = 0) -> list[Outcome]:
    """A run a minute, each as its letter says."""
    return [
        run(minute(first + number), LETTERS[letter], probe, service)
        for number, letter in enumerate(letters)
        if letter != "."
    ]


def fed(
    outcomes: Iterable[Outcome], rules: Rules | None = None
) -> tuple[Assessor, list[Assessment]]:
    """An assessor after these outcomes, and all that it said."""
    assessor = Assessor(rules or rules_of(), Memory(), EPOCH)
    return assessor, [assessor.record(outcome) for outcome in outcomes]


def state_after(letters: str, rules: Rules | None = None) -> State:
    """The state of the one service after this history."""
    return fed(history(letters), rules)[0].service_states["s"]


letters = st.text("1110d0v.", min_size=1, max_size=60)
"""A history by chance, of which about half is good."""


def hub_over(figures: Metrics, clock: Clock, rules: Rules | None = None) -> Hub:
    """A hub that keeps no history."""
    assessor = Assessor(rules or rules_of(), Memory(), clock.now())
    return Hub(figures, assessor, lambda assessment, memory: None, clock)
