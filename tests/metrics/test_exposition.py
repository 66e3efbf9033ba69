"""Pages: written once a second at most, by one writer at a time, in pieces, and readable."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from prometheus_client.core import Metric
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from monitor.metrics.exposition import FRESH_SECONDS, Exposition
from monitor.metrics.formats import OPENMETRICS, TEXT
from monitor.metrics.metrics import Metrics
from monitor.metrics.section import PIECE_BYTES
from monitor.model import PeriodInfo
from tests.metrics.samples import (
    SERVICE,
    eventful,
    exposition,
    metrics,
    outcome,
    probe,
    roster,
    whole_registry,
)
from tests.support.clocks import ManualClock

OPEN = "application/openmetrics-text;version=1.0.0"


read_openmetrics: Callable[[str], Iterator[Metric]] = openmetrics.text_string_to_metric_families


class HurriedClock(ManualClock):
    """A clock on which every look at it takes a millisecond."""

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        self.advance(0.001)
        return super().monotonic()


async def text(pages: Exposition, accept: str = "") -> str:
    """A whole page."""
    return b"".join((await pages.page(accept)).pieces).decode()


def many(count: int) -> Metrics:
    """Metrics of so many probes."""
    return metrics(*(probe(f"probe-{number}") for number in range(count)))


async def test_a_page_has_every_family_that_is_registered() -> None:
    kept = eventful()
    page = await text(exposition(kept))
    for family in whole_registry(kept).collect():
        assert f"# TYPE {family.name}" in page


async def test_a_page_is_given_out_again_for_a_second() -> None:
    clock = ManualClock()
    kept = metrics()
    pages = exposition(kept, clock)
    first = await pages.page("")
    kept.record(outcome())
    clock.advance(FRESH_SECONDS * 0.9)
    assert await pages.page("") is first
    clock.advance(FRESH_SECONDS * 0.1)
    assert await pages.page("") is not first


async def test_the_two_formats_have_pages_of_their_own() -> None:
    writer = exposition(metrics())
    pages = [await writer.page(accept) for accept in ("", OPEN)]
    assert [page.content_type for page in pages] == [TEXT.content_type, OPENMETRICS.content_type]
    assert pages[1].pieces[-1].endswith(b"# EOF\n")
    assert b"# EOF" not in b"".join(pages[0].pieces)


async def test_scrapes_that_come_together_share_one_page() -> None:
    writer = exposition(many(50), HurriedClock())
    pages = await asyncio.gather(*(writer.page("") for _ in range(16)))
    assert len({id(page) for page in pages}) == 1


async def test_a_long_page_comes_in_pieces_of_bounded_size() -> None:
    page = await exposition(many(200)).page("")
    assert len(page.pieces) > 4
    assert max(map(len, page.pieces)) < 5 * PIECE_BYTES


async def test_the_writer_lets_others_run_meanwhile() -> None:
    pages = exposition(many(50), HurriedClock())
    writing = asyncio.create_task(pages.page(""))
    turns = 0
    while not writing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10


async def test_a_removed_probe_is_gone_from_the_next_page() -> None:
    clock = ManualClock()
    kept = many(2)
    pages = exposition(kept, clock)
    assert 'probe="probe-1"' in await text(pages)
    kept.replace(roster(probe("probe-0")))
    clock.advance(FRESH_SECONDS)
    page = await text(pages)
    assert 'probe="probe-1"' not in page
    assert 'probe="probe-0"' in page


async def test_a_probe_that_moves_to_another_service_is_written_anew() -> None:
    clock = ManualClock()
    kept = metrics(probe())
    pages = exposition(kept, clock)
    await text(pages)
    kept.replace(roster(probe(service="sso")))
    clock.advance(FRESH_SECONDS)
    assert 'service="jmo-api"' not in (await text(pages)).replace("jmo_service_info", "")[:2000]


async def test_prometheus_client_reads_both_formats() -> None:
    pages = exposition(eventful(), ManualClock())
    plain = list(read_text(await text(pages)))
    strict = list(read_openmetrics(await text(pages, OPEN)))
    assert len(plain) == len(strict) > 40


async def test_no_series_comes_twice() -> None:
    families = list(read_text(await text(exposition(eventful()))))
    series = [(s.name, *sorted(s.labels.items())) for f in families for s in f.samples]
    assert len(series) == len(set(series))


async def test_there_are_no_series_about_when_a_series_was_made() -> None:
    pages = exposition(eventful(), ManualClock())
    assert "_created" not in await text(pages) + await text(pages, OPEN)


@pytest.mark.parametrize("hostile", ["\ud800", 'a"b', "a\\b", "a\nb", "\x00", "%s", "{}"])
async def test_a_hostile_label_breaks_no_scrape(hostile: str) -> None:
    period = PeriodInfo(id=hostile, name=hostile, name_en=hostile)
    service = replace(SERVICE, id=hostile, name=hostile, symptom=hostile)
    its = replace(roster(probe(hostile, service=hostile)), services=(service,), periods=(period,))
    kept = Metrics(its, hostile, ManualClock())
    pages = exposition(kept)
    assert list(read_openmetrics(await text(pages, OPEN)))
    assert list(read_text(await text(pages)))
