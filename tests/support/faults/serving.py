"""Faults on demand, in a process of their own: what servers cost is not to be measured.

    python -m tests.support.faults.serving FOLDER

Each line of standard input is a JSON list of faults, which exist until the next line comes; the
answer is a line with the keys of a probe for each. Ends with its input.
"""

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from tests.support.certificates import Authority
from tests.support.faults import FAULTS


async def serve(folder: Path) -> None:
    """Have one line's faults after the other's."""
    authority = Authority(folder)
    line = await asyncio.to_thread(sys.stdin.readline)
    while line:
        async with AsyncExitStack() as stack:
            met = [
                await stack.enter_async_context(FAULTS[fault](authority))
                for fault in json.loads(line)
            ]
            print(json.dumps(met), flush=True)
            line = await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
