"""Which format an Accept header gets."""

import pytest

from monitor.metrics.formats import OPENMETRICS, TEXT, Format, choose

PROMETHEUS_2 = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
PROMETHEUS_3 = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
)


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", TEXT),
        ("*/*", TEXT),
        ("text/html,application/xhtml+xml", TEXT),
        ("text/plain;version=0.0.4", TEXT),
        ("text/plain;version=1.0.0;escaping=dots", TEXT),
        (PROMETHEUS_2, OPENMETRICS),
        (PROMETHEUS_3, OPENMETRICS),
        ("application/openmetrics-text;version=2.0.0;escaping=dots", OPENMETRICS),
        ("application/openmetrics-text;version=x", TEXT),
        ("application/openmetrics-text;version=", OPENMETRICS),
        (";;==,,", TEXT),
    ],
)
def test_the_accept_header_chooses_between_two_formats(accept: str, format: Format) -> None:
    assert choose(accept) is format


def test_the_content_types_are_those_that_prometheus_knows() -> None:
    assert TEXT.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert OPENMETRICS.content_type == "application/openmetrics-text; version=1.0.0; charset=utf-8"
