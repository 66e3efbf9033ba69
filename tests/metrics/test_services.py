"""States, settled time and windows of services, as assessments tell of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory, from_json, to_json
from monitor.assess.rules import Rules
from monitor.metrics.metrics import Metrics
from monitor.metrics.service import LAST_WINDOWS
from monitor.model import (
    Assessment,
    Outcome,
    ReleaseChange,
    State,
    Verdict,
    Window,
)
from tests.assess.chance import Told, ended_at, story, world
from tests.metrics.samples import (
    SERVICE,
    metrics,
    probe,
    roster,
    said,
    segment,
    value,
    values,
    whole_registry,
    window,
)
from tests.support.clocks import EPOCH, ManualClock

DOWN, DEGRADED = State.DOWN, State.DEGRADED
STATE_SECONDS = "jmo_service_state_seconds_total"
START = "jmo_window_start_timestamp_seconds"
ENDED_START, ENDED_END, ENDED_SETTLED = (
    f"jmo_ended_window_{what}"
    for what in ("start_timestamp_seconds", "end_timestamp_seconds", "settled")
)
COUNT, SECONDS = "jmo_windows_total", "jmo_window_seconds_total"
ENDED = EPOCH + timedelta(minutes=5)


def by_label(kept: Metrics, name: str, label: str) -> dict[str, float]:
    """The samples of a family by the value of one label."""
    families = whole_registry(kept).collect()
    samples = [sample for family in families for sample in family.samples if sample.name == name]
    return {sample.labels[label]: sample.value for sample in samples}


def test_before_anything_was_assessed_all_is_unknown_and_every_count_zero() -> None:
    kept = metrics()
    assert by_label(kept, STATE_SECONDS, "state") == dict.fromkeys(State, 0)
    for name in (START, COUNT, SECONDS):
        assert by_label(kept, name, "severity") == {DEGRADED: 0, DOWN: 0}
    assert value(kept, "jmo_service_state", state="unknown") == 1
    assert value(kept, "jmo_verdict", verdict="unknown") == 1
    assert values(kept, "jmo_service_state_since_timestamp_seconds") == []


def test_one_state_and_one_verdict_hold_at_a_time() -> None:
    kept = metrics(probe(), probe("control-world", service="control"))
    kept.assess(
        said(
            probe_states={"jmo-api-https": DEGRADED},
            service_states={"jmo-api": DOWN},
            since={"jmo-api": ENDED},
            verdict=Verdict.MAJOR_OUTAGE,
        )
    )
    assert by_label(kept, "probe_state", "state") == {s: s is DEGRADED for s in State}
    assert by_label(kept, "jmo_service_state", "state") == {s: s is DOWN for s in State}
    assert by_label(kept, "jmo_verdict", "verdict") == {
        v: v is Verdict.MAJOR_OUTAGE for v in Verdict
    }
    since = value(kept, "jmo_service_state_since_timestamp_seconds")
    assert since == ENDED.timestamp()


def test_a_control_has_no_state() -> None:
    kept = metrics(probe(), probe("control-world", service="control"))
    kept.assess(said())
    assert len(values(kept, "probe_state", probe="jmo-api-https")) == len(State)
    assert values(kept, "probe_state", probe="control-world") == []


def test_settled_time_is_summed_by_state() -> None:
    kept = metrics()
    for spent in (segment(State.UP, 60), segment(DOWN, 30), segment(State.UP, 0.25)):
        kept.assess(said(segments=(spent,)))
    expected = dict.fromkeys(State, 0.0) | {State.UP: 60.25, DOWN: 30.0}
    assert by_label(kept, STATE_SECONDS, "state") == expected


def test_an_open_window_shows_its_start_under_its_severity_alone() -> None:
    kept = metrics()
    kept.assess(said(windows=(window(severity=DEGRADED),)))
    assert by_label(kept, START, "severity") == {DEGRADED: EPOCH.timestamp(), DOWN: 0}
    kept.assess(said(windows=(window(severity=DOWN),)))
    assert by_label(kept, START, "severity") == {DEGRADED: 0, DOWN: EPOCH.timestamp()}
    kept.assess(said(windows=(window(ended_at=ENDED),)))
    assert by_label(kept, START, "severity") == {DEGRADED: 0, DOWN: 0}


def test_a_window_is_counted_when_it_can_change_no_more_and_with_its_last_figures() -> None:
    kept = metrics()
    kept.assess(said(windows=(window(ended_at=ENDED),)))
    kept.assess(said(windows=(window(down_seconds=90.0, degraded_seconds=7.0, ended_at=ENDED),)))
    assert value(kept, COUNT, severity="down") == 0
    kept.assess(said(finished=("jmo-api-1",)))
    assert by_label(kept, COUNT, "severity") == {DEGRADED: 0, DOWN: 1}
    assert by_label(kept, SECONDS, "severity") == {DEGRADED: 0, DOWN: 97}
    kept.assess(said(finished=("jmo-api-1",)))
    assert value(kept, COUNT, severity="down") == 1


def test_a_window_may_be_told_of_and_finished_at_once() -> None:
    kept = metrics()
    kept.assess(said(windows=(window(ended_at=ENDED),), finished=("jmo-api-1",)))
    assert value(kept, SECONDS, severity="down") == 60


def ended_windows(kept: Metrics, severity: State = DOWN) -> list[tuple[float, ...]]:
    """The ended windows of a severity as start, end and whether they are settled, newest first."""
    names = (ENDED_START, ENDED_END, ENDED_SETTLED)
    return [
        tuple(value(kept, name, severity=severity, nth=str(nth)) for name in names)
        for nth in range(1, LAST_WINDOWS + 1)
    ]


def shown(number: int, *, settled: bool) -> tuple[float, ...]:
    """What is shown of `ended(number)`."""
    window = ended(number)
    assert window.ended_at is not None
    return window.began_at.timestamp(), window.ended_at.timestamp(), float(settled)


def ended(number: int, **changes: Any) -> Window:
    """The window of this number; there is one an hour."""
    began = EPOCH + timedelta(hours=number)
    whole = {"began_at": began, "ended_at": began + timedelta(minutes=5, milliseconds=250)}
    return window(id=f"jmo-api-{number}", **whole | changes)


NO_WINDOW = (0.0, 0.0, 0.0)


def test_an_ended_window_shows_both_edges_at_once_and_whether_it_is_settled() -> None:
    kept = metrics()
    kept.assess(said(windows=(ended(1, ended_at=None),)))
    assert ended_windows(kept) == [NO_WINDOW] * LAST_WINDOWS
    kept.assess(said(windows=(ended(1),)))
    assert ended_windows(kept) == [shown(1, settled=False), NO_WINDOW, NO_WINDOW]
    kept.assess(said(finished=("jmo-api-1",)))
    assert ended_windows(kept) == [shown(1, settled=True), NO_WINDOW, NO_WINDOW]
    assert ended_windows(kept, DEGRADED) == [NO_WINDOW] * LAST_WINDOWS


def test_the_last_ended_windows_of_each_severity_are_shown_the_newest_first() -> None:
    kept = metrics()
    numbers = range(1, LAST_WINDOWS + 2)
    for number in numbers:
        kept.assess(said(windows=(ended(number),), finished=(f"jmo-api-{number}",)))
    kept.assess(said(windows=(ended(9, severity=DEGRADED), ended(8))))
    newest = sorted(numbers, reverse=True)[: LAST_WINDOWS - 1]
    assert ended_windows(kept) == [
        shown(8, settled=False),
        *(shown(number, settled=True) for number in newest),
    ]
    assert ended_windows(kept, DEGRADED) == [shown(9, settled=False), NO_WINDOW, NO_WINDOW]


def test_several_windows_may_be_settled_at_once() -> None:
    kept = metrics()
    kept.assess(said(windows=(ended(1), ended(2)), finished=("jmo-api-1", "jmo-api-2")))
    assert ended_windows(kept)[:2] == [shown(2, settled=True), shown(1, settled=True)]


def test_an_ended_window_that_goes_on_or_is_withdrawn_is_shown_no_more() -> None:
    kept = metrics()
    kept.assess(said(windows=(ended(1), ended(2))))
    kept.assess(said(windows=(ended(2, ended_at=None),)))
    assert ended_windows(kept) == [shown(1, settled=False), NO_WINDOW, NO_WINDOW]
    kept.assess(said(withdrawn=("jmo-api-1",)))
    assert ended_windows(kept) == [NO_WINDOW] * LAST_WINDOWS


def test_windows_from_before_a_restart_are_shown_and_not_counted() -> None:
    kept = metrics()
    kept.remember([ended(2), ended(1), ended(3, service="gone")])
    assert ended_windows(kept)[:2] == [shown(2, settled=True), shown(1, settled=True)]
    assert value(kept, COUNT, severity="down") == 0
    kept.assess(said(windows=(ended(3),), finished=("jmo-api-3",)))
    assert [row[0] for row in ended_windows(kept)] == [
        ended(number).began_at.timestamp() for number in (3, 2, 1)
    ]


def test_a_withdrawn_window_vanishes_uncounted() -> None:
    kept = metrics()
    kept.assess(said(windows=(window(),)))
    kept.assess(said(withdrawn=("jmo-api-1",)))
    assert value(kept, START, severity="down") == 0
    kept.assess(said(finished=("jmo-api-1",)))
    assert value(kept, COUNT, severity="down") == 0


def test_a_window_that_goes_on_after_all_is_open_again() -> None:
    kept = metrics()
    kept.assess(said(windows=(window(ended_at=ENDED), window(id="jmo-api-2", began_at=ENDED))))
    assert value(kept, START, severity="down") == ENDED.timestamp()
    kept.assess(said(windows=(window(),), withdrawn=("jmo-api-2",)))
    assert value(kept, START, severity="down") == EPOCH.timestamp()


def test_a_removed_service_vanishes_and_what_stays_keeps_its_counters_and_its_window() -> None:
    other = replace(SERVICE, id="sso")
    kept = Metrics(roster(probe(), services=(SERVICE, other)), "1", ManualClock())
    kept.assess(
        said(
            segments=(segment(State.UP, 60), segment(State.UP, 60, service="sso")),
            windows=(window(), window(id="sso-1", service="sso")),
        )
    )
    kept.replace(roster(probe(), services=(replace(SERVICE, name="Baru"),)))
    gone = window(id="sso-1", service="sso", ended_at=ENDED)
    kept.assess(
        said(segments=(segment(DOWN, 1, service="sso"),), windows=(gone,), finished=("sso-1",))
    )
    assert values(kept, STATE_SECONDS, service="sso") == []
    assert value(kept, STATE_SECONDS, state="up") == 60
    assert value(kept, START, severity="down") == EPOCH.timestamp()
    assert list(by_label(kept, "jmo_service_info", "name")) == ["Baru"]
    kept.replace(roster(probe(), services=(SERVICE, other)))
    assert sum(values(kept, STATE_SECONDS, service="sso")) == 0
    assert sum(values(kept, COUNT, service="sso")) == 0


def test_a_probe_that_is_new_after_a_reload_gets_its_state_though_no_other_changed() -> None:
    kept = metrics()
    well = said(probe_states={"jmo-api-https": State.UP, "new": State.UNKNOWN})
    kept.assess(well)
    kept.replace(roster(probe(), probe("new")))
    kept.assess(well)
    assert value(kept, "probe_state", probe="new", state="unknown") == 1


def test_a_snapshot_does_not_change_with_an_assessment() -> None:
    kept = metrics()
    snapshot = kept.snapshot()
    kept.assess(said(segments=(segment(State.UP, 60),), windows=(window(),)))
    assert (snapshot.services[0].state, snapshot.services[0].current) == (State.UNKNOWN, None)
    assert snapshot.services[0].seconds[State.UP] == 0


def test_another_version_in_a_shop_is_counted_the_first_one_seen_is_not() -> None:
    kept = metrics(probe("release", kind="app_release"), probe())
    changed = ReleaseChange(
        service="jmo-api",
        probe="release",
        store="play_store",
        version="4.2.1",
        previous=None,
        minimum_os=None,
        released_at=None,
        seen_at=EPOCH,
    )
    counts = []
    for previous, name in ((None, "release"), ("4.2.0", "release"), ("4.2.0", "gone")):
        kept.assess(said(release=replace(changed, previous=previous, probe=name)))
        counts.append(value(kept, "jmo_app_release_changes_total"))
    assert counts == [0, 1, 1]


def test_what_a_service_promises_is_told_as_far_as_it_promises() -> None:
    assert SERVICE.slo is not None
    only = replace(SERVICE.slo, latency=None, latency_under_seconds=None)
    services = (SERVICE, replace(SERVICE, id="a", slo=only), replace(SERVICE, id="n", slo=None))
    kept = Metrics(roster(services=services), "1", ManualClock())
    ratio, threshold = "jmo_slo_objective_ratio", "jmo_slo_latency_threshold_seconds"
    assert value(kept, ratio, service="jmo-api", slo="availability") == 0.995
    assert value(kept, ratio, service="jmo-api", slo="latency") == 0.95
    assert value(kept, threshold, service="jmo-api") == 2
    assert value(kept, "jmo_slo_window_seconds", service="a") == 30 * 86_400
    assert values(kept, ratio, service="a") == [0.995]
    assert values(kept, threshold, service="a") == []
    assert values(kept, ratio, service="n") == []


def listened(
    chance: random.Random, rules: Rules, outcomes: Sequence[Outcome]
) -> Iterator[Assessment]:
    """All that is said of a history, with ticks and restarts in it, until everything is settled."""
    assessor, now = Assessor(rules, Memory(), EPOCH), EPOCH
    for outcome in outcomes:
        while chance.random() < 0.3:
            now += (ended_at(outcome) - now) * chance.random()
            yield assessor.pass_time(now)
        now = ended_at(outcome)
        yield assessor.record(outcome)
        if chance.random() < 0.05:
            assessor = Assessor(rules, from_json(to_json(assessor.memory)), now)
    yield assessor.pass_time(now + timedelta(days=1))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32))
def test_counters_are_settled_time_and_finished_windows_to_the_second(seed: int) -> None:
    chance = random.Random(seed)
    rules = world(chance)
    kept = Metrics(roster(services=(replace(SERVICE, id="s"),)), "1", ManualClock())
    told = Told()
    for assessment in listened(chance, rules, story(chance, rules, 40)):
        told.hear(assessment)
        kept.assess(assessment)
    seconds = by_label(kept, STATE_SECONDS, "state")
    settled_until = max(spent.ended_at for spent in told.segments)
    assert sum(seconds.values()) == pytest.approx((settled_until - EPOCH).total_seconds())
    assert seconds == pytest.approx({state: told.seconds(state) for state in State})
    windows = [told.windows[id] for id in told.finished]
    for severity in (DEGRADED, DOWN):
        its = [w for w in windows if w.severity is severity]
        assert value(kept, COUNT, severity=severity) == len(its)
        spent = sum(w.degraded_seconds + w.down_seconds for w in its)
        assert value(kept, SECONDS, severity=severity) == pytest.approx(spent)
    unfinished = [w for id, w in told.windows.items() if id not in told.finished]
    bad = sum(w.degraded_seconds + w.down_seconds for w in unfinished)
    bad += sum(values(kept, SECONDS))
    assert bad == pytest.approx(seconds[DEGRADED] + seconds[DOWN])
    still_open = [w for w in unfinished if w.is_open]
    starts = {w.severity: w.began_at.timestamp() for w in still_open}
    assert by_label(kept, START, "severity") == {DEGRADED: 0, DOWN: 0} | starts
    for severity in (DEGRADED, DOWN):
        true = [
            (w.began_at.timestamp(), w.ended_at.timestamp(), float(id in told.finished))
            for id, w in told.windows.items()
            if w.ended_at is not None and w.severity is severity
        ]
        newest = sorted(true, reverse=True)[:LAST_WINDOWS]
        assert ended_windows(kept, severity)[: len(newest)] == newest
        assert set(ended_windows(kept, severity)[len(newest) :]) <= {NO_WINDOW}
