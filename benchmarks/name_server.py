"""The name server of the tests, in a process of its own: every name leads to loopback.

    python -m benchmarks.name_server FILE NAME…

Writes to FILE at which port it answers, and serves until SIGTERM.
"""

import asyncio
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.targets import ROOT, wait_for
from tests.support.names import Name, name_server
from tests.support.processes import started


@contextmanager
def naming(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """A name server that knows these names; gives its address and port."""
    file = folder / "name-server.port"
    command = [sys.executable, "-m", "benchmarks.name_server", str(file), *names]
    with started(command, ports=(), log=folder / "name-server.log", cwd=ROOT):
        wait_for(file)
        yield f"127.0.0.1:{file.read_text()}"


async def serve(file: Path, names: list[str]) -> None:
    """Answer until SIGTERM."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with name_server({name: Name(a=("127.0.0.1",)) for name in names}) as server:
        unfinished = file.with_suffix(".new")
        unfinished.write_text(str(server.port))
        unfinished.rename(file)
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2:]))
