"""The stand-in's process, from the side of who starts it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from monitor.demo.conduct import Conduct


class StandInError(Exception):
    """The stand-in is not there; what it said of that is on standard error."""


class Actors:
    """The stand-ins, wherever they run."""

    def __init__(self, process: Process, ports: Mapping[str, int]) -> None:
        self._process = process
        self.ports = ports

    async def become(self, conducts: Mapping[str, Conduct]) -> None:
        """Let services behave so, in this order."""
        assert self._process.stdin is not None
        with suppress(ConnectionError):  # it is `watch` that says so
            self._process.stdin.write(json.dumps(conducts).encode() + b"\n")
            await self._process.stdin.drain()

    async def watch(self) -> None:
        """Raise StandInError as soon as nobody stands in any more."""
        code = await self._process.wait()
        raise StandInError(f"the stand-in for JMO has ended, with exit code {code}")


@asynccontextmanager
async def actors(root_file: Path) -> AsyncIterator[Actors]:
    """Start the stand-ins, which put into `root_file` whom to trust. Raises StandInError.

    A session of their own keeps Ctrl-C from them: they end when we are done with them.
    """
    command = (sys.executable, "-m", "monitor.demo.standin", str(root_file))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = await process.stdout.readline()
        if not said:
            raise StandInError("the stand-in for JMO did not start")
        yield Actors(process, json.loads(said))
    finally:
        process.stdin.close()
        await process.wait()
