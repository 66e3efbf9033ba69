"""A journey, step by step."""

import pytest

from tests.metrics.samples import STEPS, outcome, told, travelled

FAMILIES = ("probe_journey_step_success", "probe_journey_step_duration_seconds")


def test_every_step_that_was_begun_is_told_of() -> None:
    assert told(travelled(), "probe_journey_step_success") == {("open",): 1, ("log-in",): 0}
    assert told(travelled(), "probe_journey_step_duration_seconds") == {
        ("connect", "open"): 0.1,
        ("tls", "open"): 0.2,
        ("connect", "log-in"): 0.3,
    }


def test_a_step_that_was_not_begun_has_no_series() -> None:
    assert told(travelled(steps=STEPS[:1]), "probe_journey_step_success") == {("open",): 1}


def test_timings_taken_while_we_stood_still_are_left_out() -> None:
    assert told(travelled(stalled=True), "probe_journey_step_duration_seconds") == {}
    assert len(told(travelled(stalled=True), "probe_journey_step_success")) == 2


@pytest.mark.parametrize("name", FAMILIES)
def test_other_kinds_have_no_steps(name: str) -> None:
    assert told(outcome(), name) == {}
