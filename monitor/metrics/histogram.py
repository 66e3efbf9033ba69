"""A histogram that is never changed, only followed by another one."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Self


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values fell under each bound, and their sum."""

    bounds: tuple[float, ...]
    """Upper bounds, inclusive and rising; the last bucket, without a bound, is not among them."""
    counts: tuple[int, ...]
    """Values in each bucket alone, one more bucket than there are bounds."""
    total: float

    @classmethod
    def empty(cls, bounds: tuple[float, ...]) -> Self:
        """One that has seen nothing."""
        return cls(bounds, (0,) * (len(bounds) + 1), 0.0)

    def plus(self, value: float) -> Self:
        """This one and one value more."""
        at = bisect_left(self.bounds, value)
        counts = (*self.counts[:at], self.counts[at] + 1, *self.counts[at + 1 :])
        return type(self)(self.bounds, counts, self.total + value)

    @property
    def cumulative(self) -> list[int]:
        """Values up to each bound; the last is the number of all."""
        return list(accumulate(self.counts))
