"""The stand-in as a process: it is told over a pipe, and ends with it."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from monitor.demo.conduct import Conduct
from monitor.demo.hosts import HOSTS, LOOPBACK
from monitor.demo.process import Actors, StandInError, actors
from tests.support.program import PATIENCE_SECONDS

NAMES = {name for names in HOSTS.values() for name in names}


async def answers(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except ConnectionError:  # refused; or reset, where the port is just being closed
        return False
    writer.close()
    return True


async def until_refused(port: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await answers(port):  # noqa: ASYNC110 - the kernel tells nobody
            await asyncio.sleep(0.01)


async def test_it_tells_its_ports_and_does_as_it_is_told(tmp_path: Path) -> None:
    root_file = tmp_path / "root.pem"
    async with actors(root_file) as cast:
        assert cast.ports.keys() == NAMES
        assert "BEGIN CERTIFICATE" in root_file.read_text()
        assert "PRIVATE KEY" not in root_file.read_text()
        assert all([await answers(port) for port in cast.ports.values()])
        await cast.become({"sso": Conduct.REFUSING})
        await until_refused(cast.ports["sso.jmo.example"])
        assert await answers(cast.ports["www.jmo.example"])
    assert not any([await answers(port) for port in cast.ports.values()])


async def test_that_it_did_not_start_is_said(tmp_path: Path) -> None:
    nowhere = tmp_path / "not there" / "root.pem"
    with pytest.raises(StandInError, match="did not start"):
        async with actors(nowhere):
            pass


async def test_that_it_has_ended_is_said_by_the_watch_alone() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "exit(7)", stdin=PIPE)
    cast = Actors(process, {})
    with pytest.raises(StandInError, match="has ended, with exit code 7"):
        await cast.watch()
    await cast.become({"sso": Conduct.WELL})
