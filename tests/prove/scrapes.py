"""What Prometheus scrapes of a monitor, written as promtool reads it.

What a scrape says comes from the families that write `/metrics`; only what Prometheus adds and what
the process itself says is made up here. There is a scrape a minute. Of what is long ago not every
one is kept, to keep the file small: states every fourth minute and around every change, which at
any whole minute comes to the same, figures of probes every fourth, and the others every twentieth.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TextIO

from prometheus_client import CollectorRegistry, generate_latest

from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.metrics import Snapshot
from monitor.metrics.readings import one_hot
from monitor.metrics.service_catalogue import SERVICE_FAMILIES
from monitor.model import Verdict
from tests.prove import script
from tests.prove.pages import Pages

STEP = timedelta(minutes=1)
CLOSE, NEAR = timedelta(hours=25), timedelta(days=8)
"""So far back everything is kept every minute; so far back counters every fourth minute."""
SELDOM_MINUTES, RARELY_MINUTES = 4, 20
"""Prometheus looks back five minutes for a sample; to see a counter grow, this is enough."""
LOOK_BACK = timedelta(minutes=5)
"""So long Prometheus goes on with the last sample; what it scrapes itself it knows to be over."""
_EVENTS = (*chain.from_iterable(script.OFF), *(at for at, _ in script.RELEASES))
"""About these everything is kept every minute, too."""
_STATES = frozenset(
    {
        "jmo_service_state",
        "jmo_window_start_timestamp_seconds",
        "jmo_ended_window_start_timestamp_seconds",
        "jmo_ended_window_end_timestamp_seconds",
        "jmo_ended_window_settled",
    }
)
_COUNTERS = (
    "_total",
    "_bucket",
    "_count",
    "_sum",
    "probe_latency_seconds",
    "_phase_duration_seconds",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What there is to see of a monitor that is on."""

    snapshot: Snapshot
    own: CollectorRegistry
    """What it says of itself."""
    periods: Mapping[str, bool]
    """The calendar's periods, and whether it is one now."""
    started_at: datetime


class Scrapes:
    """Those of one monitor; `names` are the metrics that somebody asks for."""

    def __init__(
        self, location: str, began: datetime, names: frozenset[str], faults: Sequence[script.Fault]
    ) -> None:
        self._names = names
        self._added = f'job="jmo",instance="{location}:8175",location="{location}",'
        happens = frozenset((p, f.reason.value) for f in faults for p in f.probes)
        services = [f for f in SERVICE_FAMILIES if f.name in names | _STATES]
        others = [f for f in services if f.name not in _STATES]
        probes = [f for f in PROBE_FAMILIES if f.name in names or _is_histogram(f.name, names)]
        self._states = Pages([f for f in services if f.name in _STATES], self._added, happens)
        self._gauges = Pages([f for f in others if not _counts(f.name)], self._added, happens)
        self._counters = Pages([f for f in others if _counts(f.name)], self._added, happens)
        self._probe_gauges = Pages([f for f in probes if not _counts(f.name)], self._added, happens)
        self._probe_counters = Pages([f for f in probes if _counts(f.name)], self._added, happens)
        self._began = began
        self._shown = ""
        self._shown_at = began

    def write(self, file: TextIO, now: datetime, scene: Scene | None) -> None:
        """Write the scrape of this minute, if it is kept; while it is off there is no scene."""
        minute = int(now.timestamp()) // 60
        events = (self._began, *_EVENTS)
        close = now > script.END - CLOSE or any(_about(now, moment) for moment in events)
        seldom = close or minute % SELDOM_MINUTES == 0
        often = SELDOM_MINUTES if now > script.END - NEAR else RARELY_MINUTES
        self._show(file, now, "".join(self._state_lines(scene)), due=seldom)
        if scene is None:
            return
        snapshot = scene.snapshot
        if seldom:
            _put(file, now, self._gauges.lines(snapshot.services))
            _put(file, now, self._probe_gauges.lines(snapshot.probes))
        if close or minute % often == 0:
            _put(file, now, self._counters.lines(snapshot.services))
            _put(file, now, self._probe_counters.lines(snapshot.probes))
            _put(file, now, self._rest(now, scene))

    def _show(self, file: TextIO, now: datetime, text: str, *, due: bool) -> None:
        """Write what may be left out while it stays the same."""
        if text == self._shown and not due:
            return
        if self._shown_at < now - STEP and text != self._shown:
            _put(file, now - STEP, [self._shown])
        _put(file, now, [text])
        self._shown, self._shown_at = text, now

    def _state_lines(self, scene: Scene | None) -> Iterator[str]:
        yield self._line("up", {}, float(scene is not None))
        yield self._line("scrape_duration_seconds", {}, 0.02)
        if scene is None:
            return
        yield from self._states.lines(scene.snapshot.services)
        for word, value in one_hot(Verdict, scene.snapshot.verdict):
            yield self._line("jmo_verdict", {"verdict": word[0]}, value)
        for period, current in scene.periods.items():
            yield self._line("jmo_calendar_period", {"period": period}, float(current))

    def _rest(self, now: datetime, scene: Scene) -> Iterator[str]:
        """The monitor's own figures, and those of its process."""
        for line in generate_latest(scene.own).decode().splitlines():
            named, _, value = line.rpartition(" ")
            name, _, labels = named.partition("{")
            if name in self._names and name not in {"jmo_verdict", "jmo_calendar_period"}:
                yield f"{name}{{{self._added}{labels or '}'} {value}\n".replace(",}", "}")
        running = (now - scene.started_at).total_seconds()
        for name, amount in (
            ("process_start_time_seconds", scene.started_at.timestamp()),
            ("process_cpu_seconds_total", 0.01 * running),
            ("process_resident_memory_bytes", 7e7),
            ("process_open_fds", 20),
            ("process_max_fds", 1024),
            ("scrape_samples_scraped", 900),
        ):
            yield self._line(name, {}, amount)

    def _line(self, name: str, labels: Mapping[str, str], value: float) -> str:
        text = ",".join(f'{label}="{said}"' for label, said in labels.items())
        return f"{name}{{{self._added}{text}}} {value}\n".replace(",}", "}")


def _about(now: datetime, edge: datetime) -> bool:
    return abs(now - edge) < timedelta(minutes=SELDOM_MINUTES)


def _put(file: TextIO, now: datetime, texts: Iterable[str]) -> None:
    ending = f" {int(now.timestamp())}\n"
    file.writelines(text.replace("\n", ending) for text in texts)


def _is_histogram(name: str, names: frozenset[str]) -> bool:
    return bool({f"{name}_bucket", f"{name}_count", f"{name}_sum"} & names)


def _counts(name: str) -> bool:
    return name.endswith(_COUNTERS)
