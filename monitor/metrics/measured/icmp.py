"""What became of a series of ICMP echo requests."""

from collections.abc import Callable

from monitor.metrics import readings
from monitor.metrics.family import Points
from monitor.metrics.measure import Measure
from monitor.model import Echo, Outcome, Phase

_PHASES = {Phase.RESOLVE: "resolve", Phase.CONNECT: "setup", Phase.EXCHANGE: "rtt"}
"""Our names and blackbox exporter's; of several round trips, `rtt` is the mean."""


def _durations(outcome: Outcome) -> Points:
    if outcome.kind != "icmp":
        return ()
    return readings.phases_as(outcome, _PHASES)


def _of_echo(read: Callable[[Echo], float | None]) -> Callable[[Outcome], Points]:
    return lambda outcome: readings.one(read(outcome.echo)) if outcome.echo else ()


def _round_trips(outcome: Outcome) -> Points:
    echo = outcome.echo
    if echo is None or outcome.stalled:
        return ()
    statistics = {
        "min": echo.minimum_seconds,
        "mean": echo.mean_seconds,
        "max": echo.maximum_seconds,
        "stddev": echo.deviation_seconds,
    }
    return tuple(((name,), value) for name, value in statistics.items() if value is not None)


ICMP = (
    Measure(
        name="probe_icmp_duration_seconds",
        help="How long each finished phase of the last attempt took; rtt is the mean round trip.",
        further=("phase",),
        read=_durations,
    ),
    Measure(
        name="probe_icmp_reply_hop_limit",
        help="The TTL or hop limit of the last reply.",
        read=_of_echo(lambda echo: echo.hop_limit),
    ),
    Measure(
        name="probe_icmp_packet_loss_ratio",
        help="The share of the packets that did not come back, 0 to 1.",
        read=_of_echo(lambda echo: echo.loss_ratio if echo.sent else None),
    ),
    Measure(
        name="probe_icmp_round_trip_seconds",
        help="The round trips of the packets that came back: min, mean, max, stddev.",
        further=("statistic",),
        read=_round_trips,
    ),
)
