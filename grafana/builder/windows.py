"""The dashboard Degradation windows: when, how long, how bad, and in which pattern."""

from dataclasses import replace

from grafana_foundation_sdk.models.dashboard import DataTransformerConfig

from grafana.builder import links, look, promql, shapes, spans, variables
from grafana.builder.board import Board
from grafana.builder.look import Colour, Column, Look, thresholds
from grafana.builder.query import at_end, rows
from grafana.builder.shapes import merged, organized, transform
from grafana.builder.strings import shared
from grafana.builder.strings import windows as words
from grafana.builder.wording import Language

NAMES = (variables.PLACES, variables.SERVICES, variables.RESOLUTION, variables.PERIOD)
BAD_SHARE = Look(
    unit="percentunit",
    decimals=2,
    minimum=0,
    thresholds=thresholds(Colour.GOOD, (0.0001, Colour.WARNING), (0.05, Colour.BAD)),
)
BAD_SHARES = replace(BAD_SHARE, by_series=True)
BAD_CELLS = replace(BAD_SHARE, decimals=1)
MOMENT = "dateTimeAsIso"
MATRIX_STEP = "5m"
"""An hour has twelve of them; 744 cells at each `$interval` of a month would take seconds."""
GOING_ON = {
    spans.OPEN_CODE: (words.STILL_OPEN, Colour.WARNING),
    spans.SILENT_CODE: (words.UNHEARD, Colour.UNKNOWN),
}


def make(language: Language) -> Board:
    """The dashboard in one language."""
    board = Board("windows", words.BOARD, language, since="now-30d", names=NAMES)
    _summary(board)
    _list(board)
    _patterns(board)
    _period(board)
    _releases(board)
    return board


def _summary(board: Board) -> None:
    board.row(100, words.SUMMARY)
    some = Look(unit="none", decimals=0, thresholds=look.SOME_IS_BAD)
    length = Look(unit="s", decimals=1, thresholds=look.SOME_IS_BAD)
    down = spans.count('severity="down"')
    each = spans.seconds_in_range()
    for number, wording, expression, shown in (
        (1, words.COUNT, f"count({spans.count()})", some),
        (2, words.COUNT_DOWN, f"count({down})", some),
        (3, words.TOTAL, f"sum({each})", length),
        (4, words.LONGEST, f"max({each})", length),
        (5, words.OPEN, f"count({spans.open_now()})", some),
    ):
        query = at_end(spans.or_none(expression))
        width = 4 if number == 5 else 5
        board.add(number, wording, shapes.number(), [query], shown, size=(width, 4))


def _list(board: Board) -> None:
    board.row(101, words.LIST)
    lengths = f"{spans.whole_seconds()} * 1000"
    queries = [lengths, spans.going_on()]
    end = transform(
        "calculateField",
        mode="binary",
        alias="end",
        binary={
            "left": {"matcher": {"id": "byName", "options": "start"}},
            "operator": "+",
            "right": {"matcher": {"id": "byName", "options": "Value #A"}},
        },
        replaceFields=False,
    )
    steps = [
        transform("merge"),
        _converted("start", "number"),
        end,
        organized("service", "location", "start", "end", "Value #A", "severity", "Value #B"),
    ]
    board.add(
        6,
        words.TABLE,
        shapes.rows(steps, sort=(words.START.said_in(board.language), True)),
        [rows(query) for query in queries],
        Look(unit="none"),
        size=(24, 11),
        columns=_columns(board.language),
        empty=words.NONE,
    )


def _columns(language: Language) -> list[Column]:
    link = (shared.OPEN_SERVICE, links.to_service(language))
    return [
        Column(field="service", title=shared.SERVICE, link=link),
        Column(field="location", title=shared.PLACE),
        Column(field="start", title=words.START, unit=MOMENT, width=180),
        Column(field="end", title=words.END, unit=MOMENT, width=180),
        Column(field="Value #A", title=words.DURATION, unit="ms", decimals=1),
        Column(field="severity", title=words.SEVERITY, mappings=look.SEVERITIES),
        Column(field="Value #B", title=words.STILL, mappings=GOING_ON, nothing=words.ENDED),
    ]


def _converted(field: str, kind: str) -> DataTransformerConfig:
    conversion = {"targetField": field, "destinationType": kind}
    return transform("convertFieldType", conversions=[conversion], fields={})


def _sorted(field: str) -> list[DataTransformerConfig]:
    """Labels are text: as numbers they sort as numbers."""
    return [
        _converted(field, "number"),
        transform("sortBy", fields={}, sort=[{"field": field}]),
    ]


def _patterns(board: Board) -> None:
    board.row(102, words.PATTERN)
    hours, days = spans.clock("hour", "hour"), spans.clock("day_of_month", "day")
    for number, wording, field, title, slots in (
        (7, words.HOUR, "hour", words.HOUR_NAME, hours),
        (8, words.DAY, "day", words.DAY_NAME, days),
    ):
        axis = title.said_in(board.language)
        axis_last = organized(field, "Value", renamed={field: axis})
        panel = shapes.categories(axis).transformations(
            [*_sorted(field), _converted(field, "string"), axis_last]
        )
        board.add(
            number,
            wording,
            panel,
            [rows(spans.bad_share_by(slots))],
            BAD_SHARE,
            size=(12, 8),
            columns=[Column(field="Value", title=words.SHARE)],
        )
    corner = "day\\hour"
    matrix = transform(
        "groupingToMatrix",
        columnField="hour",
        rowField="day",
        valueField="Value",
        emptyValue="null",
    )
    board.add(
        9,
        words.MATRIX,
        shapes.rows([*_sorted("hour"), matrix, *_sorted(corner)], filled=True),
        [rows(spans.bad_share_by(f"{hours} * on () group_left (day) {days}", MATRIX_STEP))],
        BAD_CELLS,
        size=(24, 32),
        columns=[Column(field=corner, title=words.DAY_NAME, unit="none", decimals=0, plain=True)],
        empty=words.NOT_KNOWN,
    )


def _period(board: Board) -> None:
    panel = shapes.categories("service")
    by_name = transform("sortBy", fields={}, sort=[{"field": "service"}])
    panel.transformations([*merged("service", "Value #A", "Value #B"), by_name])
    board.add(
        10,
        words.PERIOD,
        panel,
        [rows(spans.bad_share_during("and")), rows(spans.bad_share_during("unless"))],
        BAD_SHARES,
        size=(24, 8),
        columns=[
            Column(field="Value #A", title=words.DURING),
            Column(field="Value #B", title=words.OTHERWISE),
        ],
    )


def _releases(board: Board) -> None:
    board.row(103, words.RELEASES)
    changes = f"jmo_app_release_changes_total{{{promql.PLACE}}}"
    queries = [
        f"max by (probe, store, version) (jmo_app_release_info{{{promql.PLACE}}})",
        f"max by (probe, store, version) (jmo_app_release_timestamp_seconds{{{promql.PLACE}}})"
        " * 1000",
        f"max by (probe) (increase({changes}[$__range]))",
    ]
    board.add(
        11,
        words.RELEASE_TABLE,
        shapes.rows(merged("store", "version", "Value #B", "Value #C", "probe", hide=["Value #A"])),
        [rows(query) for query in queries],
        Look(unit="none"),
        size=(24, 6),
        columns=[
            Column(field="store", title=words.STORE),
            Column(field="version", title=words.VERSION),
            Column(field="Value #B", title=words.SINCE, unit=MOMENT),
            Column(field="Value #C", title=words.CHANGES, unit="none", decimals=0),
            Column(field="probe", title=shared.PROBE),
        ],
    )
