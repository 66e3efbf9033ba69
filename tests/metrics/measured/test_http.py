"""Which kinds tell of HTTP, and which phases are whose."""

import pytest

from monitor.model import Phase
from tests.metrics.samples import ANSWER, failed, outcome, pinged, queried, told

NAME = "probe_http_duration_seconds"


@pytest.mark.parametrize("kind", ["http", "journey", "app_release"])
def test_a_request_that_broke_before_its_answer_has_its_phases(kind: str) -> None:
    assert told(failed(kind=kind), NAME) == {("resolve",): 0.01}


@pytest.mark.parametrize("kind", ["tcp", "tls"])
def test_what_speaks_no_http_has_no_phases_of_http(kind: str) -> None:
    assert told(failed(kind=kind), NAME) == {}
    assert told(failed(kind=kind), "probe_phase_duration_seconds") == {("resolve",): 0.01}
    assert told(failed(kind=kind, http=ANSWER), NAME) == {("resolve",): 0.01}


def test_every_kind_has_its_phases_under_the_name_for_all() -> None:
    for seen in (outcome(), queried(), pinged()):
        assert told(seen, "probe_phase_duration_seconds") == {
            (phase.value,): seconds for phase, seconds in seen.phases.items()
        }
    assert ("exchange",) in told(pinged(), "probe_phase_duration_seconds")
    assert Phase.EXCHANGE in pinged().phases
