"""A changed file is noticed at the next look, however it was changed; an unchanged one is not."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from monitor.filewatch import LOOK_SECONDS, changes
from tests.support.clocks import ManualClock


class Watch:
    """Counts the changes that were noticed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._clock = ManualClock()
        self.noticed = 0

    async def run(self) -> None:
        async for _ in changes(self._path, self._clock):
            self.noticed += 1

    async def begin(self) -> None:
        """Wait until the file as it is now is known."""
        await self._clock.until_sleeping()

    async def look(self) -> int:
        """Let it be time for a look; returns how many changes have been noticed by then."""
        self._clock.advance(LOOK_SECONDS)
        await self._clock.until_sleeping()
        return self.noticed


@asynccontextmanager
async def watched(path: Path) -> AsyncIterator[Watch]:
    """Watch a file while the block runs."""
    watch = Watch(path)
    running = asyncio.create_task(watch.run())
    await watch.begin()
    yield watch
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "probes.yaml"
    path.write_text("location: a\n")
    return path


def put_in_place(path: Path, text: str) -> None:
    """As editors and deployments do: write beside it, then rename."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


async def test_a_file_that_stays_is_no_change(path: Path) -> None:
    async with watched(path) as watch:
        assert [await watch.look() for _ in range(3)] == [0, 0, 0]


async def test_a_file_that_is_written_to_is_a_change_once(path: Path) -> None:
    async with watched(path) as watch:
        path.write_text("location: somewhere else\n")
        assert [await watch.look() for _ in range(3)] == [1, 1, 1]
        path.write_text("location: elsewhere again\n")
        assert await watch.look() == 2


async def test_a_file_put_in_its_place_is_a_change_though_size_and_time_are_the_same(
    path: Path,
) -> None:
    before = path.stat()
    async with watched(path) as watch:
        put_in_place(path, "location: b\n")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        assert await watch.look() == 1


async def test_a_link_that_leads_elsewhere_is_a_change(path: Path, tmp_path: Path) -> None:
    # so a mounted ConfigMap is updated
    other = tmp_path / "other.yaml"
    other.write_text("location: b\n")
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    async with watched(link) as watch:
        beside = tmp_path / "beside"
        beside.symlink_to(other)
        beside.replace(link)
        assert await watch.look() == 1


async def test_a_file_that_vanished_is_waited_for(path: Path) -> None:
    async with watched(path) as watch:
        path.unlink()
        assert await watch.look() == 0
        path.write_text("location: back again\n")
        assert await watch.look() == 1


async def test_a_file_that_was_never_there_may_come(tmp_path: Path) -> None:
    path = tmp_path / "later.yaml"
    async with watched(path) as watch:
        assert await watch.look() == 0
        path.write_text("location: a\n")
        assert await watch.look() == 1
