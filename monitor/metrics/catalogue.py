"""Every family of the probes, in the order in which a scrape lists them."""

from monitor.metrics.family import Buckets, Family, Scalars
from monitor.metrics.figures import Figures
from monitor.metrics.measured import MEASURES, TIMEOUT
from monitor.metrics.readings import one_hot
from monitor.model import State

_CONFIGURED: tuple[Family[Figures], ...] = (
    Scalars(
        name="jmo_monitor_probe_info",
        help="A configured probe, and how much it weighs in its service.",
        further=("role",),
        part=lambda figures: figures.info,
        read=lambda figures: (((figures.info.role,), 1.0),),
    ),
    Scalars(
        name="jmo_monitor_probe_interval_seconds",
        help="From one regular run's start to the next's.",
        part=lambda figures: figures.info,
        read=lambda figures: (((), figures.info.interval_seconds),),
    ),
    Scalars(
        name=TIMEOUT.name,
        help=TIMEOUT.help,
        part=lambda figures: figures.info,
        read=lambda figures: (((), figures.info.timeout_seconds),),
    ),
)
_COUNTED: tuple[Family[Figures], ...] = (
    Scalars(
        name="probe_runs_total",
        help="Runs by what they came to.",
        further=("result",),
        part=lambda figures: figures.runs,
        read=lambda figures: (((result,), n) for result, n in figures.runs.items()),
    ),
    Scalars(
        name="probe_attempts_total",
        help="Attempts within runs by what they came to.",
        further=("result",),
        part=lambda figures: figures.attempts,
        read=lambda figures: (((result,), n) for result, n in figures.attempts.items()),
    ),
    Scalars(
        name="probe_failures_total",
        help="Runs that were not ok (degraded, failed or void), by reason and phase; "
        "the phase is empty where the reason belongs to none.",
        further=("phase", "reason"),
        part=lambda figures: figures.failures,
        read=lambda figures: (
            ((phase, reason), n) for (reason, phase), n in figures.failures.items()
        ),
    ),
    Buckets(
        name="probe_latency_seconds",
        help="How long the runs took that passed.",
        part=lambda figures: figures.latency,
        read=lambda figures: figures.latency,
    ),
    Scalars(
        name="probe_last_evidence_timestamp_seconds",
        help="When the last run ended that was not void.",
        part=lambda figures: figures.last_evidence_seconds,
        read=lambda figures: (
            () if figures.last_evidence_seconds is None else (((), figures.last_evidence_seconds),)
        ),
    ),
    Scalars(
        name="jmo_monitor_missed_ticks_total",
        help="Ticks of a probe's schedule that passed without a run, by cause.",
        own=("service", "probe"),
        further=("cause",),
        part=lambda figures: figures.misses,
        read=lambda figures: (((cause,), n) for cause, n in figures.misses.items()),
    ),
)

_ASSESSED: tuple[Family[Figures], ...] = (
    Scalars(
        name="probe_state",
        help="1 for the state that the probe is in after hysteresis, 0 for the others; "
        "controls have none.",
        further=("state",),
        part=lambda figures: figures.state,
        read=lambda figures: () if figures.state is None else one_hot(State, figures.state),
    ),
    Scalars(
        name="jmo_app_release_changes_total",
        help="How often the shop offered another version of the app than before.",
        part=lambda figures: figures.release_changes,
        read=lambda figures: (
            (((), figures.release_changes),) if figures.info.kind == "app_release" else ()
        ),
    ),
)

PROBE_FAMILIES: tuple[Family[Figures], ...] = (
    *_CONFIGURED,
    *(measure.of_probe() for measure in MEASURES),
    *_COUNTED,
    *_ASSESSED,
)
