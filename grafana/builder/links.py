"""How dashboards find each other: stable names, and links that keep time and choices."""

from collections.abc import Iterator

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.models import dashboard as model

from grafana.builder.strings import shared
from grafana.builder.wording import Language

_KEPT = "${__url_time_range}&${datasource:queryparam}&${location:queryparam}"


def uid(name: str, language: Language) -> str:
    """The dashboard's name in addresses; it never changes."""
    return f"jmo-{name}-id" if language is Language.INDONESIAN else f"jmo-{name}"


def to_service(language: Language) -> str:
    """The dashboard of the service that a table's row is about."""
    return f"/d/{uid('service', language)}?var-service=${{__data.fields.service}}&{_KEPT}"


def top(name: str, language: Language) -> Iterator[builders.DashboardLink]:
    """The links above a dashboard: the others of its language, and itself in the other one."""
    yield (
        builders.DashboardLink(shared.DASHBOARDS.said_in(language))
        .type(model.DashboardLinkType.DASHBOARDS)
        .tags(["jmo", f"jmo-{language}"])
        .tooltip(shared.DASHBOARDS_TIP.said_in(language))
        .keep_time(True)
        .include_vars(True)
    )
    other = Language.ENGLISH if language is Language.INDONESIAN else Language.INDONESIAN
    yield (
        builders.DashboardLink(shared.OTHER_LANGUAGE.said_in(language))
        .type(model.DashboardLinkType.LINK)
        .icon("external link")
        .url(f"/d/{uid(name, other)}")
        .tooltip(shared.OTHER_LANGUAGE_TIP.said_in(language))
        .keep_time(True)
        .include_vars(True)
    )
