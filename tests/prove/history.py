"""The generated history behind a real Prometheus, and how to ask a panel."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grafana.builder.targets import Choice
from tests.prove import dashboards, script
from tests.prove.cast import settings
from tests.prove.dashboards import DAY_SECONDS, Board, Offers
from tests.prove.prometheus import Answer, Prometheus, make_blocks, prometheus
from tests.prove.truth import Truth
from tests.prove.world import World, write

SCRAPE_SECONDS = 60
PLACES = ("jakarta", "surabaya")


def worlds(folder: Path) -> list[World]:
    """Two places: one from the beginning, and one that joined a day ago."""
    names = dashboards.metrics()
    home, away = (settings(folder, place) for place in PLACES)
    return [
        World(home, script.BEGAN, names),
        World(away, script.ELSEWHERE_BEGAN, names, script.ELSEWHERE),
    ]


@dataclass(frozen=True)
class History:
    """All that was, and who can be asked about it."""

    prometheus: Prometheus
    worlds: Sequence[World]
    boards: Mapping[str, Board] = field(default_factory=dashboards.boards)
    """The committed dashboards."""

    @property
    def offers(self) -> Offers:
        """What a variable offers at END."""
        day = script.ago(seconds=DAY_SECONDS)
        return lambda series, label: self.prometheus.label_values(series, label, day, script.END)

    def truth(self, at: datetime = script.END) -> Truth:
        """What was so for whoever looks then."""
        return Truth(self.worlds, at)

    def panel(
        self,
        uid: str,
        name: str,
        range_seconds: int,
        at: datetime = script.END,
        **chosen: str | Sequence[str],
    ) -> Answer:
        """What a panel is told, such as `7 A`, with these variables and the others as opened."""
        choice = self.choice(uid, range_seconds, **chosen)
        asked = dashboards.asked(self.boards[uid], choice)
        (target,) = (target for found, target in asked if found == name)
        return self.prometheus.ask(target, at)

    def choice(self, uid: str, range_seconds: int, **chosen: str | Sequence[str]) -> Choice:
        """These variables of a dashboard, and the others as opened."""
        board = self.boards[uid]
        opened = dashboards.first(board, self.offers, range_seconds, SCRAPE_SECONDS).choice
        return replace(opened, values={**opened.values, **chosen})


@contextmanager
def history(folder: Path) -> Iterator[History]:
    """Generate it, and serve it until the end of the block."""
    made, file = worlds(folder), folder / "history.om"
    write(file, made)
    make_blocks(file, folder / "data")
    file.unlink()
    with prometheus(folder, folder / "data") as server:
        yield History(server, made)
