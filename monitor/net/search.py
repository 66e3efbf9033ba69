"""Looking for what is awaited in what has come so far, each byte but once."""

from typing import Protocol

from monitor.patterns import Pattern

AWAITED_BYTES = 64 * 1024
"""The most that may come before what is awaited has come whole."""
AWAITED_LINES = 1000
"""The most lines that an expression is tried on: each costs more than its bytes."""
Heard = bytes | bytearray


class Search(Protocol):
    """One search through bytes that only grow from call to call."""

    def find(self, heard: Heard, *, final: bool) -> int | None:
        """Where the match in `heard` ends; None where there is none. `final`: no more will come.

        What is found does not depend on the pieces in which the bytes came.
        """
        ...

    @property
    def given_up(self) -> bool:
        """Whether it is no use to go on."""
        ...


class TextSearch:
    """Looks for the first place at which some bytes stand."""

    def __init__(self, wanted: bytes) -> None:
        self._wanted = wanted
        self._searched = 0

    def find(self, heard: Heard, *, final: bool) -> int | None:
        """The end of the first place."""
        overlap = len(self._wanted) - 1
        found = heard.find(self._wanted, max(0, self._searched - overlap))
        self._searched = len(heard)
        return None if found < 0 else found + len(self._wanted)

    @property
    def given_up(self) -> bool:
        """Never."""
        return False


class LineSearch:
    """Looks for the first line that an expression matches, as blackbox exporter does.

    A line is tried when it is complete, without its line end; the last one also when it is final.
    Half a line could match where the whole does not.
    """

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._line = 0
        self._searched = 0
        self._lines = 0

    def find(self, heard: Heard, *, final: bool) -> int | None:
        """The end of the first line that matches, its line end included."""
        while not self.given_up:
            line_end = heard.find(b"\n", self._searched)
            if line_end < 0:
                break
            begins, self._line = self._line, line_end + 1
            self._searched = self._line
            self._lines += 1
            if self._matches(heard[begins:line_end]):
                return self._line
        self._searched = len(heard)
        rest = b"" if self.given_up or not final else heard[self._line :]
        return len(heard) if rest and self._matches(rest) else None

    @property
    def given_up(self) -> bool:
        """After AWAITED_LINES lines."""
        return self._lines >= AWAITED_LINES

    def _matches(self, line: Heard) -> bool:
        return self._pattern.found_in(bytes(line).removesuffix(b"\r"))
