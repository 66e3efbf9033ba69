"""A monitor's 35 days: the program's own assessor and figures, scraped by the clock of the script.

What a scrape says comes from the families that write `/metrics`; only what Prometheus adds and what
the process itself says is made up here. There is a scrape a minute. Of what is long ago not every
one is kept, to keep the file small: states every fourth minute and around every change, which at
any whole minute comes to the same, figures of probes every fourth, and the others every twentieth.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Generic, TextIO

from prometheus_client import CollectorRegistry, generate_latest

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory, from_json, to_json
from monitor.config.settings import Settings
from monitor.metrics import Metrics
from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.collectors import OwnCollector
from monitor.metrics.elsewhere import Elsewhere, ElsewhereCollector
from monitor.metrics.family import Family
from monitor.metrics.readings import one_hot
from monitor.metrics.section import K
from monitor.metrics.service import ServiceFigures
from monitor.metrics.service_catalogue import SERVICE_FAMILIES
from monitor.metrics.sheet import Sheet
from monitor.model import Assessment, Outcome, Segment, State, Verdict, Window
from tests.prove import script
from tests.support.clocks import ManualClock

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


@dataclass(frozen=True, slots=True)
class _Store:
    """The history of a monitor that is well."""

    last_commit_at: datetime
    up: bool = True
    queued: int = 0
    dropped: int = 0
    errors: int = 0
    set_aside: int = 0
    size_bytes: int = 1_000_000


@dataclass
class Told:
    """What the assessor made of it: the truth that panels are held against."""

    segments: list[Segment] = field(default_factory=list)
    windows: dict[str, Window] = field(default_factory=dict)
    runs: list[Outcome] = field(default_factory=list)

    settled: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    """By service, when it became known up to when time is settled."""
    shown: dict[str, list[tuple[datetime, State]]] = field(default_factory=dict)
    """By service, from when on which state was shown."""
    _states: Mapping[str, State] | None = None

    def hear(self, said: Assessment) -> None:
        """Take over what became known."""
        self.segments += said.segments
        for segment in said.segments:
            self.settled.setdefault(segment.service, []).append((said.at, segment.ended_at))
        if said.service_states is self._states:
            return
        self._states = said.service_states
        for service, state in said.service_states.items():
            known = self.shown.setdefault(service, [])
            if not known or known[-1][1] is not state:
                known.append((said.at, state))
        self.windows |= {window.id: window for window in said.windows}
        for id in said.withdrawn:
            self.windows.pop(id, None)


class Pages(Generic[K]):
    """The lines of some things' families, with their sets of labels widened."""

    def __init__(
        self, families: Sequence[Family[K]], added: str, faults: frozenset[tuple[str, str]]
    ) -> None:
        self._families = families
        self._added = added
        self._faults = faults
        self._sheets: dict[object, Sheet[K]] = {}
        self._texts: dict[tuple[object, int], tuple[bytes, str]] = {}

    def lines(self, things: Iterable[K]) -> Iterator[str]:
        """What a scrape says of them, without the time."""
        for figures in things:
            before = self._sheets.get(figures.key)
            if before is None or before.figures is not figures:
                before = Sheet.of(self._families, figures, before)
                self._sheets[figures.key] = before
            for at, block in enumerate(before.blocks):
                known = self._texts.get((figures.key, at))
                if known is None or known[0] is not block:
                    known = self._texts[figures.key, at] = (block, self._widened(block.decode()))
                yield known[1]

    def _widened(self, text: str) -> str:
        if text.startswith("probe_failures_total"):
            text = "".join(line for line in text.splitlines(True) if self._happens(line))
        return text.replace("{", "{" + self._added)

    def _happens(self, line: str) -> bool:
        return any(f'"{probe}"' in line and f'"{reason}"' in line for probe, reason in self._faults)


