"""The command `demo`: stand-ins, story and monitor together; nothing is left of them."""

import asyncio
import signal
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from monitor.app import Monitor, Options
from monitor.clock import SystemClock
from monitor.config.loader import load
from monitor.demo.configuration import write_configuration
from monitor.demo.narrator import OVER, THE_END, Narrator
from monitor.demo.play import play
from monitor.demo.printer import Printer
from monitor.demo.process import Actors, StandInError, actors
from monitor.logs import logging_to_stderr
from monitor.web import ListenError
from monitor.words import Language

FOLDER_PREFIX = "jmo-monitor-demo-"
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line decides."""

    host: str
    port: int
    language: Language
    once: bool
    """End with the story."""

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{_ANYWHERE.get(self.host, host)}:{self.port}/"


def run_demo(asked: Asked) -> None:
    """Show the demonstration until told to stop, or until its end."""
    with (
        TemporaryDirectory(prefix=FOLDER_PREFIX) as folder,
        closing(Printer()) as printer,
        logging_to_stderr("error", "text"),
    ):
        try:
            with suppress(asyncio.CancelledError):  # told to stop before it had begun
                asyncio.run(_demonstrate(Path(folder), asked, printer))
        except (ListenError, StandInError) as error:
            raise click.ClickException(str(error)) from error


async def _demonstrate(folder: Path, asked: Asked, printer: Printer) -> None:
    _stop_when_told()
    clock = SystemClock()
    root_file = folder / "root.pem"
    async with actors(root_file) as cast:
        config = write_configuration(folder / "probes.yaml", root_file, cast.ports)
        settings = load(config, environ={})
        options = Options(
            config=config,
            data=folder / "data",
            host=asked.host,
            port=asked.port,
            reload_enabled=False,
        )
        narrator = Narrator(printer.say, asked.language, settings.roster, clock)
        monitor = Monitor(settings, options, clock, hear=narrator.hear)
        beside = [
            asyncio.create_task(cast.watch()),
            asyncio.create_task(_tell_story(cast, narrator, asked)),
        ]
        for task in beside:
            task.add_done_callback(lambda _: monitor.stop())
        try:
            await monitor.run()
        finally:
            for task in beside:
                task.cancel()
        for task in beside:
            with suppress(asyncio.CancelledError):
                await task


def _stop_when_told() -> None:
    """What the monitor itself does, once it runs; until then there is little to end."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


async def _tell_story(cast: Actors, narrator: Narrator, asked: Asked) -> None:
    """Begin when the first result is in, and go on in health, unless only the story is wanted."""
    await narrator.first_result.wait()
    narrator.begin(asked.url)
    await play(SystemClock(), cast.become, narrator.act)
    narrator.end(THE_END if asked.once else OVER)
    if not asked.once:
        await asyncio.Event().wait()
