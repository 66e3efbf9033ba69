"""The dashboard Locations: what each place sees, and what they say together."""

from grafana.builder import look, promql, settled, shapes, variables
from grafana.builder.board import Board
from grafana.builder.look import Colour, Column, Look, thresholds
from grafana.builder.names import label
from grafana.builder.query import at_end, over_time, rows
from grafana.builder.strings import locations as words
from grafana.builder.strings import shared
from grafana.builder.wording import Language

NAMES = (variables.PLACES, variables.SERVICES, variables.RESOLUTION, variables.PERIOD)
PLACE = "{{location}}"
NETWORK = look.yes_no(words.NETWORK_UP, words.NETWORK_DOWN)


def make(language: Language) -> Board:
    """The dashboard in one language."""
    board = Board("locations", words.BOARD, language, since="now-24h", names=NAMES)
    _together(board)
    _each(board)
    _monitors(board)
    return board


def _together(board: Board) -> None:
    board.row(100, words.TOGETHER)
    name = label("name", board.language)
    quorum = at_end(promql.named(promql.service_code(), name), f"{{{{{name}}}}}")
    board.add(1, words.QUORUM, shapes.number(words=True), [quorum], look.STATE, size=(16, 6))
    up = promql.of_monitor("up")
    now = f"count(group by (location) ({up} == 1))"
    seen = f"count(group by (location) (last_over_time({up}[1d])))"
    count = Look(unit="none", decimals=0)
    reporting = at_end(f"{now} or 0 * {seen}")
    board.add(2, words.REPORTING, shapes.number(), [reporting], count, size=(4, 6))
    missing = at_end(f"{seen} - ({now} or 0 * {seen})")
    gone = Look(unit="none", decimals=0, thresholds=look.SOME_IS_BAD)
    board.add(3, words.MISSING, shapes.number(), [missing], gone, size=(4, 6))
    known = f"sum by (service) ({promql.in_state(promql.KNOWN)})"
    bad = f"sum by (service) ({promql.in_state(promql.BAD)})"
    half = thresholds(Colour.GOOD, (0.5, Colour.BAD))
    board.add(
        4,
        words.SHARE,
        shapes.limits(),
        [over_time(f"{bad} / ({known} > 0)", "{{service}}")],
        Look(unit="percentunit", decimals=0, minimum=0, maximum=1, thresholds=half, by_series=True),
        size=(24, 8),
    )


def _each(board: Board) -> None:
    board.row(101, words.EACH)
    code = promql.code_of("jmo_service_state", "service, location")
    matrix = shapes.transform(
        "groupingToMatrix",
        columnField="location",
        rowField="service",
        valueField="Value",
        emptyValue="null",
    )
    corner = "service\\location"
    board.add(
        5,
        words.MATRIX,
        shapes.rows([matrix], filled=True),
        [rows(code)],
        look.STATE,
        size=(12, 9),
        columns=[Column(field=corner, title=shared.SERVICE, plain=True)],
    )
    verdicts = [at_end(promql.verdict_code(), PLACE)]
    said = Look(unit="none", mappings=look.VERDICTS)
    board.add(6, words.VERDICT, shapes.number(words=True), verdicts, said, size=(12, 9))
    past = promql.code_of("jmo_service_state", "service, location", "$__interval")
    board.add(
        7,
        words.TIMELINE,
        shapes.bands().per_page(30),
        [over_time(past, "{{service}} · {{location}}")],
        look.STATE,
        size=(24, 12),
    )
    up = at_end(settled.uptime("$__range", "location"), PLACE)
    board.add(8, words.UPTIME, shapes.bars(), [up], look.SHARE, size=(8, 8))
    coverage = at_end(settled.coverage("$__range", "$__range_s", "location"), PLACE)
    board.add(9, words.COVERAGE, shapes.bars(), [coverage], look.KNOWN_SHARE, size=(8, 8))
    median = f"quantile by (location) (0.5, {promql.passed_seconds()})"
    speed = Look(unit="s", decimals=2, minimum=0, by_series=True)
    board.add(10, words.SPEED, shapes.lines("mean"), [over_time(median, PLACE)], speed, size=(8, 8))


def _monitors(board: Board) -> None:
    board.row(102, words.MONITORS)
    network = promql.within(promql.of_monitor("jmo_monitor_own_network_up"), "$__interval", "min")
    connected = Look(unit="none", mappings=NETWORK)
    board.add(
        11,
        words.NETWORK,
        shapes.bands(),
        [over_time(f"min by (location) ({network})", PLACE)],
        connected,
        size=(12, 8),
    )
    build = promql.of_monitor("jmo_monitor_build_info")
    start = promql.of_monitor("process_start_time_seconds")
    board.add(
        12,
        words.VERSIONS,
        shapes.rows(
            shapes.merged("location", "version", "python", "Value #B", hide=["Value #A"]),
            sort=(shared.PLACE.said_in(board.language), False),
        ),
        [
            rows(f"max by (location, version, python) ({build})"),
            rows(f"time() - max by (location) ({start})"),
        ],
        Look(unit="none"),
        size=(12, 8),
        columns=[
            Column(field="location", title=shared.PLACE),
            Column(field="version", title=words.VERSION),
            Column(field="python", title=words.PYTHON),
            Column(field="Value #B", title=words.RUNNING, unit="s", decimals=1),
        ],
    )
