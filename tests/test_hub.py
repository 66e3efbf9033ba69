"""Outcomes reach the figures, are remembered, and make a line in the log when something changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory, from_json
from monitor.controls import Network, Round
from monitor.hub import Hub
from monitor.metrics import Metrics
from monitor.model import Assessment, MissCause, Outcome, Reason, State
from tests.assess.worlds import hub_over, rules_of, service
from tests.assess.worlds import probe as probe_rules
from tests.metrics.samples import failed, metrics, outcome, probe, slow, value, values, void
from tests.support.clocks import EPOCH, ManualClock

CONTROL = probe("control-world", service="control")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def kept(clock: ManualClock) -> Metrics:
    return metrics(probe(), probe("jmo-api-other"), CONTROL, clock=clock)


@pytest.fixture
def hub(kept: Metrics, clock: ManualClock) -> Hub:
    rules = rules_of(service(probe_rules("jmo-api-https"), id="jmo-api"))
    return hub_over(kept, clock, rules)


def lines_after(hub: Hub, *outcomes: Outcome) -> list[EventDict]:
    with capture_logs() as lines:
        for each in outcomes:
            hub.record(each)
    return [line for line in lines if line["event"] != "state"]


def a_round(network: Network, *outcomes: Outcome, answered: int = 1) -> Round:
    return Round(began=1.0, ended=2.0, network=network, answered=answered, outcomes=outcomes)


def control(**changes: Any) -> Outcome:
    return outcome(service="control", probe="control-world", **changes)


def test_every_outcome_is_counted(hub: Hub, kept: Metrics) -> None:
    for each in (outcome(), outcome(), failed()):
        hub.record(each)
    runs = [
        value(kept, "probe_runs_total", probe="jmo-api-https", result=r) for r in ("ok", "failed")
    ]
    assert runs == [2, 1]


def test_a_first_outcome_that_is_ok_needs_no_line(hub: Hub) -> None:
    assert lines_after(hub, outcome(), outcome()) == []


def test_a_line_comes_on_a_change_only(hub: Hub) -> None:
    refused, again, well = failed(), failed(detail="other words"), outcome()
    lines = lines_after(hub, refused, again, again, well, well, slow())
    assert [(line["result"], line["reason"]) for line in lines] == [
        ("failed", "connect_refused"),
        ("ok", None),
        ("degraded", "slow_latency"),
    ]


def test_another_reason_is_a_change(hub: Hub) -> None:
    lines = lines_after(hub, failed(), failed(reason=Reason.CONNECT_TIMEOUT))
    assert [line["reason"] for line in lines] == ["connect_refused", "connect_timeout"]


def test_each_probe_changes_for_itself(hub: Hub) -> None:
    lines = lines_after(hub, failed(), failed(probe="jmo-api-other"), failed())
    assert [line["probe"] for line in lines] == ["jmo-api-https", "jmo-api-other"]


def test_a_line_says_what_happened_in_plain_values(hub: Hub) -> None:
    (line,) = lines_after(hub, failed())
    assert line == {
        "event": "probe",
        "log_level": "warning",
        "probe": "jmo-api-https",
        "service": "jmo-api",
        "result": "failed",
        "reason": "connect_refused",
        "phase": "connect",
        "detail": "nobody listens",
    }
    assert {type(each) for each in line.values()} == {str}


def test_only_good_news_is_no_warning(hub: Hub) -> None:
    lines = lines_after(hub, slow(), void(), outcome())
    assert [line["log_level"] for line in lines] == ["warning", "warning", "info"]


def test_missed_ticks_are_counted_and_told(hub: Hub, kept: Metrics) -> None:
    with capture_logs() as lines:
        hub.missed("jmo-api-https", MissCause.OVERRUN, 3)
    assert lines == [
        {
            "event": "missed ticks",
            "log_level": "info",
            "probe": "jmo-api-https",
            "cause": "overrun",
            "ticks": 3,
        }
    ]
    missed = "jmo_monitor_missed_ticks_total"
    assert value(kept, missed, probe="jmo-api-https", cause="overrun") == 3


def test_runs_under_way_and_their_lateness_are_counted(hub: Hub, kept: Metrics) -> None:
    hub.run_started(0.02)
    hub.run_started(0.0)
    hub.run_ended()
    assert value(kept, "jmo_monitor_runs_in_flight") == 1
    assert value(kept, "jmo_monitor_run_lateness_seconds_count") == 2
    assert value(kept, "jmo_monitor_run_lateness_seconds_sum") == pytest.approx(0.02)


def test_a_round_of_controls_is_recorded_and_says_how_our_own_network_is(
    hub: Hub, kept: Metrics
) -> None:
    assert values(kept, "jmo_monitor_own_network_up") == []
    hub.round_held(a_round(Network.UP, control()))
    assert value(kept, "jmo_monitor_own_network_up") == 1
    assert value(kept, "probe_runs_total", probe="control-world", result="ok") == 1
    hub.round_held(a_round(Network.CAPTIVE, control(), answered=0))
    assert value(kept, "jmo_monitor_own_network_up") == 0


def test_our_own_network_makes_a_line_when_it_changes(hub: Hub) -> None:
    states = (Network.UP, Network.UP, Network.DOWN, Network.DOWN, Network.CAPTIVE, Network.UP)
    with capture_logs() as lines:
        for state in states:
            hub.round_held(a_round(state, control()))
    assert [(line["event"], line["log_level"], line["state"]) for line in lines] == [
        ("own network", "info", "up"),
        ("own network", "warning", "down"),
        ("own network", "warning", "captive"),
        ("own network", "info", "up"),
    ]


def test_without_controls_nothing_is_known_of_our_own_network(hub: Hub, kept: Metrics) -> None:
    with capture_logs() as lines:
        hub.round_held(a_round(Network.UP, answered=0))
    assert lines == []
    assert values(kept, "jmo_monitor_own_network_up") == []


def test_the_latest_outcome_is_remembered_with_its_age(hub: Hub, clock: ManualClock) -> None:
    assert hub.latest("jmo-api-https") is None
    hub.record(outcome())
    clock.advance(4)
    hub.record(failed())
    clock.advance(7.5)
    sighting = hub.latest("jmo-api-https")
    assert sighting is not None
    assert sighting.outcome == failed()
    assert sighting.age_seconds == 7.5


def test_the_age_does_not_follow_the_wall_clock(hub: Hub, clock: ManualClock) -> None:
    hub.record(outcome())
    clock.step(-3600)
    clock.advance(2)
    sighting = hub.latest("jmo-api-https")
    assert sighting is not None
    assert sighting.age_seconds == 2


def test_a_probe_that_is_no_longer_configured_is_forgotten(hub: Hub) -> None:
    lines_after(hub, failed(), failed(probe="jmo-api-other"))
    hub.forget_all_but(frozenset({"jmo-api-other", "jmo-api-new"}))
    assert hub.latest("jmo-api-https") is None
    assert hub.latest("jmo-api-other") is not None
    assert [line["probe"] for line in lines_after(hub, failed())] == ["jmo-api-https"]


def test_a_change_of_state_is_a_line_and_a_warning_where_it_is_bad(hub: Hub) -> None:
    with capture_logs() as lines:
        for number, each in enumerate((outcome(), failed(), failed(), failed())):
            hub.record(replace(each, started_at=EPOCH + timedelta(minutes=number)))
    states = [line for line in lines if line["event"] == "state"]
    assert [(s["probe"], s["old"], s["new"], s["log_level"]) for s in states] == [
        ("jmo-api-https", "unknown", "up", "info"),
        (None, "unknown", "up", "info"),
        ("jmo-api-https", "up", "down", "warning"),
        (None, "up", "down", "warning"),
    ]
    assert states[-1]["since"] == "2026-08-31T02:01:00+00:00"


def test_everything_is_kept_with_the_memory_that_goes_with_it(kept: Metrics) -> None:
    told: list[tuple[Assessment, Memory]] = []
    assessor = Assessor(rules_of(service(probe_rules("p"))), Memory(), EPOCH)
    hub = Hub(
        kept, assessor, lambda said, memory: told.append((said, from_json(memory()))), ManualClock()
    )
    hub.record(outcome(service="s", probe="p"))
    said, memory = told[-1]
    assert said.outcome == outcome(service="s", probe="p")
    assert memory == assessor.memory
    assert hub.now.service_states == {"s": State.UP}


def test_what_became_of_the_time_in_which_the_monitor_was_off_is_kept_and_counted(
    kept: Metrics, clock: ManualClock
) -> None:
    rules = rules_of(service(probe_rules("jmo-api-https"), id="jmo-api"))
    before = Assessor(rules, Memory(), clock.now())
    for number in range(3):
        before.record(failed(started_at=EPOCH + timedelta(minutes=number)))
    clock.advance(3600)
    told: list[Assessment] = []
    assessor = Assessor(rules, before.memory, clock.now())
    Hub(kept, assessor, lambda said, memory: told.append(said), clock)
    seconds = {spent.state: spent.seconds for spent in told[0].segments}
    assert seconds[State.UNKNOWN] > 3000
    counted = "jmo_service_state_seconds_total"
    assert {s: value(kept, counted, state=s) for s in seconds} == seconds
    assert value(kept, "jmo_windows_total", severity="down") == len(told[0].finished)


def test_states_and_open_windows_reach_the_figures(hub: Hub, kept: Metrics) -> None:
    for number in range(3):
        hub.record(failed(started_at=EPOCH + timedelta(minutes=number)))
    assert value(kept, "probe_state", probe="jmo-api-https", state="down") == 1
    assert value(kept, "jmo_service_state", service="jmo-api", state="down") == 1
    assert value(kept, "jmo_verdict", verdict="major_outage") == 1
    start = value(kept, "jmo_window_start_timestamp_seconds", severity="down")
    assert start == EPOCH.timestamp()


def test_silence_is_noted_though_nothing_is_recorded(hub: Hub, clock: ManualClock) -> None:
    hub.record(outcome())
    clock.advance(600)
    hub.time_passed()
    assert hub.now.service_states == {"jmo-api": State.UNKNOWN}


def test_new_rules_are_followed_from_now_on(hub: Hub) -> None:
    hub.record(outcome())
    hub.rules_changed(rules_of(service(probe_rules("p"), id="other")))
    assert hub.now.service_states == {"other": State.UNKNOWN}
