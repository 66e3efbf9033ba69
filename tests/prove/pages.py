"""What a scrape says of probes or services, by the families that write the program's own page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic

from monitor.metrics.family import Family
from monitor.metrics.section import K
from monitor.metrics.sheet import Sheet


class Pages(Generic[K]):
    """The lines of some things' families, with their sets of labels widened."""

    def __init__(
        self, families: Sequence[Family[K]], added: str, faults: frozenset[tuple[str, str]]
    ) -> None:
        self._families = families
        self._added = added
        self._faults = faults
        self._sheets: dict[object, Sheet[K]] = {}
        self._texts: dict[tuple[object, int], tuple[bytes, str]] = {}

    def lines(self, things: Iterable[K]) -> Iterator[str]:
        """What a scrape says of them, without the time."""
        for figures in things:
            before = self._sheets.get(figures.key)
            if before is None or before.figures is not figures:
                before = Sheet.of(self._families, figures, before)
                self._sheets[figures.key] = before
            for at, block in enumerate(before.blocks):
                known = self._texts.get((figures.key, at))
                if known is None or known[0] is not block:
                    known = self._texts[figures.key, at] = (block, self._widened(block.decode()))
                yield known[1]

    def _widened(self, text: str) -> str:
        if text.startswith("probe_failures_total"):
            text = "".join(line for line in text.splitlines(True) if self._happens(line))
        return text.replace("{", "{" + self._added)

    def _happens(self, line: str) -> bool:
        return any(f'"{probe}"' in line and f'"{reason}"' in line for probe, reason in self._faults)
