"""The hostile servers of the tests, in a process of their own.

    python -m benchmarks.hostile_servers FOLDER FAULT…

Writes FOLDER/faults.json, the options of a probe for each fault, and serves until SIGTERM.
"""

import asyncio
import json
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from tests.support.certificates import Authority
from tests.support.faults import FAULTS


async def serve(folder: Path, faults: list[str]) -> None:
    """Serve all of them at once."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    authority = Authority(folder)
    async with AsyncExitStack() as stack:
        met = {
            name: await stack.enter_async_context(FAULTS[f"http/{name}"](authority))
            for name in faults
        }
        unfinished = folder / "faults.json.new"
        unfinished.write_text(json.dumps(met))
        unfinished.rename(folder / "faults.json")
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2:]))
