"""What can be chosen above a dashboard."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import dashboard as model

from grafana.builder.look import DATASOURCE
from grafana.builder.strings import shared
from grafana.builder.wording import Language

SERVICE, SERVICES, PLACES, RESOLUTION, PERIOD, SLO_WINDOW = (
    "service",
    "services",
    "places",
    "resolution",
    "period",
    "slo_window",
)
ALL = model.VariableOption(selected=True, text=["All"], value=["$__all"])


class _Make(Protocol):
    def __call__(self, language: Language) -> Builder[model.VariableModel]: ...


def chosen(names: Sequence[str], language: Language) -> Iterator[Builder[model.VariableModel]]:
    """The data source, which every dashboard has, and those that are named."""
    yield (
        builders.DatasourceVariable("datasource")
        .type("prometheus")
        .label(shared.DATA_SOURCE.said_in(language))
        .description(shared.DATA_SOURCE_ABOUT.said_in(language))
    )
    for name in names:
        yield _MAKERS[name](language)


def _query(name: str, query: str) -> builders.QueryVariable:
    return (
        builders.QueryVariable(name)
        .datasource(DATASOURCE)
        .query({"query": query, "refId": name, "qryType": 1})
        .refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(model.VariableSort.ALPHABETICAL_ASC)
    )


def _service(language: Language) -> builders.QueryVariable:
    query = 'label_values(jmo_service_info{location=~"$location"}, service)'
    made = _query("service", query).label(shared.SERVICE.said_in(language))
    return made.description(shared.SERVICE_ABOUT.said_in(language))


def _services(language: Language) -> builders.QueryVariable:
    return _service(language).multi(True).include_all(True).current(ALL)


def _places(language: Language) -> builders.QueryVariable:
    """All of them matches also what has no such label: one monitor, scraped without."""
    return (
        _query("location", "label_values(jmo_monitor_build_info, location)")
        .label(shared.PLACE.said_in(language))
        .description(shared.PLACE_ABOUT.said_in(language))
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(ALL)
    )


def _period(language: Language) -> builders.QueryVariable:
    query = 'label_values(jmo_calendar_period_info{location=~"$location"}, period)'
    made = _query("period", query).label(shared.PERIOD.said_in(language))
    return made.description(shared.PERIOD_ABOUT.said_in(language))


def _resolution(language: Language) -> builders.CustomVariable:
    return (
        _custom("interval", "30,60,300", "60")
        .label(f"{shared.RESOLUTION.said_in(language)} (s)")
        .description(shared.RESOLUTION_ABOUT.said_in(language))
    )


def _slo_window(language: Language) -> builders.CustomVariable:
    return (
        _custom("slo_window", "7d,28d,30d,90d", "30d")
        .label(shared.SLO_WINDOW.said_in(language))
        .description(shared.SLO_WINDOW_ABOUT.said_in(language))
    )


def _custom(name: str, values: str, default: str) -> builders.CustomVariable:
    options = [
        model.VariableOption(selected=value == default, text=value, value=value)
        for value in values.split(",")
    ]
    current = model.VariableOption(selected=True, text=default, value=default)
    return (
        builders.CustomVariable(name)
        .values(values)
        .options(options)
        .current(current)
        .allow_custom_value(False)
    )


_MAKERS: dict[str, _Make] = {
    SERVICE: _service,
    SERVICES: _services,
    PLACES: _places,
    RESOLUTION: _resolution,
    PERIOD: _period,
    SLO_WINDOW: _slo_window,
}
