"""The dashboard Service: everything about one service."""

from grafana.builder import look, promql, shapes, together, variables
from grafana.builder.board import Board
from grafana.builder.look import Column, Look
from grafana.builder.names import label
from grafana.builder.query import at_end, buckets, over_time, rows
from grafana.builder.strings import service as words
from grafana.builder.strings import shared
from grafana.builder.wording import Language

NAMES = (variables.PLACES, variables.SERVICE, variables.RESOLUTION, variables.PERIOD)
PLACE = "{{location}}"


def make(language: Language) -> Board:
    """The dashboard in one language."""
    board = Board("service", words.BOARD, language, since="now-24h", names=NAMES)
    _now(board)
    _states(board)
    _times(board)
    _failures(board)
    _probes(board)
    return board


def _now(board: Board) -> None:
    board.row(100, words.NOW)
    name, symptom = label("name", board.language), label("symptom", board.language)
    state = [at_end(promql.named(promql.service_code(), name), f"{{{{{name}}}}}")]
    board.add(1, words.STATE, shapes.number(words=True), state, look.STATE, size=(4, 5))
    info = f"max by ({symptom}) ({promql.of_service('jmo_service_info')})"
    notice = [at_end(info, f"{{{{{symptom}}}}}")]
    board.add(2, words.SYMPTOM, shapes.name_only(), notice, Look(unit="none"), size=(5, 5))
    up = [at_end(together.uptime("$__range"))]
    board.add(3, words.UPTIME, shapes.number(), up, look.SHARE, size=(4, 5))
    known = [at_end(together.coverage("$__range", "$__range_s"))]
    board.add(4, words.COVERAGE, shapes.number(), known, look.KNOWN_SHARE, size=(4, 5))
    seconds = Look(unit="s", decimals=2, thresholds=look.SECONDS)
    slow = [at_end(promql.quantile(0.95, "$__range"))]
    board.add(5, words.P95, shapes.number(), slow, seconds, size=(3, 5))
    left = Look(unit="none", decimals=0, thresholds=look.CERTIFICATE)
    days = [at_end(promql.certificate_days("service"))]
    board.add(6, words.CERTIFICATE, shapes.number(), days, left, size=(4, 5))


def _states(board: Board) -> None:
    board.row(101, words.STATES)
    places = promql.code_of("jmo_service_state", "location", "$__interval")
    board.add(
        7, words.BY_PLACE, shapes.bands(), [over_time(places, PLACE)], look.STATE, size=(12, 8)
    )
    kinds = promql.code_of("probe_state", "kind", "$__interval")
    board.add(
        8, words.DEPTH, shapes.bands(), [over_time(kinds, "{{kind}}")], look.STATE, size=(12, 8)
    )


def _times(board: Board) -> None:
    board.row(102, words.TIMES)
    seconds = Look(unit="s", decimals=2, minimum=0, by_series=True)
    phase = promql.of_service("probe_phase_duration_seconds")
    phases = f"avg by (phase) (avg_over_time({phase}[$__rate_interval]))"
    board.add(
        9, words.PHASES, shapes.stacked(), [over_time(phases, "{{phase}}")], seconds, size=(12, 9)
    )
    percentiles = [
        over_time(promql.quantile(share, "$__rate_interval"), legend)
        for share, legend in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"))
    ]
    board.add(
        10, words.PERCENTILES, shapes.lines("max", beside=True), percentiles, seconds, size=(12, 9)
    )
    bucket = promql.of_service("probe_latency_seconds_bucket")
    counts = buckets(f"sum by (le) (increase({bucket}[$__rate_interval]))")
    board.add(
        11,
        words.HEATMAP,
        shapes.heat_map(),
        [counts],
        Look(unit="none", decimals=0),
        size=(24, 9),
    )


def _failures(board: Board) -> None:
    board.row(103, words.FAILURES)
    failures = promql.of_service("probe_failures_total")
    hourly = f"sum by (reason) (rate({failures}[$__rate_interval])) * 3600 > 0"
    board.add(
        12,
        words.BY_REASON,
        shapes.stacked_bars(),
        [over_time(hourly, "{{reason}}")],
        Look(unit="none", decimals=1, minimum=0, by_series=True),
        size=(14, 9),
        empty=words.NONE_FAILED,
    )
    counted = f"sort_desc(sum by (reason) (increase({failures}[$__range])) > 0)"
    board.add(
        13,
        words.REASONS,
        shapes.bars(),
        [at_end(counted, "{{reason}}")],
        Look(unit="none", decimals=0, minimum=0),
        size=(10, 9),
        empty=words.NONE_FAILED,
    )


def _probes(board: Board) -> None:
    board.row(104, words.PROBES)
    by = "probe, kind, location"
    evidence = promql.of_service("probe_last_evidence_timestamp_seconds")
    queries = [
        f"max by ({by}, role) ({promql.of_service('jmo_monitor_probe_info')})",
        promql.code_of("probe_state", by),
        f"max by ({by}) ({promql.of_service('probe_success')})",
        f"max by ({by}) ({promql.of_service('probe_duration_seconds')})",
        f"max by ({by}) ({promql.of_service('probe_http_status_code')})",
        promql.certificate_days(by),
        f"time() - max by ({by}) ({evidence})",
        f"max by ({by}) ({promql.of_service('jmo_monitor_probe_interval_seconds')})",
    ]
    order = ["probe", "kind", "role", "location", *(f"Value #{ref}" for ref in "BCDEFGH")]
    board.add(
        14,
        words.PROBE_TABLE,
        shapes.rows(
            shapes.merged(*order, hide=["Value #A"]),
            sort=(shared.PROBE.said_in(board.language), False),
        ),
        [rows(query) for query in queries],
        Look(unit="none"),
        size=(24, 10),
        columns=_columns(),
    )


def _columns() -> list[Column]:
    certificate, steps = shared.CERTIFICATE, look.CERTIFICATE
    return [
        Column(field="probe", title=shared.PROBE),
        Column(field="kind", title=shared.KIND, width=90),
        Column(field="role", title=words.ROLE, width=90),
        Column(field="location", title=shared.PLACE, width=100),
        Column(field="Value #B", title=shared.STATE, mappings=look.STATES, width=120),
        Column(field="Value #C", title=words.LAST, mappings=look.yes_no(shared.YES, shared.NO)),
        Column(
            field="Value #D", title=words.DURATION, unit="s", decimals=2, thresholds=look.SECONDS
        ),
        Column(field="Value #E", title=words.STATUS, unit="none", decimals=0, width=120),
        Column(field="Value #F", title=certificate, unit="none", decimals=0, thresholds=steps),
        Column(field="Value #G", title=words.AGE, unit="s", decimals=0),
        Column(field="Value #H", title=words.INTERVAL, unit="s", decimals=0, width=90),
    ]
