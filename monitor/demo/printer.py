"""Lines on standard output, by a thread of its own: a terminal that waits stops no probe."""

import os
import sys
from queue import SimpleQueue
from threading import Thread

LAST_WORDS_SECONDS = 2.0


class Printer:
    """Prints lines in their order, soon."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._thread = Thread(target=self._print, name="printer", daemon=True)
        self._thread.start()

    def say(self, line: str) -> None:
        """Have a line printed; never waits."""
        self._lines.put(line)

    def close(self) -> None:
        """Print what is left, unless nobody takes it."""
        self._lines.put(None)
        self._thread.join(LAST_WORDS_SECONDS)

    def _print(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                print(line, flush=True)
            except BrokenPipeError:  # nobody reads any more; the pages go on telling
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return
