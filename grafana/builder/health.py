"""The dashboard Monitor health: whether the monitors themselves can be trusted."""

from grafana.builder import look, shapes, variables
from grafana.builder.board import Board
from grafana.builder.look import Colour, Column, Look, thresholds
from grafana.builder.promql import of_monitor, within
from grafana.builder.query import at_end, over_time, rows
from grafana.builder.strings import health as words
from grafana.builder.strings import shared
from grafana.builder.wording import Language, Phrase, Wording

NAMES = (variables.PLACES,)
AT = "{{location}}"
RATE = "$__rate_interval"
COUNT = Look(unit="none", decimals=0, minimum=0, by_series=True)
SOME = Look(unit="none", decimals=0, thresholds=look.SOME_IS_BAD)
SECONDS = Look(unit="s", decimals=2, minimum=0, by_series=True)


def make(language: Language) -> Board:
    """The dashboard in one language."""
    board = Board("health", words.BOARD, language, since="now-24h", names=NAMES)
    _now(board)
    _time(board)
    _evidence(board)
    _store(board)
    _process(board)
    return board


def _now(board: Board) -> None:
    board.row(100, words.NOW)
    up = over_time(f"min by (location) ({within(of_monitor('up'), '$__interval', 'min')})", AT)
    scraped = Look(unit="none", mappings=look.yes_no(words.UP_YES, words.UP_NO))
    board.add(1, words.UP, shapes.bands(), [up], scraped, size=(24, 5))
    for number, wording, metric, yes, no in (
        (2, words.NETWORK, "jmo_monitor_own_network_up", words.NETWORK_YES, words.NETWORK_NO),
        (
            3,
            words.CONFIGURATION,
            "jmo_monitor_config_last_reload_successful",
            words.CONFIGURATION_YES,
            words.CONFIGURATION_NO,
        ),
        (4, words.STORE_UP, "jmo_monitor_store_up", words.STORE_YES, words.STORE_NO),
    ):
        _word(board, number, wording, metric, (yes, no))
    steps = f"sum by (location) (increase({of_monitor('jmo_monitor_clock_steps_total')}[$__range]))"
    board.add(5, words.STEPS, shapes.number(), [at_end(steps, AT)], SOME, size=(4, 5))
    start = f"time() - max by (location) ({of_monitor('process_start_time_seconds')})"
    running = Look(unit="s", decimals=1)
    board.add(6, words.RUNNING, shapes.number(), [at_end(start, AT)], running, size=(5, 5))


def _word(
    board: Board, number: int, wording: Wording, metric: str, said: tuple[Phrase, Phrase]
) -> None:
    """A gauge that is 1 where all is well, as a word."""
    query = at_end(f"min by (location) ({of_monitor(metric)})", AT)
    shown = Look(unit="none", mappings=look.yes_no(*said))
    board.add(number, wording, shapes.number(words=True), [query], shown, size=(5, 5))


def _time(board: Board) -> None:
    board.row(101, words.TIME)
    late = [
        over_time(_quantile(share, "jmo_monitor_run_lateness_seconds"), f"p{share * 100:g} {AT}")
        for share in (0.5, 0.99)
    ]
    board.add(7, words.LATENESS, shapes.lines("max", beside=True), late, SECONDS, size=(12, 8))
    most = f"max by (location) ({of_monitor('jmo_monitor_event_loop_lag_max_seconds')})"
    lag = [
        over_time(most, f"{words.WORST.said_in(board.language)} {AT}"),
        over_time(_quantile(0.99, "jmo_monitor_event_loop_lag_seconds"), f"p99 {AT}"),
    ]
    board.add(8, words.LAG, shapes.lines("max", beside=True), lag, SECONDS, size=(12, 8))
    missed = of_monitor("jmo_monitor_missed_ticks_total")
    hourly = over_time(f"sum by (cause) (rate({missed}[{RATE}])) * 3600", "{{cause}}")
    per_hour = Look(unit="none", decimals=1, minimum=0, by_series=True)
    board.add(9, words.MISSED, shapes.stacked_bars(), [hourly], per_hour, size=(9, 8))
    flight = over_time(f"max by (location) ({of_monitor('jmo_monitor_runs_in_flight')})", AT)
    board.add(10, words.FLIGHT, shapes.lines("max"), [flight], COUNT, size=(6, 8))
    counted = f"sum by (probe, cause, location) (increase({missed}[$__range])) > 0.5"
    order = ("probe", "cause", "location", "Value")
    board.add(
        11,
        words.MISSED_TABLE,
        shapes.rows([shapes.organized(*order)], sort=(words.TICKS.said_in(board.language), True)),
        [rows(counted)],
        Look(unit="none"),
        size=(9, 8),
        columns=[
            Column(field="probe", title=shared.PROBE),
            Column(field="cause", title=words.CAUSE),
            Column(field="location", title=shared.PLACE),
            Column(field="Value", title=words.TICKS, unit="none", decimals=0),
        ],
        empty=words.NONE,
    )


