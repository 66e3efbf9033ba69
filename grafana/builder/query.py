"""One question of a panel to Prometheus."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from grafana_foundation_sdk.builders import prometheus as builders
from grafana_foundation_sdk.models import prometheus as model

from grafana.builder.look import DATASOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A PromQL expression, and in which form its answer is wanted."""

    expression: str
    legend: str = ""
    form: model.PromQueryFormat = model.PromQueryFormat.TIME_SERIES
    instant: bool = False


def over_time(expression: str, legend: str = "") -> Query:
    """Values over the chosen range."""
    return Query(expression=expression, legend=legend)


def at_end(expression: str, legend: str = "") -> Query:
    """One value a series, at the end of the chosen range."""
    return Query(expression=expression, legend=legend, instant=True)


def rows(expression: str) -> Query:
    """The same as rows of a table, with a column for each label."""
    return Query(expression=expression, instant=True, form=model.PromQueryFormat.TABLE)


def buckets(expression: str) -> Query:
    """A histogram's buckets over the chosen range."""
    return Query(expression=expression, legend="{{le}}", form=model.PromQueryFormat.HEATMAP)


def targets(queries: Sequence[Query]) -> Iterator[builders.Dataquery]:
    """As Grafana wants them, called A, B, C, …"""
    for ref, query in zip(ascii_uppercase, queries, strict=False):
        target = (
            builders.Dataquery()
            .ref_id(ref)
            .datasource(DATASOURCE)
            .expr(query.expression)
            .format(query.form)
            .editor_mode(model.QueryEditorMode.CODE)
        )
        if query.legend:
            target.legend_format(query.legend)
        yield target.instant() if query.instant else target.range()
