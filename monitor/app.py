"""The composition root: builds the program from its settings, runs it, reloads it, ends it."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog

from monitor import __version__
from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory
from monitor.clock import Clock
from monitor.clocksteps import watch as watch_clock_steps
from monitor.config.errors import ConfigError
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.filewatch import changes
from monitor.hub import Hub
from monitor.looplag import LoopLag
from monitor.manners import HostGate, Manners
from monitor.metrics import Elsewhere, Exposition, Metrics, sighting_page
from monitor.model import Assessment, Sighting
from monitor.net.toolbox import Net, system_net
from monitor.ondemand import OnDemand
from monitor.overview import Overview
from monitor.probes import Probe
from monitor.restart import ended_windows, remembered
from monitor.runner import Runner
from monitor.schedule import ProbeLoop, Scheduler
from monitor.store import Retention, make_store
from monitor.web import Inside, ReloadError, WebServer, build_app

STUCK_SECONDS = 10.0
"""A probing loop that stood still for so long is not healthy."""

TICK_SECONDS = 5.0
"""So often silences are looked for, and maintenance that begins or ends."""
HISTORY_FILE = "history.sqlite"

GC_THRESHOLDS = (1_000, 5, 4_000)
"""Python's own are (700, 10, 10). What visitors' connections leave behind is freed in small lots:
of 20,000 objects at once the probing loop feels 40 ms. All there is is looked at hardly ever.
"""

T = TypeVar("T")

_log = structlog.get_logger("monitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line decides."""

    config: Path
    data: Path
    """The folder of the history; made where there is none."""
    host: str
    port: int
    reload_enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """What belongs to one configuration, replaced as a whole by the next."""

    settings: Settings
    net: Net
    runner: Runner
    manners: Manners


async def serve(settings: Settings, options: Options, clock: Clock) -> None:
    """Run the monitor until SIGTERM or SIGINT. Raises ListenError where the port is taken."""
    await Monitor(settings, options, clock).run()


