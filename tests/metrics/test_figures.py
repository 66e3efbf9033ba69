"""One probe's figures: what each sort of run counts, and what it leaves alone."""

from dataclasses import replace

import pytest

from monitor.metrics.figures import Figures, possible_faults
from monitor.model import MissCause, Phase, Reason, Result
from tests.metrics.samples import REASONS, failed, outcome, probe, slow, void
from tests.support.clocks import EPOCH

NEW = Figures.of(probe())


def test_every_count_of_a_new_probe_is_there_and_zero() -> None:
    assert NEW.runs == dict.fromkeys(Result, 0)
    assert NEW.attempts == dict.fromkeys(Result, 0)
    assert NEW.misses == dict.fromkeys(MissCause, 0)
    assert set(NEW.failures.values()) == {0}
    assert NEW.last is None
    assert NEW.last_evidence_seconds is None


def test_an_http_probe_has_a_count_for_every_reason_it_can_have() -> None:
    reasons = {reason for reason, _ in NEW.failures}
    assert reasons == REASONS


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason.usual_phase])
def test_a_reason_of_one_phase_is_counted_there_from_the_start(reason: Reason) -> None:
    faults = possible_faults(frozenset(Reason))
    assert [phase for r, phase in faults if r is reason] == [reason.usual_phase]


def test_slowness_is_counted_in_every_phase_from_the_start() -> None:
    faults = possible_faults(REASONS)
    assert [phase for reason, phase in faults if reason is Reason.SLOW_LATENCY] == [*Phase][:-1]


def test_a_run_is_counted_by_its_result_with_all_its_attempts() -> None:
    figures = NEW.after(failed()).after(outcome())
    assert figures.runs == {**NEW.runs, Result.FAILED: 1, Result.OK: 1}
    assert figures.attempts == {**NEW.attempts, Result.FAILED: 2, Result.OK: 1}


def test_a_run_that_is_not_ok_is_counted_by_reason_and_phase() -> None:
    figures = NEW.after(failed()).after(slow()).after(void())
    assert {fault: n for fault, n in figures.failures.items() if n} == {
        (Reason.CONNECT_REFUSED, "connect"): 1,
        (Reason.SLOW_LATENCY, "processing"): 1,
        (Reason.INTERFERENCE_BLOCKPAGE, "transfer"): 1,
    }


def test_a_reason_without_its_phase_is_counted_in_its_usual_one() -> None:
    figures = NEW.after(failed(phase=None))
    assert figures.failures[Reason.CONNECT_REFUSED, "connect"] == 1


def test_an_ok_run_leaves_the_failures_the_very_same_object() -> None:
    assert NEW.after(outcome()).failures is NEW.failures


@pytest.mark.parametrize("passed", [outcome(), slow()], ids=["ok", "degraded"])
def test_the_latency_of_a_run_that_passed_is_counted(passed: object) -> None:
    assert isinstance(passed, type(outcome()))
    assert NEW.after(passed).latency.total == 0.25


@pytest.mark.parametrize(
    "other", [failed(), void(), outcome(stalled=True)], ids=["failed", "void", "stalled"]
)
def test_a_latency_that_says_nothing_of_the_service_is_not_counted(other: object) -> None:
    assert isinstance(other, type(outcome()))
    assert NEW.after(other).latency is NEW.latency


def test_evidence_is_dated_by_the_end_of_the_run() -> None:
    assert NEW.after(failed()).last_evidence_seconds == EPOCH.timestamp() + 0.25


def test_a_void_run_is_the_last_one_but_no_evidence() -> None:
    figures = NEW.after(outcome()).after(void())
    assert figures.last == void()
    assert figures.evidence is None
    assert figures.last_evidence_seconds == EPOCH.timestamp() + 0.25


def test_missed_ticks_are_counted_by_their_cause() -> None:
    figures = NEW.after_miss(MissCause.BUDGET, 2).after_miss(MissCause.BUDGET, 1)
    assert figures.misses == {**NEW.misses, MissCause.BUDGET: 3}


def test_a_reload_that_keeps_the_target_keeps_what_was_seen() -> None:
    figures = NEW.after(outcome()).under(replace(probe(), interval_seconds=30.0))
    assert figures.last == outcome()
    assert figures.info.interval_seconds == 30.0


def test_a_reload_that_changes_the_target_keeps_the_counts_alone() -> None:
    figures = NEW.after(outcome()).under(replace(probe(), target="https://other.example/"))
    assert figures.last is None
    assert figures.runs[Result.OK] == 1
