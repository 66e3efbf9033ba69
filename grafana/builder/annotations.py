"""What is drawn over the panels that have time: windows, releases, periods of the calendar."""

from collections.abc import Iterator, Sequence

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import prometheus

from grafana.builder import promql, variables
from grafana.builder.look import DATASOURCE, Colour
from grafana.builder.strings import shared
from grafana.builder.wording import Language, Phrase

STEP = "1m"
"""Points that are no farther apart than this become one region."""


def chosen(names: Sequence[str], language: Language) -> Iterator[builders.AnnotationQuery]:
    """Those for which the dashboard has the variables; windows only where one service is shown."""
    if variables.SERVICE in names:
        yield _windows("down", shared.WINDOW_DOWN, Colour.BAD, language)
        yield _windows("degraded", shared.WINDOW_DEGRADED, Colour.WARNING, language)
    if {variables.SERVICE, variables.SERVICES} & set(names):
        yield _releases(language)
    if variables.PERIOD in names:
        yield _period(language)


def _windows(
    severity: str, name: Phrase, colour: Colour, language: Language
) -> builders.AnnotationQuery:
    start = promql.of_service("jmo_window_start_timestamp_seconds", f'severity="{severity}"')
    by = "service, location, severity"
    expression = f"max by ({by}) ({promql.within(start, '$__interval')}) > 0"
    return _annotation(name, colour, expression, shared.WINDOW_TEXT, language)


def _releases(language: Language) -> builders.AnnotationQuery:
    """Of all services: what the shops offer concerns every one."""
    changes = f"jmo_app_release_changes_total{{{promql.PLACE}}}"
    window = "$__rate_interval"
    expression = f"max by (probe) (increase({changes}[{window}] offset -{window})) > 0"
    return _annotation(shared.RELEASES, Colour.CALM, expression, shared.RELEASE_TEXT, language)


def _period(language: Language) -> builders.AnnotationQuery:
    period = f'jmo_calendar_period{{{promql.PLACE}, period="$period"}}'
    expression = f"max by (period) ({promql.within(period, '$__interval')}) > 0"
    colour = Colour.UNKNOWN
    return _annotation(shared.CALENDAR, colour, expression, shared.PERIOD_TEXT, language)


def _annotation(
    name: Phrase, colour: Colour, expression: str, text: Phrase, language: Language
) -> builders.AnnotationQuery:
    target = (
        prometheus.Dataquery()
        .ref_id("Anno")
        .datasource(DATASOURCE)
        .expr(expression)
        .range()
        .interval(STEP)
    )
    return (
        builders.AnnotationQuery()
        .name(name.said_in(language))
        .datasource(DATASOURCE)
        .enable(True)
        .icon_color(colour)
        .target(target)
        .expr(expression)
        .step(STEP)
        .title_format(name.said_in(language))
        .text_format(text.said_in(language))
        .use_value_for_time(False)
    )