def _quantile(share: float, histogram: str) -> str:
    """Where nothing was counted it is no number; such are left out by the comparison."""
    bucket = of_monitor(f"{histogram}_bucket")
    return f"histogram_quantile({share}, sum by (le, location) (rate({bucket}[{RATE}]))) >= 0"


def _evidence(board: Board) -> None:
    board.row(102, words.EVIDENCE)
    failures = of_monitor("probe_failures_total", 'reason=~"local_.*|interference_.*"')
    voids = f"sum by (reason) (rate({failures}[{RATE}])) * 3600 > 0"
    board.add(
        12,
        words.VOIDS,
        shapes.stacked_bars(),
        [over_time(voids, "{{reason}}")],
        Look(unit="none", decimals=1, minimum=0, by_series=True),
        size=(12, 8),
        empty=words.NONE,
    )
    runs = "sum by (location) (increase({}[$__range]))"
    void = runs.format(of_monitor("probe_runs_total", 'result="void"'))
    share = f"{void} / ({runs.format(of_monitor('probe_runs_total'))} > 0)"
    little = thresholds(Colour.GOOD, (0.01, Colour.WARNING), (0.1, Colour.BAD))
    part = Look(unit="percentunit", decimals=2, minimum=0, thresholds=little)
    board.add(13, words.VOID_SHARE, shapes.number(), [at_end(share, AT)], part, size=(4, 8))
    by = "probe, location"
    age = f"time() - max by ({by}) ({of_monitor('probe_last_evidence_timestamp_seconds')})"
    interval = f"max by ({by}) ({of_monitor('jmo_monitor_probe_interval_seconds')})"
    board.add(
        14,
        words.STALE,
        shapes.rows([shapes.organized("probe", "location", "Value")]),
        [rows(f"({age}) > 3 * {interval}")],
        Look(unit="none"),
        size=(8, 8),
        columns=[
            Column(field="probe", title=shared.PROBE),
            Column(field="location", title=shared.PLACE),
            Column(field="Value", title=words.AGE, unit="s", decimals=1),
        ],
        empty=words.NONE,
    )


def _store(board: Board) -> None:
    board.row(103, words.STORE)
    queue = over_time(f"max by (location) ({of_monitor('jmo_monitor_store_queue')})", AT)
    board.add(15, words.QUEUE, shapes.lines("max"), [queue], COUNT, size=(6, 7))
    written = of_monitor("jmo_monitor_store_last_commit_timestamp_seconds")
    age = Look(unit="s", decimals=0, thresholds=thresholds(Colour.GOOD, (300, Colour.BAD)))
    since = at_end(f"time() - max by (location) ({written})", AT)
    board.add(16, words.COMMIT, shapes.number(), [since], age, size=(4, 7))
    lost = [
        at_end(
            f"sum by (location) (increase({of_monitor(metric)}[$__range]))",
            f"{title.said_in(board.language)} {AT}",
        )
        for metric, title in (
            ("jmo_monitor_store_dropped_total", words.DROPPED),
            ("jmo_monitor_store_errors_total", words.ERRORS),
            ("jmo_monitor_store_set_aside_total", words.ASIDE),
        )
    ]
    board.add(17, words.LOST, shapes.number(), lost, SOME, size=(8, 7))
    size = over_time(f"max by (location) ({of_monitor('jmo_monitor_store_size_bytes')})", AT)
    taken = Look(unit="bytes", decimals=1, minimum=0, by_series=True)
    board.add(18, words.SIZE, shapes.lines("lastNotNull"), [size], taken, size=(6, 7))


def _process(board: Board) -> None:
    board.row(104, words.PROCESS)
    cpu = f"rate({of_monitor('process_cpu_seconds_total')}[{RATE}])"
    files = f"{of_monitor('process_open_fds')} / {of_monitor('process_max_fds')}"
    part = Look(unit="percentunit", decimals=1, minimum=0, by_series=True)
    memory = Look(unit="bytes", decimals=1, minimum=0, by_series=True)
    for number, wording, expression, shown in (
        (19, words.SCRAPE, of_monitor("scrape_duration_seconds"), SECONDS),
        (20, words.SAMPLES, of_monitor("scrape_samples_scraped"), COUNT),
        (21, words.MEMORY, of_monitor("process_resident_memory_bytes"), memory),
        (22, words.CPU, cpu, part),
        (23, words.FILES, files, part),
    ):
        query = over_time(f"max by (location) ({expression})", AT)
        width = 8 if number <= 21 else 12
        board.add(number, wording, shapes.lines("max"), [query], shown, size=(width, 7))
