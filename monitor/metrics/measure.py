"""One metric of the last run: its name, and how it is read from an outcome."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.metrics.family import Points, Scalars
from monitor.metrics.figures import Figures
from monitor.model import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric of the last run."""

    name: str
    help: str
    further: tuple[str, ...] = ()
    """Labels beside the probe's own, in alphabetical order."""
    read: Callable[[Outcome], Points]

    def of_probe(self) -> Scalars[Figures]:
        """The same with the probe's own labels, read from its figures."""
        return Scalars(
            name=self.name,
            help=self.help,
            further=self.further,
            part=self._points,
            read=self._points,
        )

    def _points(self, figures: Figures) -> Points:
        outcome = figures.evidence
        return self.read(outcome) if outcome else ()
