"""What is wrong with a configuration file: every problem at its place, in the order of the file."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the file down."""


class Place(NamedTuple):
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: what it is, and what is allowed instead."""

    text: str
    path: Path = ()
    place: Place | None = None
    """None where the file as a whole is meant."""

    def __str__(self) -> str:
        where = f"{self.place.line}:{self.place.column}: " if self.place else ""
        return f"{where}{dotted(self.path)}{': ' if self.path else ''}{self.text}"


class ConfigError(Exception):
    """A configuration that cannot be used. `str()` is one line for each problem."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(set(problems), key=_order))
        super().__init__(self.problems)

    @property
    def lines(self) -> tuple[str, ...]:
        """Each problem as `file:line:column: path: what is wrong, and what is allowed`."""
        return tuple(
            f"{self.file}:{'' if problem.place else ' '}{problem}" for problem in self.problems
        )

    def __str__(self) -> str:
        return "\n".join(self.lines)


def dotted(path: Path) -> str:
    """A path as people write it: `services[0].probes[1].url`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += f"[{shortened(json.dumps(part))}]"
    return text


def shortened(text: str, limit: int = 80) -> str:
    """`text`, with its middle left out where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _order(problem: Problem) -> tuple[Place, str, str]:
    return problem.place or Place(0, 0), dotted(problem.path), problem.text
