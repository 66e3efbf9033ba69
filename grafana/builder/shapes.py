"""The kinds of panel that we use, with what is the same for each of a kind."""

from collections.abc import Mapping, Sequence

from grafana_foundation_sdk.builders import (
    barchart,
    bargauge,
    common,
    heatmap,
    stat,
    statetimeline,
    statushistory,
    table,
    text,
    timeseries,
)
from grafana_foundation_sdk.models import common as options
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models import heatmap as heat
from grafana_foundation_sdk.models import text as texts

NARROWEST = 50
"""How wide a column is at least, in pixels: a table of many should fit on a screen."""


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False)


def _legend(*calcs: str, beside: bool = False) -> common.VizLegendOptions:
    mode = options.LegendDisplayMode.TABLE if calcs else options.LegendDisplayMode.LIST
    right, bottom = options.LegendPlacement.RIGHT, options.LegendPlacement.BOTTOM
    return (
        common.VizLegendOptions()
        .show_legend(True)
        .display_mode(mode)
        .placement(right if beside else bottom)
        .calcs(list(calcs))
    )


def _tooltip() -> common.VizTooltipOptions:
    every, descending = options.TooltipDisplayMode.MULTI, options.SortOrder.DESCENDING
    return common.VizTooltipOptions().mode(every).sort(descending)


def number(*, words: bool = False) -> stat.Panel:
    """One value a series; `words` fills the cell with the state's colour behind its words."""
    colour = options.BigValueColorMode.BACKGROUND if words else options.BigValueColorMode.VALUE
    return (
        stat.Panel()
        .reduce_options(_last())
        .color_mode(colour)
        .graph_mode(options.BigValueGraphMode.NONE)
        .text_mode(options.BigValueTextMode.AUTO)
        .orientation(options.VizOrientation.AUTO)
    )


def name_only() -> stat.Panel:
    """The series' name, which is a text from a label."""
    return number().text_mode(options.BigValueTextMode.NAME)


def bars() -> bargauge.Panel:
    """One bar a series, with its number."""
    return (
        bargauge.Panel()
        .reduce_options(_last())
        .orientation(options.VizOrientation.HORIZONTAL)
        .display_mode(options.BarGaugeDisplayMode.BASIC)
        .value_mode(options.BarGaugeValueMode.TEXT)
        .show_unfilled(True)
    )


def bands() -> statetimeline.Panel:
    """States over time; what is missing stays empty."""
    return (
        statetimeline.Panel()
        .merge_values(True)
        .show_value(options.VisibilityMode.AUTO)
        .row_height(0.85)
        .fill_opacity(80)
        .line_width(0)
        .legend(_legend())
        .tooltip(_tooltip())
    )


def days(back: str) -> statushistory.Panel:
    """One cell a day over so long, whatever range is chosen."""
    return (
        statushistory.Panel()
        .interval("1d")
        .time_from(back)
        .show_value(options.VisibilityMode.AUTO)
        .row_height(0.85)
        .col_width(0.9)
        .fill_opacity(80)
        .legend(_legend())
        .tooltip(_tooltip())
    )


def lines(*calcs: str, beside: bool = False) -> timeseries.Panel:
    """Curves that break where nothing is known; the legend shows these calculations, and stands
    `beside` them where below there would be room for some of its rows only.
    """
    return (
        timeseries.Panel()
        .draw_style(options.GraphDrawStyle.LINE)
        .line_width(1)
        .fill_opacity(0)
        .show_points(options.VisibilityMode.AUTO)
        .span_nulls(False)
        .legend(_legend(*calcs, beside=beside))
        .tooltip(_tooltip())
    )


def stacked() -> timeseries.Panel:
    """Areas upon each other, where the sum means something."""
    stacking = common.StackingConfig().mode(options.StackingMode.NORMAL).group("A")
    return lines("mean", beside=True).fill_opacity(40).stacking(stacking)


def stacked_bars() -> timeseries.Panel:
    """Bars upon each other: counts and amounts of each stretch of time."""
    stacking = common.StackingConfig().mode(options.StackingMode.NORMAL).group("A")
    return lines().draw_style(options.GraphDrawStyle.BARS).fill_opacity(70).stacking(stacking)


def heat_map() -> heatmap.Panel:
    """A histogram's buckets over time."""
    colours = (
        heatmap.HeatmapColorOptions()
        .mode(heat.HeatmapColorMode.SCHEME)
        .scheme("Blues")
        .scale(heat.HeatmapColorScale.EXPONENTIAL)
        .exponent(0.5)
        .steps(64)
        .reverse(False)
    )
    seconds = heatmap.YAxisConfig().unit("s").axis_placement(options.AxisPlacement.LEFT)
    return heatmap.Panel().calculate(False).color(colours).y_axis(seconds).cell_gap(1).show_legend()


def categories(field: str) -> barchart.Panel:
    """One group of bars for each value of the field."""
    return (
        barchart.Panel()
        .x_field(field)
        .orientation(options.VizOrientation.VERTICAL)
        .show_value(options.VisibilityMode.NEVER)
        .stacking(options.StackingMode.NONE)
        .group_width(0.8)
        .bar_width(0.9)
        .fill_opacity(70)
        .legend(_legend())
        .tooltip(_tooltip())
    )


def rows(
    transformations: Sequence[model.DataTransformerConfig],
    *,
    sort: tuple[str, bool] | None = None,
    filled: bool = False,
) -> table.Panel:
    """A table; `sort` is the column's title as shown, and whether the highest comes first;
    `filled` colours whole cells, which then still show their numbers.
    """
    made = table.Panel().show_header(True).cell_height(options.TableCellHeight.SM)
    made.transformations(list(transformations)).filterable(True).min_width(NARROWEST)
    if sort is not None:
        title, descending = sort
        made.sort_by([common.TableSortByFieldState().display_name(title).desc(descending)])
    if filled:
        flat = options.TableCellBackgroundDisplayMode.BASIC
        made.cell_options(options.TableColoredBackgroundCellOptions(mode=flat))
    return made


def note(content: str) -> text.Panel:
    """A text."""
    return text.Panel().mode(texts.TextMode.MARKDOWN).content(content)


def transform(name: str, **settings: object) -> model.DataTransformerConfig:
    """One step between the answer and the table."""
    return model.DataTransformerConfig(id_val=name, options=settings)


def merged(*order: str, hide: Sequence[str] = ()) -> list[model.DataTransformerConfig]:
    """All answers as one table with the fields in this order."""
    return [transform("merge"), organized(*order, hide=hide)]


def organized(
    *order: str, hide: Sequence[str] = (), renamed: Mapping[str, str] | None = None
) -> model.DataTransformerConfig:
    """The fields in this order, without the time and those to hide. Columns get their titles by
    overrides, so that links find the fields' own names; only axes need the field renamed.
    """
    return transform(
        "organize",
        excludeByName=dict.fromkeys(("Time", *hide), True),
        indexByName={field: place for place, field in enumerate(order)},
        renameByName=dict(renamed or {}),
    )


def limits() -> timeseries.Panel:
    """Curves with the thresholds as lines."""
    style = common.GraphThresholdsStyleConfig().mode(options.GraphThresholdsStyleMode.DASHED)
    return lines("lastNotNull", "max", beside=True).thresholds_style(style)
