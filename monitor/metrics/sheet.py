"""The text of one thing's samples, family by family, written anew only where something changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Generic, Self

from monitor.metrics.family import F, Family, for_template, own_labels

_NOTHING = (object(), b"")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[F]):
    """What a scrape says of one probe or service; the same in both formats."""

    figures: F
    parts: tuple[object, ...]
    """What each family was read from."""
    blocks: tuple[bytes, ...]
    """Each family's lines, in the order of the families."""

    @classmethod
    def of(cls, families: Sequence[Family[F]], figures: F, before: Self | None) -> Self:
        """Write the sheet; `before` is an earlier one of the same thing, to take over from."""
        own = for_template(own_labels(figures))
        parts, blocks = [], []
        known = zip(before.parts, before.blocks, strict=True) if before else repeat(_NOTHING)
        for family, (old_part, old_block) in zip(families, known, strict=False):
            part = family.part(figures)
            same = part is old_part or part == old_part
            parts.append(part)
            blocks.append(old_block if same else family.lines(figures, own).encode())
        return cls(figures, tuple(parts), tuple(blocks))
