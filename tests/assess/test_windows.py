"""Windows: edges with their uncertainty, figures, merging, and ids that stay."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.assess.assessor import Assessor
from monitor.assess.rules import Rules
from monitor.model import Assessment, Outcome, Phase, Reason, Release, Result, Role, State, Window
from tests.assess.chance import Told
from tests.assess.worlds import STATES, fed, history, minute, probe, rules_of, run, service
from tests.support.clocks import EPOCH


def windows_of(outcomes: list[Outcome], rules: Rules | None = None) -> list[Window]:
    """The windows after these outcomes, in order."""
    told = Told()
    for said in fed(outcomes, rules)[1]:
        told.hear(said)
    return sorted(told.windows.values(), key=lambda window: window.began_at)


def only(outcomes: list[Outcome], rules: Rules | None = None) -> Window:
    """The one window after these outcomes."""
    (window,) = windows_of(outcomes, rules)
    return window


def test_both_edges_and_how_far_they_may_lie_back() -> None:
    window = only(history("1110000111"))
    assert (window.began_after, window.began_at) == (minute(2), minute(3))
    assert (window.ended_after, window.ended_at) == (minute(6), minute(7))
    assert window.severity is State.DOWN
    assert window.down_seconds == 240
    assert not window.is_open


def test_an_open_window_has_no_end() -> None:
    window = only(history("111000"))
    assert window.is_open
    assert window.ended_after is None
    assert window.down_seconds == pytest.approx(120.25)  # up to the end of the last run


def test_without_a_good_run_before_nobody_knows_when_it_began() -> None:
    assert only(history("000")).began_after is None


@pytest.mark.parametrize(
    ("letters", "severity", "degraded", "down"),
    [
        ("11ddd111", State.DEGRADED, 180, 0),
        ("11ddd000111", State.DOWN, 180, 180),
        ("11000ddd111", State.DOWN, 180, 180),
    ],
)
def test_the_severity_is_the_worst_state_and_each_has_its_time(
    letters: str, severity: State, degraded: float, down: float
) -> None:
    window = only(history(letters))
    assert window.severity is severity
    assert (window.degraded_seconds, window.down_seconds) == (degraded, down)


def test_the_dominant_reason_and_phase_and_how_often_each_was_seen() -> None:
    reasons = [Reason.HTTP_TIMEOUT, Reason.CHECK_STATUS, Reason.CHECK_STATUS, Reason.CHECK_STATUS]
    bad = [
        replace(outcome, reason=reason, phase=Phase.PROCESSING)
        for outcome, reason in zip(history("0000", first=2), reasons, strict=True)
    ]
    window = only([*history("11"), *bad, *history("111", first=6)])
    assert (window.reason, window.phase) == (Reason.CHECK_STATUS, Phase.PROCESSING)
    assert window.reasons == {Reason.HTTP_TIMEOUT: 1, Reason.CHECK_STATUS: 3}
    assert window.runs == 4


def test_worst_and_median_latency_are_those_of_the_runs_within() -> None:
    latencies = [1.0, 2.0, 3.0, 9.0, 5.0]
    bad = [
        run(minute(2 + number), Result.FAILED, duration_seconds=seconds)
        for number, seconds in enumerate(latencies)
    ]
    window = only([*history("11"), *bad, *history("111", first=7)])
    assert window.worst_latency_seconds == 9.0
    assert window.median_latency_seconds == pytest.approx(3.0, rel=0.01)


def test_a_stalled_run_counts_but_its_latency_does_not() -> None:
    bad = [replace(outcome, stalled=True) for outcome in history("000", first=2)]
    window = only([*history("11"), *bad, *history("111", first=5)])
    assert (window.runs, window.worst_latency_seconds) == (3, None)


def test_void_runs_and_missed_ticks_are_in_no_window() -> None:
    window = only(history("11v0v0v0vv111"))
    assert window.runs == 3
    assert (window.began_after, window.began_at) == (minute(1), minute(3))


def test_windows_closer_than_the_gap_are_one_and_its_id_stays() -> None:
    near = service(states=replace(STATES, merge_gap_seconds=300))
    letters = "11000" + "1111" + "000" + "11111111111"
    merged = only(history(letters), rules_of(near))
    assert (merged.began_at, merged.ended_at) == (minute(2), minute(12))
    assert merged.down_seconds == 360  # the four minutes between are not of it
    apart = service(states=replace(STATES, merge_gap_seconds=240))
    first, second = windows_of(history(letters), rules_of(apart))
    assert first.id == merged.id
    assert (second.began_at, second.ended_at) == (minute(9), minute(12))


def test_an_id_tells_the_service_and_the_beginning_and_outlasts_an_earlier_beginning() -> None:
    quick, slow = probe("quick"), probe("slow", interval_seconds=300.0)
    outcomes = [
        *history("1111111111110000000000000000", "quick"),
        *[
            run(minute(5 * n + 0.5), Result.OK if n < 2 else Result.FAILED, "slow")
            for n in range(6)
        ],
    ]
    ordered = sorted(outcomes, key=lambda outcome: outcome.started_at)
    told = Told()
    ids = set()
    for said in fed(ordered, rules_of(service(quick, slow)))[1]:
        told.hear(said)
        ids |= set(told.windows)
    (window,) = told.windows.values()
    assert ids == {window.id} == {"s-20260831T021200Z"}
    assert window.began_at == minute(10.5)  # the slow probe had seen it first, but was sure later
    assert window.probes == ("quick", "slow")


def test_a_supporting_probe_makes_a_window_of_degradation_at_most() -> None:
    rules = rules_of(service(probe("main"), probe("side", role=Role.SUPPORTING)))
    outcomes = [*history("11111111", "main"), *history("11000000", "side")]
    window = only(sorted(outcomes, key=lambda outcome: outcome.started_at), rules)
    assert window.severity is State.DEGRADED
    assert window.probes == ("side",)


def test_a_silence_within_is_unknown_and_the_window_goes_on() -> None:
    window = only(history("11000" + "." * 10 + "0111"))
    assert (window.began_at, window.ended_at) == (minute(2), minute(16))
    assert window.unknown_seconds == 600
    assert window.down_seconds == 240


def test_a_window_that_nobody_saw_the_end_of_ended_somewhere_in_the_silence() -> None:
    window = only(history("11000" + "." * 10 + "111"))
    assert (window.ended_after, window.ended_at) == (minute(4), minute(15))


def test_the_release_before_it_is_the_last_one_seen_until_then() -> None:
    def released(version: str, at: datetime) -> Outcome:
        seen = Release(store="app_store", version=version, released_at=None, minimum_os=None)
        return run(at, Result.OK, "shop", release=seen)

    rules = rules_of(service(probe(), probe("shop", role=Role.SUPPORTING, interval_seconds=3600.0)))
    outcomes = [
        *history("111111100001111"),
        released("4.1", minute(0.5)),
        released("4.2", minute(5.5)),
        released("4.3", minute(9.5)),
    ]
    ordered = sorted(outcomes, key=lambda outcome: outcome.started_at)
    assert only(ordered, rules).release == "app_store 4.2"
    changes = [said.release for said in fed(ordered, rules)[1] if said.release]
    assert [(c.version, c.previous) for c in changes] == [
        ("4.1", None),
        ("4.2", "4.1"),
        ("4.3", "4.2"),
    ]


def test_the_window_of_a_service_that_is_configured_no_more_ends() -> None:
    assessor, said = fed(history("11000"))
    (open_window,) = said[-1].windows
    other = assessor.adopt(rules_of(service(id="other")), minute(6))
    (closed,) = other.windows
    assert (closed.id, closed.ended_at) == (open_window.id, minute(6))
    assert other.finished == (closed.id,)


def test_an_open_window_can_be_looked_at_in_between() -> None:
    assessor, _ = fed(history("11000"))
    (window,) = assessor.open_windows(minute(5))
    assert window.down_seconds == 180


def test_a_restart_in_the_middle_goes_on_with_the_same_window() -> None:
    first, said = fed(history("111000"))
    (open_window,) = said[-1].windows
    second = Assessor(rules_of(), first.memory, minute(6))
    told: list[Assessment] = [second.record(o) for o in history("0111", first=6)]
    closed = [w for s in told for w in s.windows][-1]
    assert (closed.id, closed.began_at) == (open_window.id, open_window.began_at)
    assert closed.ended_at == EPOCH + timedelta(minutes=7)
