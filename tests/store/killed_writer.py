"""A program that writes a history under load and kills itself -9, again and again.

It says on stderr what it put and when, and which windows it knew to be written; its arguments are
the path of the history and the number of kills.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from monitor.clock import SystemClock
from monitor.store import make_store
from tests.store.samples import FOREVER, assessed, at, closed, outcome

PAUSE_SECONDS = 0.003
LIVES_SECONDS = (0.2, 2.0)
A_MILLION = 1_000_000


def main(path: Path, kills: int) -> None:
    """Let one child after the other write, each until it is killed."""
    for life in range(kills):
        child = os.fork()
        if child == 0:
            write(path, life * A_MILLION, windows_every=(50, A_MILLION)[life % 2])
        time.sleep(random.uniform(*LIVES_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def write(path: Path, first: int, *, windows_every: int) -> None:
    """Put outcomes without end, and now and then a closed window, which has all written at once."""
    store = make_store(path, SystemClock(), retention=FOREVER, checkup_delay_seconds=0)
    store.start()
    for n in range(first, first + A_MILLION):
        windows = (closed(f"w{n}"),) if n % windows_every == 0 else ()
        say("put", n, time.monotonic())
        store.put(assessed(outcome(started_at=at(n)), windows=windows), str(n))
        if n % (2 * windows_every) == 0:  # the others are not waited for
            while store.stats().queued:
                time.sleep(0.001)
            say("written", n, time.monotonic())
        time.sleep(PAUSE_SECONDS)


def say(what: str, n: int, moment: float) -> None:
    """One line, at once and whole."""
    os.write(2, f"{what} {n} {moment}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
