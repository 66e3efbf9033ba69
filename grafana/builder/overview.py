"""The dashboard Overview: whether JMO works, and how often it did not."""

from grafana_foundation_sdk.models.dashboard import ThresholdsConfig

from grafana.builder import links, look, promql, settled, shapes, spans, together, variables
from grafana.builder.board import Board
from grafana.builder.look import Column, Look
from grafana.builder.names import label
from grafana.builder.query import at_end, over_time, rows
from grafana.builder.strings import overview as words
from grafana.builder.strings import shared
from grafana.builder.wording import Language, Phrase

NAMES = (variables.PLACES, variables.SERVICES, variables.RESOLUTION, variables.PERIOD)


def make(language: Language) -> Board:
    """The dashboard in one language."""
    board = Board("overview", words.BOARD, language, since="now-24h", names=NAMES)
    _now(board)
    _range(board)
    _past(board)
    return board


def _now(board: Board) -> None:
    board.row(100, words.NOW)
    board.add(
        1,
        words.VERDICT,
        shapes.number(words=True),
        [at_end(promql.verdict_code(), "{{location}}")],
        Look(unit="none", mappings=look.VERDICTS),
        size=(7, 6),
    )
    name = label("name", board.language)
    board.add(
        2,
        words.SERVICES_NOW,
        shapes.number(words=True),
        [at_end(promql.named(promql.service_code(), name), f"{{{{{name}}}}}")],
        look.STATE,
        size=(17, 6),
    )


def _range(board: Board) -> None:
    board.row(101, words.RANGE)
    name = label("name", board.language)
    legend = f"{{{{{name}}}}}"
    board.add(
        3,
        words.UPTIME,
        shapes.bars(),
        [at_end(promql.named(together.uptime("$__range"), name), legend)],
        look.SHARE,
        size=(12, 8),
    )
    board.add(
        4,
        words.COVERAGE,
        shapes.bars(),
        [at_end(promql.named(together.coverage("$__range", "$__range_s"), name), legend)],
        look.KNOWN_SHARE,
        size=(12, 8),
    )
    queries = [
        f"topk by (service) (1, max by (service, {name}) (jmo_service_info{{{promql.SERVICE}}}))",
        promql.service_code(),
        together.uptime("$__range"),
        together.coverage("$__range", "$__range_s"),
        together.down_seconds("$__range"),
        f"count by (service) ({spans.count()}) or 0 * {settled.uptime('$__range')}",
        promql.quantile(0.95, "$__range"),
        promql.certificate_days("service"),
    ]
    order = ["service", name, *(f"Value #{ref}" for ref in "BCDEFGH")]
    board.add(
        5,
        words.TABLE,
        shapes.rows(
            shapes.merged(*order, hide=["Value #A"]),
            sort=(shared.SERVICE_ID.said_in(board.language), False),
        ),
        [rows(query) for query in queries],
        Look(unit="none"),
        size=(24, 9),
        columns=_columns(board.language),
    )


def _columns(language: Language) -> list[Column]:
    link = (shared.OPEN_SERVICE, links.to_service(language))
    return [
        Column(field="service", title=shared.SERVICE_ID, link=link),
        Column(field=label("name", language), title=shared.NAME),
        Column(field="Value #B", title=shared.STATE, mappings=look.STATES),
        _share("Value #C", shared.UPTIME, 3, look.UPTIME),
        _share("Value #D", shared.COVERAGE, 2, look.COVERAGE),
        Column(field="Value #E", title=words.DOWN_TIME, unit="s", decimals=1),
        Column(field="Value #F", title=words.WINDOWS, unit="none", decimals=0),
        Column(field="Value #G", title=words.P95, unit="s", decimals=2, thresholds=look.SECONDS),
        Column(
            field="Value #H",
            title=shared.CERTIFICATE,
            unit="none",
            decimals=0,
            thresholds=look.CERTIFICATE,
        ),
    ]


def _share(field: str, title: Phrase, decimals: int, steps: ThresholdsConfig) -> Column:
    unit = "percentunit"
    return Column(field=field, title=title, unit=unit, decimals=decimals, thresholds=steps)


def _past(board: Board) -> None:
    board.row(102, words.PAST)
    name = label("name", board.language)
    legend = f"{{{{{name}}}}}"
    board.add(
        6,
        words.TIMELINE,
        shapes.bands(),
        [over_time(_named("$__interval", name), legend)],
        look.STATE,
        size=(24, 9),
    )
    board.add(
        7,
        words.DAYS,
        shapes.days("30d"),
        [over_time(_named("1d", name), legend)],
        look.STATE,
        size=(24, 9),
    )
    content = words.HOW_TEXT.said_in(board.language)
    board.add(8, words.HOW, shapes.note(content), [], Look(unit="none"), size=(24, 6))


def _named(window: str, name: str) -> str:
    """The states in each stretch of time, beside the services' names."""
    return promql.named(promql.service_code(window), name, window)
