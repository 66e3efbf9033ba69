"""How far a journey got, step by step; a step that was not begun has no series."""

from monitor.metrics.family import Points, label
from monitor.metrics.measure import Measure
from monitor.model import Outcome


def _passed(outcome: Outcome) -> Points:
    return tuple(((label(step.name),), float(step.passed)) for step in outcome.steps)


def _durations(outcome: Outcome) -> Points:
    if outcome.stalled:
        return ()
    return tuple(
        ((phase, label(step.name)), seconds)
        for step in outcome.steps
        for phase, seconds in step.phases.items()
    )


JOURNEY = (
    Measure(
        name="probe_journey_step_success",
        help="1 where this step of the last journey passed, 0 where the journey ended in it; "
        "absent where it was not begun.",
        further=("step",),
        read=_passed,
    ),
    Measure(
        name="probe_journey_step_duration_seconds",
        help="How long each finished phase of this step took, over its redirects.",
        further=("phase", "step"),
        read=_durations,
    ),
)
