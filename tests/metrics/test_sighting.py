"""One outcome in blackbox exporter's form."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.metrics.measured import MEASURES
from monitor.metrics.sighting import sighting_page
from monitor.model import Outcome, Sighting
from tests.metrics.samples import (
    failed,
    looked_up,
    outcome,
    pinged,
    queried,
    travelled,
    void,
)


def figures(seen: Outcome) -> dict[str, list[tuple[dict[str, str], float]]]:
    """Labels and values by the name of the metric."""
    (page,) = sighting_page(Sighting(outcome=seen, age_seconds=3.5), "").pieces
    families = text_string_to_metric_families(page.decode())
    return {f.name: [(s.labels, s.value) for s in f.samples] for f in families}


def test_every_measure_is_there_and_none_has_the_labels_of_a_probe() -> None:
    every = [figures(o) for o in (outcome(), queried(), pinged(), travelled(), looked_up())]
    assert {name for seen in every for name in seen} == {m.name for m in MEASURES} | {
        "probe_timeout_seconds",
        "probe_age_seconds",
    }
    told = [its for seen in every for samples in seen.values() for its, _ in samples]
    labels = {name for its in told for name in its}
    assert not labels & {"service", "probe", "kind"}


def test_the_age_and_the_timeout_are_told() -> None:
    seen = figures(outcome())
    assert seen["probe_age_seconds"] == [({}, 3.5)]
    assert seen["probe_timeout_seconds"] == [({}, 10.0)]


def test_what_was_not_measured_is_not_mentioned() -> None:
    seen = figures(failed())
    assert seen["probe_success"] == [({}, 0.0)]
    assert "probe_http_status_code" not in seen


def test_a_void_run_tells_nothing_but_its_age() -> None:
    assert figures(void()).keys() == {"probe_timeout_seconds", "probe_age_seconds"}


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("", "text/plain; version=0.0.4"), ("application/openmetrics-text", "application/openmetr")],
)
def test_the_accept_header_chooses_the_format(accept: str, content_type: str) -> None:
    page = sighting_page(Sighting(outcome=outcome(), age_seconds=0.0), accept)
    assert page.content_type.startswith(content_type)
