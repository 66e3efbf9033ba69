"""The text of one probe's samples, family by family, written anew only where something changed."""

from dataclasses import dataclass
from itertools import repeat
from typing import Self

from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.family import for_template, own_labels
from monitor.metrics.figures import Figures

_NOTHING = (object(), b"")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a scrape says of one probe; the same in both formats."""

    figures: Figures
    parts: tuple[object, ...]
    """What each family was read from."""
    blocks: tuple[bytes, ...]
    """Each family's lines, in the order of PROBE_FAMILIES."""

    @classmethod
    def of(cls, figures: Figures, before: Self | None) -> Self:
        """Write the sheet; `before` is an earlier one of the same probe, to take over from."""
        own = for_template(own_labels(figures))
        parts, blocks = [], []
        known = zip(before.parts, before.blocks, strict=True) if before else repeat(_NOTHING)
        for family, (old_part, old_block) in zip(PROBE_FAMILIES, known, strict=False):
            part = family.part(figures)
            same = part is old_part or part == old_part
            parts.append(part)
            blocks.append(old_block if same else family.lines(figures, own).encode())
        return cls(figures, tuple(parts), tuple(blocks))
