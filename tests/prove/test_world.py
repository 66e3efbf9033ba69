"""The generated history is what the program's own page says."""

import asyncio
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from prometheus_client.parser import text_string_to_metric_families

from monitor.metrics.exposition import Exposition
from tests.prove import dashboards, script
from tests.prove.cast import settings
from tests.prove.world import World

ADDED = {"job", "instance", "location"}
OF_PROMETHEUS = ("up", "scrape_", "process_")
Sample = tuple[str, frozenset[tuple[str, str]], float]


class Watched(World):
    """A world whose real page is kept, too, as it was at END."""

    page = ""

    def _scrape(self, file: TextIO, now: datetime, off: bool) -> None:
        super()._scrape(file, now, off)
        if now == script.END:
            exposition = Exposition(self._metrics, self._clock, self._elsewhere)
            page = asyncio.run(exposition.page(""))
            self.page = b"".join(page.pieces).decode()


def test_a_scrape_of_the_generated_history_is_the_programs_own_page(tmp_path: Path) -> None:
    names = dashboards.metrics()
    began = script.END - timedelta(hours=2)
    world, file = Watched(settings(tmp_path), began, names), io.StringIO()
    world.play(file)
    ending = f" {int(script.END.timestamp())}\n"
    lines = [line for line in file.getvalue().splitlines(True) if line.endswith(ending)]
    generated = samples("".join(line.removesuffix(ending) + "\n" for line in lines))
    real = samples(world.page)
    ours = {each for each in generated if not each[0].startswith(OF_PROMETHEUS)}
    assert ours <= real, sorted(map(str, ours - real))[:5]
    missing = {
        each
        for each in real - ours
        if each[0] in names and not each[0].startswith((*OF_PROMETHEUS, "probe_failures_total"))
    }
    assert not missing, sorted(map(str, missing))[:5]
    assert len(ours) > 400


def samples(text: str) -> set[Sample]:
    """What a page says, without what Prometheus adds."""
    return {
        (s.name, frozenset((k, v) for k, v in s.labels.items() if k not in ADDED), s.value)
        for family in text_string_to_metric_families(text)
        for s in family.samples
    }
