"""A probe that hangs is seen from outside: its evidence grows old, and the heartbeat goes on."""

from monitor.model import MissCause
from tests.metrics.samples import metrics, outcome, value
from tests.support.clocks import EPOCH
from tests.support.pages import page

RULE = "time() - probe_last_evidence_timestamp_seconds > 3 * jmo_monitor_probe_interval_seconds"


def test_a_stuck_probe_can_be_alerted_on() -> None:
    kept = metrics()
    kept.record(outcome())
    interval = value(kept, "jmo_monitor_probe_interval_seconds")
    kept.run_started(0.0)
    for _ in range(3):
        kept.missed("jmo-api-https", MissCause.OVERRUN)
        kept.loop_lagged(0.001)
    assert value(kept, "jmo_monitor_runs_in_flight") == 1
    assert value(kept, "jmo_monitor_missed_ticks_total", cause="overrun") == 3
    assert value(kept, "jmo_monitor_event_loop_lag_seconds_count") == 3
    now = EPOCH.timestamp() + 4 * interval
    assert now - value(kept, "probe_last_evidence_timestamp_seconds") > 3 * interval


def test_the_documentation_has_the_rule() -> None:
    assert RULE in page("metrics.md")