class World:
    """One monitor from `began` on; `names` are the metrics that somebody asks for."""

    def __init__(
        self,
        settings: Settings,
        began: datetime,
        names: frozenset[str],
        faults: Sequence[script.Fault] = script.FAULTS,
    ) -> None:
        self.told = Told()
        self.began = began
        self.settings = settings
        self.location = settings.location
        self._names = names
        self._faults = faults
        self._clock = ManualClock(began)
        self._added = (
            f'job="jmo",instance="{settings.location}:8175",location="{settings.location}",'
        )
        self._memory = Memory()
        self._begin(began)
        happens = frozenset((p, f.reason.value) for f in faults for p in f.probes)
        states: list[Family[ServiceFigures]] = []
        gauges: list[Family[ServiceFigures]] = []
        counters: list[Family[ServiceFigures]] = []
        for family in SERVICE_FAMILIES:
            if family.name in _STATES:
                states.append(family)
            elif family.name in names:
                (counters if family.name.endswith(_COUNTERS) else gauges).append(family)
        probes = [f for f in PROBE_FAMILIES if f.name in names or _is_histogram(f.name, names)]
        self._states = Pages(states, self._added, happens)
        self._gauges = Pages(gauges, self._added, happens)
        self._counters = Pages(counters, self._added, happens)
        self._probe_gauges = Pages(
            [f for f in probes if not f.name.endswith(_COUNTERS)], self._added, happens
        )
        self._probe_counters = Pages(
            [f for f in probes if f.name.endswith(_COUNTERS)], self._added, happens
        )
        self._shown = ""
        self._shown_at = began

    def _begin(self, now: datetime) -> None:
        self._metrics = Metrics(self.settings.roster, "1.2.3", self._clock)
        self._assessor = Assessor(self.settings.rules, self._memory, now)
        self._started_at = now
        self._network_up: bool | None = None
        self._own = CollectorRegistry()
        self._own.register(OwnCollector(self._metrics.snapshot))
        self._elsewhere = Elsewhere(
            store=lambda: _Store(self._clock.now() - timedelta(seconds=7)),
            periods=lambda: self.settings.calendar.at(self._clock.now()),
        )
        self._own.register(ElsewhereCollector(lambda: self.settings.periods, self._elsewhere))
        self._publish(self._assessor.pass_time(now))

    def lag_seconds(self, service: str, moment: datetime) -> float:
        """How far behind settled time was at this moment."""
        said = (until for at, until in self.told.settled.get(service, ()) if at <= moment)
        return (moment - max(said, default=moment)).total_seconds()

    def state_at(self, service: str, moment: datetime) -> State | None:
        """What a scrape at this moment showed; None where there was none."""
        off = any(began + LOOK_BACK <= moment < ended for began, ended in script.OFF)
        if moment < self.began or off:
            return None
        shown = self.told.shown[service]
        return shown[bisect_right(shown, moment, key=lambda each: each[0]) - 1][1]

    def play(self, file: TextIO) -> None:
        """Live through it all, and write what was scraped until END."""
        now = self._clock.now()
        runs = script.outcomes(self.settings.location, now, self._faults)
        coming = next(runs, None)
        while now < script.AFTER:
            now += STEP
            self._clock.advance(STEP.total_seconds())
            off = any(began <= now < ended for began, ended in script.OFF)
            while coming is not None and _ended(coming) <= now:
                self._take(coming)
                coming = next(runs, None)
            if now in {ended for _, ended in script.OFF}:
                self._memory = from_json(to_json(self._assessor.memory))
                self._begin(now)
            if not off:
                self._tick(now)
            if now <= script.END:
                self._scrape(file, now, off)

    def _take(self, outcome: Outcome) -> None:
        self._metrics.run_started(0.003)
        self._metrics.record(outcome)
        self._publish(self._assessor.record(outcome))
        self._metrics.run_ended()
        self.told.runs.append(outcome)

    def _tick(self, now: datetime) -> None:
        began, minutes = script.CUT
        up = not began <= now < began + timedelta(minutes=minutes)
        self._metrics.loop_lagged(0.002)
        if up is not self._network_up:
            self._network_up = up
            self._metrics.own_network(up=up)
            self._assessor.own_network(up=up)
        self._publish(self._assessor.pass_time(now))

    def _publish(self, said: Assessment) -> None:
        self._metrics.assess(said)
        self.told.hear(said)

    def _scrape(self, file: TextIO, now: datetime, off: bool) -> None:
        minute = int(now.timestamp()) // 60
        close = now > script.END - CLOSE or any(_about(now, moment) for moment in _EVENTS)
        seldom = close or minute % SELDOM_MINUTES == 0
        often = SELDOM_MINUTES if now > script.END - NEAR else RARELY_MINUTES
        self._show(file, now, "".join(self._state_lines(now, off)), due=seldom)
        if off:
            return
        snapshot = self._metrics.snapshot()
        if seldom:
            _put(file, now, self._gauges.lines(snapshot.services))
            _put(file, now, self._probe_gauges.lines(snapshot.probes))
        if close or minute % often == 0:
            _put(file, now, self._counters.lines(snapshot.services))
            _put(file, now, self._probe_counters.lines(snapshot.probes))
            _put(file, now, self._rest())

    def _show(self, file: TextIO, now: datetime, text: str, *, due: bool) -> None:
        """Write what may be left out while it stays the same."""
        if text == self._shown and not due:
            return
        if self._shown_at < now - STEP and text != self._shown:
            _put(file, now - STEP, [self._shown])
        _put(file, now, [text])
        self._shown, self._shown_at = text, now

    def _state_lines(self, now: datetime, off: bool) -> Iterator[str]:
        yield self._line("up", {}, float(not off))
        yield self._line("scrape_duration_seconds", {}, 0.02)
        if off:
            return
        snapshot = self._metrics.snapshot()
        yield from self._states.lines(snapshot.services)
        for word, value in one_hot(Verdict, snapshot.verdict):
            yield self._line("jmo_verdict", {"verdict": word[0]}, value)
        periods = self.settings.calendar.at(now)
        for period in self.settings.periods:
            current = float(period.id in periods)
            yield self._line("jmo_calendar_period", {"period": period.id}, current)

    def _rest(self) -> Iterator[str]:
        """The monitor's own figures, and those of its process."""
        for line in generate_latest(self._own).decode().splitlines():
            named, _, value = line.rpartition(" ")
            name, _, labels = named.partition("{")
            if name in self._names and name not in {"jmo_verdict", "jmo_calendar_period"}:
                yield f"{name}{{{self._added}{labels or '}'} {value}\n".replace(",}", "}")
        running = (self._clock.now() - self._started_at).total_seconds()
        for name, amount in (
            ("process_start_time_seconds", self._started_at.timestamp()),
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


def _ended(outcome: Outcome) -> datetime:
    return outcome.started_at + timedelta(seconds=outcome.duration_seconds)


def write(path: Path, worlds: Sequence[World]) -> None:
    """Write all of them as one file that promtool makes blocks of."""
    with path.open("w", encoding="utf-8") as file:
        for world in worlds:
            world.play(file)
        file.write("# EOF\n")
