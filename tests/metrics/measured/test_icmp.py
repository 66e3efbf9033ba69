"""Echo requests in blackbox exporter's terms, and what it does not tell: loss and statistics."""

from dataclasses import replace

import pytest

from monitor.model import Echo, Phase, Reason, Result
from tests.metrics.samples import ECHO, outcome, pinged, told

FAMILIES = (
    "probe_icmp_duration_seconds",
    "probe_icmp_reply_hop_limit",
    "probe_icmp_packet_loss_ratio",
    "probe_icmp_round_trip_seconds",
)
SILENT = Echo(
    sent=3,
    received=0,
    minimum_seconds=None,
    mean_seconds=None,
    maximum_seconds=None,
    deviation_seconds=None,
    hop_limit=None,
)


def test_the_phases_have_blackbox_exporters_names() -> None:
    assert told(pinged(), "probe_icmp_duration_seconds") == {
        ("resolve",): 0.01,
        ("setup",): 0.002,
        ("rtt",): 0.02,
    }


def test_the_reply_and_its_round_trips_are_told() -> None:
    assert told(pinged(), "probe_icmp_reply_hop_limit") == {(): 57}
    assert told(pinged(), "probe_icmp_packet_loss_ratio") == {(): 0.25}
    assert told(pinged(), "probe_icmp_round_trip_seconds") == {
        ("min",): 0.01,
        ("mean",): 0.02,
        ("max",): 0.04,
        ("stddev",): 0.005,
    }


def test_where_nothing_came_back_only_the_loss_is_known() -> None:
    seen = pinged(
        result=Result.FAILED,
        reason=Reason.CHECK_PACKET_LOSS,
        phases={Phase.RESOLVE: 0.01},
        echo=SILENT,
    )
    assert [told(seen, name) for name in FAMILIES] == [{("resolve",): 0.01}, {}, {(): 1}, {}]


def test_where_nothing_was_sent_nothing_is_known() -> None:
    seen = pinged(phases={}, echo=replace(SILENT, sent=0))
    assert [told(seen, name) for name in FAMILIES] == [{}] * len(FAMILIES)


@pytest.mark.parametrize("name", ["probe_icmp_duration_seconds", "probe_icmp_round_trip_seconds"])
def test_timings_taken_while_we_stood_still_are_left_out(name: str) -> None:
    assert told(pinged(stalled=True), name) == {}
    assert told(pinged(stalled=True, echo=ECHO), "probe_icmp_packet_loss_ratio") == {(): 0.25}


@pytest.mark.parametrize("name", FAMILIES)
def test_other_kinds_send_no_echo_requests(name: str) -> None:
    assert told(outcome(), name) == {}