class Monitor:
    """The running program; it lives on the probing loop."""

    def __init__(
        self,
        settings: Settings,
        options: Options,
        clock: Clock,
        *,
        hear: Callable[[Assessment], None] = lambda assessment: None,
    ) -> None:
        """`hear` is told of everything, on the probing loop, and must not wait."""
        self._options = options
        self._clock = clock
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._metrics = Metrics(settings.roster, __version__, clock)
        history = settings.history
        history_file = options.data / HISTORY_FILE
        self._store = make_store(
            history_file,
            clock,
            retention=Retention(outcomes=history.results, rollups=history.rollups),
        )
        memory = Memory()
        if history_file.exists():
            memory = remembered(self._store.reader)
            self._metrics.remember(ended_windows(self._store.reader, memory, clock.now()))
        assessor = Assessor(settings.rules, memory, clock.now())
        self._hub = Hub(self._metrics, assessor, self._publish, clock)
        self._lag = LoopLag(clock, self._metrics.loop_lagged)
        self._on_demand = OnDemand(self._hub, clock)
        self._scheduler = Scheduler()
        self._tasks = asyncio.TaskGroup()
        self._stopping = asyncio.Event()
        self._reloading = asyncio.Lock()
        self._world = self._new_world(settings)

    async def run(self) -> None:
        """Probe and serve until told to stop. Raises ListenError where the port is taken."""
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._stopping.set)
        options = self._options
        server = WebServer(build_app(self._inside()), options.host, options.port)
        await asyncio.to_thread(server.start)
        try:
            _log.info("serving", url=server.url, metrics=f"{server.url}metrics")
            await asyncio.to_thread(self._store.start)
            await self._probe()
        finally:
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(self._store.stop)
            _log.info("stopped")

    def stop(self) -> None:
        """Have `run` come to its end, as a signal does; to be called on its loop."""
        self._stopping.set()

    def _publish(self, assessment: Assessment, memory: Callable[[], str]) -> None:
        self._store.put(assessment, memory)
        self._hear(assessment)

    async def _probe(self) -> None:
        """Run everything that lives on this loop; one that breaks down ends the program."""
        async with self._tasks as tasks:
            self._loop.add_signal_handler(signal.SIGHUP, self._reload_soon)
            always = [
                tasks.create_task(self._lag.watch()),
                tasks.create_task(watch_clock_steps(self._clock, self._metrics.clock_stepped)),
                tasks.create_task(self._reload_on_change()),
                tasks.create_task(self._survey_controls()),
                tasks.create_task(self._pass_time()),
            ]
            await self._begin(self._world)
            await self._stopping.wait()
            _log.info("stopping", probes=self._scheduler.stop())
            for task in always:
                task.cancel()

    def _reload_soon(self) -> None:
        if not self._stopping.is_set():
            self._tasks.create_task(self._try_reload("SIGHUP"))

    def _new_world(self, settings: Settings) -> _World:
        net = system_net(self._clock, settings.manners.user_agent)
        return _World(
            settings=settings,
            net=net,
            runner=Runner(settings, net, self._lag, self._hub.round_held),
            manners=Manners(self._clock, settings.manners.requests_per_minute),
        )

    async def _begin(self, world: _World) -> None:
        """Let the schedule follow this configuration; the dear parts are built beforehand."""
        await world.net.warm_up()
        await asyncio.to_thread(_prepare, world)
        if self._stopping.is_set():
            return  # told to end meanwhile: loops that began now would never be cancelled
        self._world = world
        services = world.settings.services
        probes = tuple((s.id, probe) for s in services for probe in s.probes)
        self._scheduler.apply(probes, self._new_loop, self._tasks)
        _settle_memory()

    def _new_loop(self, service: str, probe: Probe) -> ProbeLoop:
        return ProbeLoop(
            service=service,
            probe=probe,
            gate=lambda: self._gate(probe),
            clock=self._clock,
            measure=lambda *arguments: self._world.runner.measure(*arguments),
            judge=lambda *arguments: self._world.runner.judge(*arguments),
            listener=self._hub,
        )

    def _gate(self, probe: Probe) -> HostGate:
        return self._world.manners.gate(probe.host, public=probe.is_public)

    async def _survey_controls(self) -> None:
        """Hold rounds of controls at their own rate, the first at once."""
        while True:
            began = self._clock.monotonic()
            await self._world.runner.controls.survey()
            pause = self._world.settings.controls.interval_seconds
            await self._clock.sleep_until(began + pause)

    async def _pass_time(self) -> None:
        while True:
            self._hub.time_passed()
            await self._clock.sleep_until(self._clock.monotonic() + TICK_SECONDS)

    async def _reload_on_change(self) -> None:
        async for _ in changes(self._options.config, self._clock):
            await self._try_reload("the file changed")

    async def _try_reload(self, why: str) -> None:
        _log.info("reloading", why=why)
        with suppress(ReloadError):  # said in the log and in a metric; the old one goes on
            await self._reload()

    async def _reload(self) -> None:
        """Take over the file anew. Raises ReloadError, and changes nothing, where it is wrong."""
        async with self._reloading:
            try:
                settings = await asyncio.to_thread(load, self._options.config, os.environ)
            except ConfigError as error:
                self._metrics.reload_failed()
                _log.error("the new configuration is refused", problems=str(error).splitlines())
                raise ReloadError(str(error)) from error
            try:
                await self._begin(await asyncio.to_thread(self._new_world, settings))
            except OSError as error:  # a file of the configuration went away meanwhile
                self._metrics.reload_failed()
                _log.error("the new configuration is refused", problems=[str(error)])
                raise ReloadError(str(error)) from error
            self._metrics.replace(settings.roster)
            self._hub.rules_changed(settings.rules)
            self._hub.forget_all_but(frozenset(probe.id for _, probe in settings.probes))
            _log.info("reloaded", probes=len(settings.probes))

    def _inside(self) -> Inside:
        """What the web server's thread may ask for; what is not a plain read comes over here."""
        return Inside(
            clock=self._clock,
            scrape=Exposition(self._metrics, self._clock, self._elsewhere()).page,
            write_sighting=sighting_page,
            roster=lambda: self._metrics.roster,
            last_outcomes=self._metrics.last_outcomes,
            overview=Overview(
                self._hub, self._store.reader, lambda: self._world.settings, self._clock
            ),
            probe_now=lambda probe: self._over_here(self._probe_now(probe)),
            healthy=lambda: self._lag.overdue_seconds < STUCK_SECONDS,
            ready=lambda: self._scheduler.running > 0,
            reload=(lambda: self._over_here(self._reload()))
            if self._options.reload_enabled
            else None,
        )

    def _elsewhere(self) -> Elsewhere:
        """What a scrape asks of the rest; all of it may be read from any thread."""
        return Elsewhere(
            store=self._store.stats,
            periods=lambda: self._world.settings.calendar.at(self._clock.now()),
        )

    async def _probe_now(self, name: str) -> Sighting:
        """Raises KeyError for a probe that is not configured."""
        world = self._world
        service, probe = {probe.id: (s, probe) for s, probe in world.settings.probes}[name]
        return await self._on_demand.sighting(
            probe.id, self._gate(probe), lambda retry: world.runner.run(service, probe, retry)
        )

    async def _over_here(self, work: Coroutine[Any, Any, T]) -> T:
        """Have the probing loop do what the web server's loop awaits."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


def _settle_memory() -> None:
    """Take what will stay out of the collector's sight.

    Going through all of it again and again would stop the probing loop for tens of milliseconds at
    a time, and double what a run costs; the rest is small, and seldom looked at is soon enough.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def _prepare(world: _World) -> None:
    for _, probe in world.settings.probes:
        probe.prepare(world.net)
