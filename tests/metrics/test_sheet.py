"""The fast text is prometheus_client's text, whatever happens and in whatever order."""

import asyncio
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.exposition import Exposition
from monitor.metrics.figures import Figures
from monitor.metrics.formats import OPENMETRICS, TEXT, Format
from monitor.metrics.metrics import Metrics
from monitor.metrics.sheet import Sheet
from monitor.model import Assessment, MissCause, Outcome, State, Verdict
from tests.metrics.samples import (
    SERVICE,
    exposition,
    figures_registry,
    outcome,
    probe,
    roster,
    said,
    segment,
    window,
)
from tests.metrics.strategies import moments, outcomes, seconds
from tests.support.clocks import ManualClock

NAMES = ("jmo-api-https", 'h"o\\s%s\ud800\n{}')
PROBES = tuple(probe(name, service=f"s {name}", kind="%d") for name in NAMES)
SERVICES = tuple(replace(SERVICE, id=f"s {name}", symptom=name) for name in NAMES)
ACCEPTED = {TEXT: "text/plain", OPENMETRICS: "application/openmetrics-text"}

Event = Outcome | Assessment | tuple[str, MissCause]


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Anything that may be said of one of the services and its probe."""
    name, state = draw(st.sampled_from(NAMES)), draw(st.sampled_from(State))
    severity = draw(st.sampled_from([State.DEGRADED, State.DOWN]))
    its = window(id=name, service=f"s {name}", severity=severity, down_seconds=draw(seconds))
    return said(
        probe_states={name: state},
        service_states={f"s {name}": state},
        since={f"s {name}": draw(moments)},
        verdict=draw(st.sampled_from(Verdict)),
        segments=(segment(state, draw(st.floats(0, 1e7)), service=f"s {name}"),),
        windows=draw(st.sampled_from([(), (its,)])),
        finished=draw(st.sampled_from([(), (name,)])),
        withdrawn=draw(st.sampled_from([(), (name,)])),
    )


events = st.lists(
    st.one_of(
        *(outcomes(f"s {name}", name, "%d") for name in NAMES),
        st.tuples(st.sampled_from(NAMES), st.sampled_from(MissCause)),
        assessments(),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(st.lists(events, min_size=1, max_size=4))
def test_every_page_is_byte_for_byte_what_prometheus_client_writes(
    scrapes: list[list[Event]],
) -> None:
    asyncio.run(_compare(scrapes))


async def _compare(scrapes: list[list[Event]]) -> None:
    clock = ManualClock()
    kept = Metrics(roster(*PROBES, services=SERVICES), "1.2.3", clock)
    pages = exposition(kept, clock)
    for happened in scrapes:
        for event in happened:
            _tell(kept, event)
        clock.advance(1)
        for format in (TEXT, OPENMETRICS):
            assert await _fast(pages, format) == _slow(kept, format)


def _tell(kept: Metrics, event: Event) -> None:
    if isinstance(event, Outcome):
        kept.record(event)
    elif isinstance(event, Assessment):
        kept.assess(event)
    else:
        kept.missed(*event)


async def _fast(pages: Exposition, format: Format) -> bytes:
    page = await pages.page(ACCEPTED[format])
    return b"".join(page.pieces[:-1])  # the last one is written by prometheus_client itself


def _slow(kept: Metrics, format: Format) -> bytes:
    return format.write(figures_registry(kept)).removesuffix(format.end)


def test_only_what_changed_is_written_anew() -> None:
    before = Sheet.of(PROBE_FAMILIES, Figures.of(probe()).after(outcome()), None)
    after = Sheet.of(PROBE_FAMILIES, before.figures.after(outcome(duration_seconds=0.5)), before)
    changed = {
        family.name
        for family, old, new in zip(PROBE_FAMILIES, before.blocks, after.blocks, strict=True)
        if old is not new
    }
    assert changed == {
        "probe_attempts_total",
        "probe_duration_seconds",
        "probe_last_evidence_timestamp_seconds",
        "probe_latency_seconds",
        "probe_runs_total",
    }
