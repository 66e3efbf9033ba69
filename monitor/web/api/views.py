"""The shape of states, uptimes, budgets and services in the API."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AliasPath, BaseModel, ConfigDict, Field

from monitor.model import Objective, Role, State, Verdict
from monitor.web.api.outcomes import OutcomeView, View
from monitor.windowlist import Seconds, Text, WindowView


def _rounded(ratio: float) -> float:
    return round(ratio, 9)


Ratio = Annotated[float, AfterValidator(_rounded)]


class PeriodView(View):
    """A named recurring time, such as month-end."""

    id: str
    name: Text = Field(description="Indonesian.")
    name_en: Text


class UptimeView(View):
    """Time by state over the last so many seconds."""

    span_seconds: int
    ratio: Ratio | None = Field(
        description="(up + degraded) / (up + degraded + down); null where nothing is known."
    )
    coverage: Ratio | None = Field(
        description="Known time by all time outside of maintenance: how much the ratio is worth."
    )
    up_seconds: Seconds
    degraded_seconds: Seconds
    down_seconds: Seconds
    maintenance_seconds: Seconds
    unknown_seconds: Seconds = Field(description="Time without evidence.")


class BudgetView(View):
    """An error budget over a stretch of time, as in the Google SRE workbook."""

    bad: Ratio = Field(description="The share that was not good.")
    left: Ratio = Field(description="The share of the budget that is left; below zero if overrun.")
    burn_rate: Ratio = Field(description="1 spends all of it exactly within the SLO's window.")


class BurnView(View):
    """How fast the budget was spent over the last so many seconds."""

    span_seconds: float
    burn_rate: Ratio | None = Field(description="Null where nothing is known.")


class PeriodBudgetView(View):
    """A calendar period against the other time in the SLO's window."""

    period: str
    inside: BudgetView | None
    outside: BudgetView | None


class SloView(View):
    """How one objective of a service fares."""

    objective: Objective
    target: Ratio
    window_seconds: float
    budget: BudgetView | None = Field(description="Null where nothing is known.")
    recent: tuple[BurnView, ...]
    periods: tuple[PeriodBudgetView, ...]


class ProbeView(View):
    """A probe now."""

    id: str = Field(validation_alias=AliasPath("info", "id"))
    kind: str = Field(validation_alias=AliasPath("info", "kind"))
    role: Role = Field(validation_alias=AliasPath("info", "role"))
    target: Text = Field(validation_alias=AliasPath("info", "target"), description="For people.")
    interval_seconds: Seconds = Field(validation_alias=AliasPath("info", "interval_seconds"))
    timeout_seconds: Seconds = Field(validation_alias=AliasPath("info", "timeout_seconds"))
    state: State
    last: OutcomeView | None = Field(description="Null where it has not run since the start.")


class ServiceView(View):
    """A service now, and how it was."""

    id: str
    name: Text = Field(description="Indonesian.")
    name_en: Text
    symptom: Text = Field(description="What a participant notices when it fails; Indonesian.")
    symptom_en: Text
    essential: bool = Field(description="Whether JMO counts as out when this is down.")
    state: State
    since: datetime | None = Field(description="When the state began; null where nobody knows.")
    depth: Text | None = Field(
        description="The deepest healthy layer of each host, where something fails."
    )
    window: WindowView | None = Field(description="The open window.")
    history: bool = Field(description="False where the history cannot be read now.")
    uptimes: tuple[UptimeView, ...] | None = Field(
        description="Over a day, 7, 30 and 90 days; null without history."
    )
    slos: tuple[SloView, ...] | None = Field(description="Null without history.")
    probes: tuple[ProbeView, ...]


class ServiceList(View):
    """Every service, in the order of the configuration."""

    at: datetime = Field(description="When this was so.")
    services: tuple[ServiceView, ...]


class ServiceInShort(View):
    """A service now, in short."""

    id: str
    name: Text = Field(description="Indonesian.")
    name_en: Text
    state: State
    since: datetime | None = Field(description="When the state began; null where nobody knows.")
    window: str | None = Field(description="The id of the open window.")
    uptime: UptimeView | None = Field(description="Over a day; null without history.")


class StatusView(View):
    """Everything now."""

    verdict: Verdict = Field(description="The one-word answer for the whole of JMO.")
    at: datetime = Field(description="When this was so.")
    location: Text = Field(description="From where it is seen.")
    network_up: bool | None = Field(
        description="What the controls say of our own network; null where they have not run."
    )
    history: bool = Field(description="False where the history cannot be read now.")
    periods: tuple[PeriodView, ...] = Field(description="The calendar periods that are now.")
    services: tuple[ServiceInShort, ...]


class TargetGroup(BaseModel):
    """One target of Prometheus's HTTP service discovery."""

    model_config = ConfigDict(frozen=True)

    targets: tuple[str]
    labels: dict[str, Text]
