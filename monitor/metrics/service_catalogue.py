"""Every family of the services, in the order in which a scrape lists them."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat

from monitor.metrics.family import SERVICE_LABELS, Family, Points, Scalars, label
from monitor.metrics.readings import one, one_hot, stamp
from monitor.metrics.service import LAST_WINDOWS, SEVERITIES, ServiceFigures
from monitor.model import Objective, ServiceInfo, Slo, State, Window


def _texts(info: ServiceInfo) -> Points:
    """1, with all that is said of a service, in the alphabetical order of the labels."""
    essential = "true" if info.essential else "false"
    texts = (essential, info.name, info.name_en, info.symptom, info.symptom_en)
    return ((tuple(map(label, texts)), 1.0),)


def _window_start(figures: ServiceFigures) -> Points:
    window = figures.current
    for severity in SEVERITIES:
        open_now = window is not None and window.severity is severity
        yield (severity,), (window.began_at.timestamp() if window and open_now else 0.0)


def _ended_windows(
    figures: ServiceFigures, read: Callable[[Window, bool], float]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Of each severity the last windows that have ended, the newest first; 0 where there is none.

    `read` is told whether the window can change no more.
    """
    every = [(w, False) for w in figures.ended] + [(w, True) for w in figures.past]
    for severity in SEVERITIES:
        its = chain((each for each in every if each[0].severity is severity), repeat(None))
        for nth, each in zip(range(1, LAST_WINDOWS + 1), its, strict=False):
            yield (str(nth), severity), 0.0 if each is None else read(*each)


def _end(window: Window) -> float:
    return window.ended_at.timestamp() if window.ended_at else 0.0


def _of_ended_windows(
    name: str, text: str, read: Callable[[Window, bool], float]
) -> Family[ServiceFigures]:
    return Scalars(
        name=name,
        help=text,
        own=SERVICE_LABELS,
        further=("nth", "severity"),
        part=lambda figures: (figures.ended, figures.past),
        read=lambda figures: _ended_windows(figures, read),
    )


def _read_slo(figures: ServiceFigures, read: Callable[[Slo], float | None]) -> Points:
    slo = figures.info.slo
    return () if slo is None else one(read(slo))


def _objectives(slo: Slo | None) -> Iterator[tuple[tuple[str, ...], float]]:
    if slo is not None:
        yield (Objective.AVAILABILITY,), slo.availability
        if slo.latency is not None:
            yield (Objective.LATENCY,), slo.latency


_CONFIGURED: tuple[Family[ServiceFigures], ...] = (
    Scalars(
        name="jmo_service_info",
        help="A configured service: its name, what a participant notices when it fails, and "
        "whether JMO as a whole counts as out when it is down.",
        own=SERVICE_LABELS,
        further=("essential", "name", "name_en", "symptom", "symptom_en"),
        part=lambda figures: figures.info,
        read=lambda figures: _texts(figures.info),
    ),
    Scalars(
        name="jmo_slo_objective_ratio",
        help="What a service promises itself: the share of known time in which it is not down, "
        "and the share of runs that pass within the latency threshold.",
        own=SERVICE_LABELS,
        further=("slo",),
        part=lambda figures: figures.info.slo,
        read=lambda figures: _objectives(figures.info.slo),
    ),
    Scalars(
        name="jmo_slo_latency_threshold_seconds",
        help="Within so long a run must pass to be fast enough for the latency objective.",
        own=SERVICE_LABELS,
        part=lambda figures: figures.info.slo,
        read=lambda figures: _read_slo(figures, lambda slo: slo.latency_under_seconds),
    ),
    Scalars(
        name="jmo_slo_window_seconds",
        help="Over how long the error budget of a service is counted.",
        own=SERVICE_LABELS,
        part=lambda figures: figures.info.slo,
        read=lambda figures: _read_slo(figures, lambda slo: slo.window_seconds),
    ),
)
_ASSESSED: tuple[Family[ServiceFigures], ...] = (
    Scalars(
        name="jmo_service_state",
        help="1 for the state that the service is in, 0 for the others.",
        own=SERVICE_LABELS,
        further=("state",),
        part=lambda figures: figures.state,
        read=lambda figures: one_hot(State, figures.state),
    ),
    Scalars(
        name="jmo_service_state_since_timestamp_seconds",
        help="When the state began that the service is in.",
        own=SERVICE_LABELS,
        part=lambda figures: figures.since,
        read=lambda figures: one(stamp(figures.since)),
    ),
    Scalars(
        name="jmo_service_state_seconds_total",
        help="Settled time by the state that the service was in; it follows some runs behind, "
        "when it is certain what the time was.",
        own=SERVICE_LABELS,
        further=("state",),
        part=lambda figures: figures.seconds,
        read=lambda figures: (((state,), spent) for state, spent in figures.seconds.items()),
    ),
    Scalars(
        name="jmo_window_start_timestamp_seconds",
        help="When the open window began, under the worst state it has reached; "
        "0 where no window of that severity is open.",
        own=SERVICE_LABELS,
        further=("severity",),
        part=lambda figures: figures.current,
        read=_window_start,
    ),
    _of_ended_windows(
        "jmo_ended_window_start_timestamp_seconds",
        "When the last windows began that have ended, the first being the newest; "
        "0 where there were not so many.",
        lambda window, _: window.began_at.timestamp(),
    ),
    _of_ended_windows(
        "jmo_ended_window_end_timestamp_seconds",
        "When these windows ended.",
        lambda window, _: _end(window),
    ),
    _of_ended_windows(
        "jmo_ended_window_settled",
        "1 where such a window can change no more, 0 where it may still be found to go on.",
        lambda _, settled: float(settled),
    ),
    Scalars(
        name="jmo_windows_total",
        help="Windows by severity, counted when they can change no more.",
        own=SERVICE_LABELS,
        further=("severity",),
        part=lambda figures: figures.windows,
        read=lambda figures: (((severity,), n) for severity, n in figures.windows.items()),
    ),
    Scalars(
        name="jmo_window_seconds_total",
        help="Degraded and down time in these windows, by their severity.",
        own=SERVICE_LABELS,
        further=("severity",),
        part=lambda figures: figures.window_seconds,
        read=lambda figures: (((severity,), s) for severity, s in figures.window_seconds.items()),
    ),
)

SERVICE_FAMILIES = (*_CONFIGURED, *_ASSESSED)
