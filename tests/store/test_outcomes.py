"""An outcome survives being a row: all that decides, and what is shown of the rest."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from monitor.model import DnsAnswer, DnsRecord, Outcome, Result, Step
from monitor.store.outcomes import DETAIL_CHARACTERS, OutcomeRow, outcome_row, row_outcome
from tests.metrics.samples import CERTIFICATE, ROOT, TLS, queried, slow, void
from tests.store.samples import any_outcome, failed, outcome

a_few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def through(seen: Outcome) -> Outcome:
    return row_outcome(outcome_row(seen))


@a_few
@given(any_outcome)
def test_what_decides_states_and_windows_comes_back_as_it_was(seen: Outcome) -> None:
    back, start = through(seen), seen.started_at
    assert back.started_at == start - timedelta(microseconds=start.microsecond % 1000)
    kept = ("service", "probe", "kind", "location", "duration_seconds", "timeout_seconds")
    judged = ("result", "reason", "phase", "attempts", "phases", "echo", "stalled")
    for name in (*kept, *judged):
        assert getattr(back, name) == getattr(seen, name)


@a_few
@given(any_outcome)
def test_what_was_kept_once_is_kept_for_good(seen: Outcome) -> None:
    assert through(through(seen)) == through(seen)


@a_few
@given(any_outcome)
def test_a_row_is_bounded_whatever_the_other_side_said(seen: Outcome) -> None:
    row = outcome_row(seen)
    assert len(row.way or "") < 20_000
    assert len(row.facts or "") < 200_000
    assert len(row.detail) <= DETAIL_CHARACTERS
    "".join(str(value) for value in row).encode()  # no lone surrogates


def test_an_ordinary_outcome_comes_back_whole_but_for_checks_that_passed() -> None:
    for seen in (outcome(), slow(), failed(), void(), queried()):
        broken = tuple(check for check in seen.checks if not check.passed)
        back = through(seen)
        assert replace(back, tls=None) == replace(seen, checks=broken, tls=None)


def test_a_check_that_broke_is_kept() -> None:
    broken = replace(outcome().checks[0], passed=False, observed="503")
    assert through(outcome(checks=(*outcome().checks, broken))).checks == (broken,)


def test_of_a_chain_the_leaf_and_the_expiries_are_kept() -> None:
    early = replace(ROOT, not_after=CERTIFICATE.not_before)
    seen = replace(TLS, presented=(CERTIFICATE, ROOT, early), verified=(CERTIFICATE, ROOT))
    back = through(outcome(tls=seen)).tls
    assert back is not None
    assert back.leaf == replace(CERTIFICATE, alternative_names=())
    assert (back.earliest_expiry, back.verified_expiry) == (early.not_after, CERTIFICATE.not_after)
    assert (back.version, back.cipher) == (seen.version, seen.cipher)
    assert len(back.presented) == 2


def test_steps_and_phases_of_a_journey_come_back() -> None:
    steps = tuple(
        Step(name=f"step {n}", passed=n == 0, phases=outcome().phases, status_code=200)
        for n in range(2)
    )
    assert through(outcome(steps=steps)).steps == steps


def test_long_answers_are_cut() -> None:
    record = DnsRecord(
        section="answer", name="a.example", type="TXT", ttl_seconds=1, text="x" * 999
    )
    answer = DnsAnswer(
        rcode="NOERROR",
        answers=500,
        authorities=0,
        additionals=0,
        serial=None,
        records=(record,) * 500,
    )
    back = through(outcome(dns=answer)).dns
    assert back is not None
    assert back.answers == 500
    assert len(back.records) == 20
    assert len(back.records[0].text) == 200


def test_an_ordinary_row_is_small() -> None:
    row = outcome_row(outcome())
    own = row._replace(way=None)
    assert sum(8 if isinstance(value, float) else len(str(value or "")) for value in own) < 400


def test_a_way_is_the_same_text_each_run() -> None:
    later = outcome(started_at=outcome().started_at + timedelta(minutes=1), duration_seconds=9.0)
    assert outcome_row(later).way == outcome_row(outcome()).way


def test_a_row_without_attempts_is_read() -> None:
    row = outcome_row(outcome(result=Result.VOID, attempts=()))
    assert row_outcome(OutcomeRow._make(row)).attempts == ()


def test_facts_of_another_version_do_not_hide_the_rest() -> None:
    row = outcome_row(outcome())
    assert row.facts
    assert row.way
    other = row._replace(
        facts=row.facts.replace('"ssl":true,', ""), way=row.way.replace('"subject"', '"name"')
    )
    back = row_outcome(other)
    assert (back.http, back.tls) == (None, None)
    assert (back.connection, back.hops) == (outcome().connection, outcome().hops)
    assert back.result is Result.OK
