"""The icmp kind: a few echo requests, how many come back, and how fast."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from monitor.fields import (
    Duration,
    HostName,
    Misfit,
    Percentage,
    Size,
    Spec,
    between,
    format_duration,
    format_size,
)
from monitor.model import CheckResult, Connection, Echo, Observation, Phase, Reason, Result
from monitor.net.echo import Series, exchange
from monitor.net.echo_socket import connect
from monitor.net.reach import find
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net
from monitor.probes.hosted import HostedProbe

SHORTEST_SPACING = timedelta(milliseconds=20)
LONGEST_SPACING = timedelta(seconds=5)
LEAST_PAYLOAD_BYTES = 16
"""By so many random bytes a reply proves that its sender saw the request."""
MOST_PAYLOAD_BYTES = 1400
"""More might not fit into one frame."""
_REASONS = frozenset(reason for reason in Reason if reason.group in {"dns", "slow", "local"}) | {
    Reason.CONNECT_UNREACHABLE,
    Reason.EXCHANGE_TIMEOUT,
    Reason.CHECK_LATENCY,
    Reason.CHECK_PACKET_LOSS,
    Reason.INTERFERENCE_DNS_HIJACK,
}


def _check_payload(value: int) -> int:
    if not LEAST_PAYLOAD_BYTES <= value <= MOST_PAYLOAD_BYTES:
        raise ValueError(
            f"{format_size(value)} is out of bounds; from {LEAST_PAYLOAD_BYTES}B"
            f" to {MOST_PAYLOAD_BYTES}B"
        )
    return value


class LossLimits(Spec):
    """From which loss on a run is no longer well."""

    degraded: Percentage = Field(0.0, description="A larger loss is degraded")
    failed: Percentage = Field(0.5, description="A larger loss has failed; so has a total one")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.failed < self.degraded:
            said = f"{_percent(self.failed)} is below degraded, {_percent(self.degraded)}"
            raise Misfit(("failed",), said)
        return self


class IcmpExpect(Spec):
    """What the replies must be like."""

    loss: LossLimits = Field(LossLimits(), description="How many packets may be lost")
    latency: Duration | None = Field(
        None, description="The run fails when the mean round trip takes longer"
    )

    def evaluate(self, echo: Echo) -> tuple[CheckResult, ...]:
        """Judge the loss, and the mean round trip where there is one."""
        checks = (
            _loss_check(echo, self.loss.failed, Result.FAILED),
            _loss_check(echo, self.loss.degraded, Result.DEGRADED),
        )
        if self.latency is None or echo.mean_seconds is None:
            return checks
        return (*checks, _latency_check(self.latency.total_seconds(), echo.mean_seconds))


class IcmpProbe(HostedProbe):
    """Ping a host."""

    kind: Literal["icmp"] = Field(description="What sort of probe this is: ICMP echo requests")
    host_: HostName = Field(alias="host", description="A host name or address, without brackets")
    packets: Annotated[int, Field(strict=True, ge=1, le=20)] = Field(
        3, description="How many requests are sent"
    )
    spacing: Annotated[Duration, AfterValidator(between(SHORTEST_SPACING, LONGEST_SPACING))] = (
        Field(timedelta(milliseconds=200), description="From one request to the next")
    )
    wait: Duration = Field(
        timedelta(seconds=1), description="How long replies are awaited after the last request"
    )
    payload: Annotated[Size, AfterValidator(_check_payload)] = Field(
        56,
        description=f"Random bytes in a request, {LEAST_PAYLOAD_BYTES}B to {MOST_PAYLOAD_BYTES}B",
    )
    hop_limit: Annotated[int, Field(strict=True, ge=1, le=255)] | None = Field(
        None, description="TTL or hop limit of the requests; the system's when left out"
    )
    expect: IcmpExpect = Field(IcmpExpect(), description="What the replies must be like")

    @model_validator(mode="after")
    def _ends_in_time(self) -> Self:
        longest = self.packets * self.spacing + self.wait
        if longest >= self.timeout:
            timeout = format_duration(self.timeout)
            said = (
                f"{self.packets} packets, {format_duration(self.spacing)} for each, and a wait of"
                f" {format_duration(self.wait)} make {format_duration(longest)}, which must be"
                f" shorter than timeout {timeout}; send fewer packets, or lengthen timeout"
            )
            raise Misfit(("wait",), said)
        return self

    @property
    def host(self) -> str:
        """The configured host."""
        return self.host_

    @property
    def target(self) -> str:
        """The configured host."""
        return self.host_

    @property
    def reasons(self) -> frozenset[Reason]:
        """Those of names and replies."""
        return _REASONS

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Ping the first address to which there is a way.

        The time of the exchange is the mean round trip; it is not measured where none came back.
        Raises what `find` raises, AttemptError and OSError.
        """
        with recorder.phase(Phase.RESOLVE):
            found = await find(net, self.way, self.host)
        recorder.begin(Phase.EXCHANGE)
        sock, address = connect(found.addresses, self.hop_limit)
        with sock:
            recorder.connection = Connection(
                address=address,
                ip_version=6 if ":" in address else 4,
                fallback=address != found.addresses[0],
            )
            recorder.echo = await exchange(sock, address, self._series, net.clock)
        if recorder.echo.mean_seconds is not None:
            recorder.take_time(Phase.EXCHANGE, recorder.echo.mean_seconds)
        return recorder.observation()

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """How many replies came back, and how fast."""
        return self.expect.evaluate(observation.echo) if observation.echo else ()

    @property
    def _series(self) -> Series:
        return Series(
            packets=self.packets,
            spacing_seconds=self.spacing.total_seconds(),
            wait_seconds=self.wait.total_seconds(),
            payload_bytes=self.payload,
        )


def _loss_check(echo: Echo, most: float, result: Result) -> CheckResult:
    """A total loss is a failure whatever is allowed: nothing says that the host is there."""
    total = echo.received == 0
    return CheckResult(
        sentence=f"at most {_percent(most)} of the packets are lost",
        passed=echo.loss_ratio <= most and not (total and result is Result.FAILED),
        reason=Reason.CHECK_PACKET_LOSS,
        result=result,
        expected=f"at most {_percent(most)}" + (", and not all" if most == 1 else ""),
        observed=f"{_percent(echo.loss_ratio)}: {echo.received} of {echo.sent} came back",
    )


def _latency_check(limit_seconds: float, mean_seconds: float) -> CheckResult:
    return CheckResult(
        sentence=f"the mean round trip is within {limit_seconds:g} s",
        passed=mean_seconds <= limit_seconds,
        reason=Reason.CHECK_LATENCY,
        expected=f"at most {limit_seconds:g} s",
        observed=f"{mean_seconds:.4f} s",
    )


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.4g}%"
