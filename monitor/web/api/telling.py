"""Puts what the rest of the program knows into the API's shapes."""

from collections.abc import Mapping
from datetime import datetime

from monitor.model import Budget, Depth, ProbeInfo, ServiceSummary, SloStatus, Status, Uptime
from monitor.text import clean
from monitor.web.api.views import (
    BudgetView,
    BurnView,
    PeriodBudgetView,
    PeriodView,
    ProbeView,
    ServiceInShort,
    ServiceList,
    ServiceView,
    SloView,
    StatusView,
    TargetGroup,
    UptimeView,
)
from monitor.windowlist import WindowView, window_list

DAY_SECONDS = 86_400
HOST_CHARACTERS = 100


def status_view(status: Status) -> StatusView:
    """Everything in short."""
    return StatusView(
        verdict=status.verdict,
        at=status.at,
        location=status.location,
        network_up=status.network_up,
        history=any(service.uptimes for service in status.services),
        periods=tuple(map(PeriodView.model_validate, status.periods)),
        services=tuple(map(_in_short, status.services)),
    )


def _in_short(service: ServiceSummary) -> ServiceInShort:
    day = service.uptimes.get(DAY_SECONDS)
    return ServiceInShort(
        id=service.info.id,
        name=service.info.name,
        name_en=service.info.name_en,
        state=service.state,
        since=service.since,
        window=service.window.id if service.window else None,
        uptime=_uptime(DAY_SECONDS, day) if day else None,
    )


def service_list(status: Status) -> ServiceList:
    """Every service in full."""
    views = (service_view(service, status.at) for service in status.services)
    return ServiceList(at=status.at, services=tuple(views))


def service_view(service: ServiceSummary, now: datetime) -> ServiceView:
    """One service in full; `now` ends its open window."""
    info, history = service.info, bool(service.uptimes)
    return ServiceView(
        id=info.id,
        name=info.name,
        name_en=info.name_en,
        symptom=info.symptom,
        symptom_en=info.symptom_en,
        essential=info.essential,
        state=service.state,
        since=service.since,
        depth="; ".join(map(_depth, service.depths)) or None,
        window=_window(service, now),
        history=history,
        uptimes=tuple(_uptime(*pair) for pair in service.uptimes.items()) if history else None,
        slos=tuple(map(_slo, service.slos)) if history else None,
        probes=tuple(map(ProbeView.model_validate, service.probes)),
    )


def _window(service: ServiceSummary, now: datetime) -> WindowView | None:
    if service.window is None:
        return None
    began = service.window.began_at
    return window_list([service.window], since=began, until=now, now=now).windows[0]


def _depth(depth: Depth) -> str:
    return f"{clean(depth.host, HOST_CHARACTERS)}: {depth}"


def _uptime(span_seconds: int, uptime: Uptime) -> UptimeView:
    return UptimeView(
        span_seconds=span_seconds,
        ratio=uptime.ratio,
        coverage=uptime.coverage,
        up_seconds=uptime.up_seconds,
        degraded_seconds=uptime.degraded_seconds,
        down_seconds=uptime.down_seconds,
        maintenance_seconds=uptime.maintenance_seconds,
        unknown_seconds=uptime.unknown_seconds,
    )


def _slo(slo: SloStatus) -> SloView:
    return SloView(
        objective=slo.objective,
        target=slo.target,
        window_seconds=slo.window_seconds,
        budget=_budget(slo.budget),
        recent=tuple(
            BurnView(span_seconds=span, burn_rate=budget.burn_rate if budget else None)
            for span, budget in slo.recent.items()
        ),
        periods=tuple(_period(slo.outside, *pair) for pair in slo.periods.items()),
    )


def _period(
    outside: Mapping[str, Budget | None], period: str, inside: Budget | None
) -> PeriodBudgetView:
    return PeriodBudgetView(
        period=period, inside=_budget(inside), outside=_budget(outside.get(period))
    )


def _budget(budget: Budget | None) -> BudgetView | None:
    return BudgetView.model_validate(budget) if budget else None


def target_group(probe: ProbeInfo, scheme: str, address: str) -> TargetGroup:
    """What Prometheus asks of us to have a probe run, at the address where we are reached."""
    return TargetGroup(
        targets=(address,),
        labels={
            "__scheme__": scheme,
            "__metrics_path__": "/probe",
            "__param_target": probe.id,
            "service": probe.service,
            "probe": probe.id,
            "kind": probe.kind,
        },
    )
