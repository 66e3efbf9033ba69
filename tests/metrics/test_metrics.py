"""What the probing loop tells, and what a reload does to it."""

from dataclasses import replace

from monitor.model import MissCause, Result, Role
from tests.metrics.samples import metrics, outcome, probe, roster, value, values, void
from tests.support.clocks import EPOCH, ManualClock


def test_an_outcome_is_counted_under_its_probe() -> None:
    kept = metrics(probe(), probe("other"))
    kept.record(outcome())
    assert value(kept, "probe_runs_total", probe="jmo-api-https", result="ok") == 1
    assert value(kept, "probe_runs_total", probe="other", result="ok") == 0


def test_an_outcome_of_a_probe_that_is_not_configured_is_dropped() -> None:
    kept = metrics()
    before = kept.snapshot().probes
    kept.record(outcome(probe="gone"))
    kept.record(outcome(service="moved"))
    kept.record(outcome(kind="tcp"))
    kept.missed("gone", MissCause.OVERRUN)
    assert kept.snapshot().probes == before


def test_the_last_outcomes_are_those_of_probes_that_have_run() -> None:
    kept = metrics(probe(), probe("other"))
    kept.record(outcome())
    kept.record(void())
    assert kept.last_outcomes() == {"jmo-api-https": void()}


def test_a_snapshot_does_not_change_when_something_happens() -> None:
    kept = metrics()
    snapshot = kept.snapshot()
    kept.record(outcome())
    kept.run_started(0.1)
    assert snapshot.probes[0].runs[Result.OK] == 0
    assert snapshot.own.in_flight == 0


def test_a_removed_probe_vanishes_at_once_and_a_new_one_starts_at_zero() -> None:
    kept = metrics(probe(), probe("other"))
    kept.record(outcome())
    kept.replace(roster(probe("other"), probe("new")))
    assert {figures.info.id for figures in kept.snapshot().probes} == {"other", "new"}
    assert values(kept, "probe_runs_total", probe="jmo-api-https") == []
    assert values(kept, "probe_runs_total", probe="new") == [0, 0, 0, 0]


def test_counters_of_a_probe_that_stays_survive_a_reload() -> None:
    kept = metrics()
    kept.record(outcome())
    kept.replace(roster(replace(probe(), role=Role.SUPPORTING, interval_seconds=30.0)))
    assert value(kept, "probe_runs_total", result="ok") == 1
    assert value(kept, "jmo_monitor_probe_interval_seconds") == 30.0
    assert value(kept, "jmo_monitor_probe_info", role="supporting") == 1


def test_a_probe_of_another_kind_or_service_is_another_probe() -> None:
    kept = metrics(probe(), probe("other"))
    kept.record(outcome())
    kept.record(outcome(probe="other"))
    kept.replace(roster(probe(service="sso"), probe("other", kind="tcp")))
    assert values(kept, "probe_runs_total", result="ok") == [0, 0]


def test_a_reload_is_dated_and_a_refused_one_is_shown() -> None:
    clock = ManualClock()
    kept = metrics(clock=clock)
    assert value(kept, "jmo_monitor_config_last_reload_successful") == 1
    clock.advance(60)
    kept.reload_failed()
    assert value(kept, "jmo_monitor_config_last_reload_successful") == 0
    stamp = "jmo_monitor_config_last_reload_success_timestamp_seconds"
    assert value(kept, stamp) == EPOCH.timestamp()
    kept.replace(roster(probe()))
    assert value(kept, "jmo_monitor_config_last_reload_successful") == 1
    assert value(kept, stamp) == EPOCH.timestamp() + 60


def test_the_own_network_is_unknown_until_controls_were_asked() -> None:
    kept = metrics()
    assert values(kept, "jmo_monitor_own_network_up") == []
    kept.own_network(up=False)
    assert value(kept, "jmo_monitor_own_network_up") == 0
    kept.own_network(up=True)
    assert value(kept, "jmo_monitor_own_network_up") == 1


def test_runs_are_counted_while_they_are_under_way() -> None:
    kept = metrics()
    kept.run_started(0.02)
    assert value(kept, "jmo_monitor_runs_in_flight") == 1
    kept.run_ended()
    assert value(kept, "jmo_monitor_runs_in_flight") == 0
    assert value(kept, "jmo_monitor_run_lateness_seconds_bucket", le="0.025") == 1
    assert value(kept, "jmo_monitor_run_lateness_seconds_bucket", le="0.01") == 0


def test_a_run_before_its_tick_is_not_late() -> None:
    kept = metrics()
    kept.run_started(-0.5)
    assert value(kept, "jmo_monitor_run_lateness_seconds_sum") == 0


def test_lag_and_clock_steps_are_counted() -> None:
    kept = metrics()
    kept.loop_lagged(0.2)
    kept.clock_stepped()
    assert value(kept, "jmo_monitor_event_loop_lag_max_seconds") == 0.2
    assert value(kept, "jmo_monitor_event_loop_lag_seconds_count") == 1
    assert value(kept, "jmo_monitor_clock_steps_total") == 1


def test_a_missed_tick_is_counted_by_cause() -> None:
    kept = metrics()
    kept.missed("jmo-api-https", MissCause.RETRY_AFTER)
    assert value(kept, "jmo_monitor_missed_ticks_total", cause="retry_after") == 1
    assert value(kept, "jmo_monitor_missed_ticks_total", cause="overrun") == 0
