"""What a service promises itself: the section `slo`, and what the program knows of it."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from monitor.fields import Duration, Percentage, Spec, between, format_duration
from monitor.model import LATENCY_SECONDS, Slo

_BOUNDS = tuple(timedelta(seconds=seconds) for seconds in LATENCY_SECONDS)


def _objective(ratio: float) -> float:
    if not 0 < ratio < 1:
        raise ValueError(
            "an objective lies between 0% and 100% and is neither: 100% leaves no room for error;"
            " write 99.5%, say"
        )
    return ratio


def _bound(value: timedelta) -> timedelta:
    if value not in _BOUNDS:
        allowed = ", ".join(format_duration(bound) for bound in _BOUNDS)
        raise ValueError(
            f"{format_duration(value)} is no bound between which latencies are counted;"
            f" allowed: {allowed}"
        )
    return value


Objective = Annotated[Percentage, AfterValidator(_objective)]
"""A share that can be missed and can be kept."""


class LatencySection(Spec):
    """How many runs are to be quick."""

    under: Annotated[Duration, AfterValidator(_bound)] = Field(
        description="How long a run may take that counts as quick"
    )
    target: Objective = Field(description="The share of runs that pass that quickly")


class SloSection(Spec):
    """A service level objective, as in the Google SRE workbook."""

    availability: Objective = Field(
        description="The share of known time in which the service is not down"
    )
    latency: LatencySection | None = Field(
        None, description="The share of runs that pass quickly, and how quickly"
    )
    window: Annotated[Duration, AfterValidator(between(timedelta(days=1), timedelta(days=366)))] = (
        Field(timedelta(days=30), description="Over how long the error budget is counted")
    )


def slo(section: SloSection) -> Slo:
    """An objective as the program knows it."""
    latency = section.latency
    return Slo(
        availability=section.availability,
        latency_under_seconds=latency.under.total_seconds() if latency else None,
        latency=latency.target if latency else None,
        window_seconds=section.window.total_seconds(),
    )
