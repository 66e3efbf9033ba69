"""The command: measures, and prints the table."""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks import cpu, crowd, edges, fidelity, hostile, start, stories, thousand, year
from benchmarks.cpu import Effort
from benchmarks.table import Row, show

Parts = dict[str, Callable[[Path], list[Row]]]

LONG: Parts = {
    "cpu": lambda folder: cpu.measure(
        folder, Effort(rounds=3, seconds=20), ("http", "https", "https-rsa")
    ),
    "fidelity": lambda folder: [
        fidelity.measure(folder, seconds=60, tls=False),
        fidelity.measure(folder, seconds=60, tls=True),
    ],
    "thousand": lambda folder: thousand.measure(folder, rounds=4),
    "start": lambda folder: start.measure(folder, seconds=60),
    "hostile": hostile.measure,
    "edges": lambda folder: edges.measure(folder, times=5),
    "crowd": lambda folder: crowd.measure(
        folder, crowd.Effort(days=365, rounds=3, seconds=60, askings=8)
    ),
    "year": lambda folder: year.measure(folder, days=365),
    "stories": lambda folder: stories.measure(stories=100_000),
}
QUICK: Parts = {
    "cpu": lambda folder: cpu.measure(folder, Effort(rounds=1, seconds=8), ("http", "https")),
    "fidelity": lambda folder: [fidelity.measure(folder, seconds=12, tls=False)],
    "thousand": lambda folder: thousand.measure(folder, rounds=1),
    "start": lambda folder: start.measure(folder, seconds=15),
    "hostile": hostile.measure,
    "edges": lambda folder: edges.measure(folder, times=1),
    "crowd": lambda folder: crowd.measure(
        folder, crowd.Effort(days=20, rounds=1, seconds=30, askings=2)
    ),
    "year": lambda folder: year.measure(folder, days=20),
    "stories": lambda folder: stories.measure(stories=1_000),
}


def main() -> int:
    """Measure what the command line asks for; the exit status is 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the time, less certain")
    parser.add_argument("part", nargs="*", help=f"only these parts: {', '.join(LONG)}")
    arguments = parser.parse_args()
    parts = QUICK if arguments.quick else LONG
    unknown = set(arguments.part) - set(parts)
    if unknown:
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(LONG)}")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # ends children too
    with suppress(PermissionError):
        os.nice(-15)  # for all that is started here alike: other programs disturb the figures less
    rows: list[Row] = []
    for name in arguments.part or parts:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="jmo-benchmark-") as folder:
            rows += parts[name](Path(folder))
        print(f"{name}: measured in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
