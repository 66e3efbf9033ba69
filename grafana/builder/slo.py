"""The dashboard SLO: error budgets, how fast they are spent, and what is firing."""

from grafana_foundation_sdk.builders import table

from grafana.builder import look, promql, settled, shapes, variables
from grafana.builder.board import Board
from grafana.builder.look import Colour, Column, Look, thresholds
from grafana.builder.query import at_end, over_time, rows
from grafana.builder.strings import shared
from grafana.builder.strings import slo as words
from grafana.builder.wording import Language, Phrase

NAMES = (variables.PLACES, variables.SERVICES, variables.SLO_WINDOW)
WINDOW = "$slo_window"
PAGE_FAST, PAGE_SLOW, TICKET_FAST, TICKET_SLOW = 14.4, 6, 3, 1
LIMITS = {
    "5m": PAGE_FAST,
    "30m": PAGE_SLOW,
    "1h": PAGE_FAST,
    "2h": TICKET_FAST,
    "6h": PAGE_SLOW,
    "1d": TICKET_FAST,
    "3d": TICKET_SLOW,
}
"""The burn rate that is too high over each stretch of time: prometheus/rules has the same."""


def make(language: Language) -> Board:
    """The dashboard in one language."""
    board = Board("slo", words.BOARD, language, since="now-7d", names=NAMES)
    _budgets(board)
    _burn(board)
    _latency(board)
    _alerts(board)
    return board


def _budgets(board: Board) -> None:
    board.row(100, words.BUDGET)
    board.add(
        1,
        words.LEFT,
        shapes.bars(),
        [at_end(f"1 - {settled.worst_burn(WINDOW)}", "{{service}}")],
        Look(unit="percentunit", decimals=1, thresholds=look.BUDGET, minimum=0, maximum=1),
        size=(6, 9),
        empty=words.NO_PROMISE,
    )
    promised, window = settled.objective("availability", settled.PLACE), settled.window_seconds()
    left = f"1 - {settled.burn(WINDOW)}"
    queries = [
        promised,
        f"{settled.uptime(WINDOW, settled.PLACE)} and {promised}",
        f"{settled.coverage(WINDOW, window, settled.PLACE)} and {promised}",
        left,
        f"({left}) * {settled.budget_seconds()}",
        f"{window} / 86400",
    ]
    board.add(
        2,
        words.TABLE,
        _by_service(board.language, "ABCDEF", "location"),
        [rows(query) for query in queries],
        Look(unit="none"),
        size=(18, 9),
        columns=[
            Column(field="service", title=shared.SERVICE),
            Column(field="location", title=shared.PLACE),
            _share("Value #A", words.OBJECTIVE, 3),
            _share("Value #B", words.ACTUAL, 3),
            _share("Value #C", shared.COVERAGE, 2),
            _budget_left("Value #D"),
            Column(field="Value #E", title=words.TIME_LEFT, unit="s", decimals=1),
            Column(field="Value #F", title=words.WINDOW_DAYS, unit="none", decimals=0),
        ],
        empty=words.NO_PROMISE,
    )


def _by_service(language: Language, refs: str, *labels: str) -> table.Panel:
    steps = shapes.merged("service", *labels, *(f"Value #{ref}" for ref in refs))
    return shapes.rows(steps, sort=(shared.SERVICE.said_in(language), False))


def _share(field: str, title: Phrase, decimals: int) -> Column:
    return Column(field=field, title=title, unit="percentunit", decimals=decimals)


def _budget_left(field: str) -> Column:
    return Column(
        field=field,
        title=words.BUDGET_LEFT,
        unit="percentunit",
        decimals=1,
        thresholds=look.BUDGET,
    )


def _burn(board: Board) -> None:
    board.row(101, words.BURN)
    refs = "ABCDEFG"
    columns = [
        Column(
            field=f"Value #{ref}",
            title=Phrase(window, window),
            unit="none",
            decimals=2,
            thresholds=thresholds(Colour.GOOD, (1, Colour.CALM), (limit + 1e-9, Colour.BAD)),
        )
        for ref, (window, limit) in zip(refs, LIMITS.items(), strict=True)
    ]
    board.add(
        3,
        words.RATES,
        _by_service(board.language, refs),
        [rows(settled.worst_burn(window)) for window in LIMITS],
        Look(unit="none", decimals=2),
        size=(24, 8),
        columns=[Column(field="service", title=shared.SERVICE), *columns],
        empty=words.NO_PROMISE,
    )
    steps = ((TICKET_SLOW, Colour.CALM), (PAGE_SLOW, Colour.WARNING), (PAGE_FAST, Colour.BAD))
    rate = Look(
        unit="none",
        decimals=2,
        minimum=0,
        thresholds=thresholds(Colour.GOOD, *steps),
        by_series=True,
    )
    board.add(
        4,
        words.RATE_OVER_TIME,
        shapes.limits(),
        [
            over_time(settled.worst_burn(window), f"{{{{service}}}} {window}")
            for window in ("1h", "6h")
        ],
        rate,
        size=(12, 9),
        empty=words.NO_PROMISE,
    )
    board.add(
        5,
        words.DAILY,
        shapes.stacked_bars().interval("1d").time_from("30d"),
        [over_time(settled.budget_spent_daily(), "{{service}}")],
        Look(unit="percentunit", decimals=1, minimum=0, by_series=True),
        size=(12, 9),
        empty=words.NO_PROMISE,
    )


def _latency(board: Board) -> None:
    board.row(102, words.LATENCY)
    limit = f"max by (service) ({promql.of_service('jmo_slo_latency_threshold_seconds')})"
    promised = settled.objective("latency")
    fast = settled.fast_share(WINDOW)
    queries = [promised, limit, fast, f"1 - (1 - {fast}) / (1 - {promised})"]
    board.add(
        6,
        words.SPEED,
        _by_service(board.language, "ABCD"),
        [rows(query) for query in queries],
        Look(unit="none"),
        size=(24, 8),
        columns=[
            Column(field="service", title=shared.SERVICE),
            _share("Value #A", words.OBJECTIVE, 2),
            Column(field="Value #B", title=words.THRESHOLD, unit="s", decimals=1),
            _share("Value #C", words.ACTUAL, 2),
            _budget_left("Value #D"),
        ],
        empty=words.NO_PROMISE,
    )


def _alerts(board: Board) -> None:
    board.row(103, words.ALERTS)
    firing = 'ALERTS{alertname=~"(?i:jmo).*", alertstate="firing"}'
    by = "alertname, severity, service, location"
    steps = [shapes.organized("alertname", "severity", "service", "location", hide=["Value"])]
    board.add(
        7,
        words.FIRING,
        shapes.rows(steps),
        [rows(f"max by ({by}) ({firing})")],
        Look(unit="none"),
        size=(24, 7),
        columns=[
            Column(field="alertname", title=words.ALERT),
            Column(field="severity", title=words.SEVERITY),
            Column(field="service", title=shared.SERVICE),
            Column(field="location", title=shared.PLACE),
        ],
        empty=words.NONE_FIRING,
    )
