"""The script of a world of 35 days: when it is, what went wrong, and what was off."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.model import Phase, Reason, Result

END = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)
"""When somebody looks: 10:00 in Jakarta on a Thursday."""
BEGAN = END - timedelta(days=35)
AFTER = END + timedelta(hours=1)
"""So long the world goes on unseen, so that it is settled what was until END."""
EXPIRES = END + timedelta(days=5, hours=12)
RELEASES = (
    (datetime(2026, 9, 1, tzinfo=UTC), "3.0.0"),
    (END - timedelta(days=25), "3.1.0"),
    (END - timedelta(days=3), "3.2.0"),
)
CONTROL = "control-a"


def ago(**amount: float) -> datetime:
    """A moment so long before END."""
    return END - timedelta(**amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What some probes saw from one moment on, for so many minutes."""

    began: datetime
    minutes: float
    probes: tuple[str, ...]
    reason: Reason
    phase: Phase | None = None
    result: Result = Result.FAILED
    seconds: float = 0.4

    @property
    def ended(self) -> datetime:
        """The first moment after it."""
        return self.began + timedelta(minutes=self.minutes)


def _slow(began: datetime, minutes: float, *probes: str, seconds: float = 3.6) -> Fault:
    return Fault(
        began=began,
        minutes=minutes,
        probes=probes,
        reason=Reason.SLOW_LATENCY,
        phase=Phase.PROCESSING,
        result=Result.DEGRADED,
        seconds=seconds,
    )


def _away(began: datetime, minutes: float, *probes: str) -> Fault:
    reason, phase = Reason.CONNECT_REFUSED, Phase.CONNECT
    return Fault(began=began, minutes=minutes, probes=probes, reason=reason, phase=phase)


def _void(began: datetime, minutes: float, reason: Reason, *probes: str) -> Fault:
    return Fault(began=began, minutes=minutes, probes=probes, reason=reason, result=Result.VOID)


OFF = (
    (ago(days=20, hours=2), ago(days=19, hours=23)),
    (ago(days=2, hours=6), ago(days=2, hours=5, minutes=30)),
)
"""When the monitor was off: three hours, and half an hour."""
EVERY = ("login-page", "login-name", "claims-page", "claims-steps", "pay-page", "pay-tls")
EVERY_ONE = (*EVERY, "site-page", "shop-app", CONTROL)
CUT = (ago(days=5, hours=4), 40.0)
"""Our own network was away."""
SOON = timedelta(minutes=15)
"""Far enough apart to be windows of their own."""
FAULTS = (
    _away(ago(days=33), 90, "login-page"),
    _slow(ago(days=31, hours=7), 200, "claims-page"),
    _away(ago(days=26, hours=3), 42, "claims-page"),
    _away(ago(days=22, hours=13), 25, "pay-page"),
    _slow(ago(days=18, hours=6), 75, "site-page"),
    _away(ago(days=18, hours=5), 30, "site-page"),
    _away(ago(days=15, hours=9), 12, "login-page", "login-name"),
    _away(ago(days=12, hours=4), 41, "claims-steps"),
    _away(ago(days=12, hours=3, minutes=57), 38, "claims-page"),
    *(_away(ago(days=11, hours=4) + n * SOON, 9, "site-page") for n in range(4)),
    _away(ago(days=9, hours=20), 180, "site-page"),
    _away(ago(days=8, hours=1), 55, "pay-page", "pay-tls"),
    _slow(ago(days=8), 150, "claims-page", "pay-page"),
    _slow(ago(days=7, hours=1), 160, "claims-page", "pay-page"),
    _slow(ago(days=6, hours=2), 130, "claims-page"),
    _void(CUT[0], CUT[1], Reason.LOCAL_NETWORK_DOWN, *EVERY_ONE),
    _away(ago(days=4, hours=6), 20, "login-page"),
    _away(ago(days=4, hours=5, minutes=36), 15, "login-page"),
    _void(ago(days=3, hours=2), 30, Reason.INTERFERENCE_BLOCKPAGE, "site-page"),
    _away(ago(days=2, hours=7), 120, "site-page"),
    _away(ago(days=1, hours=8), 35, "claims-page", "claims-steps"),
    _slow(ago(hours=10), 45, "pay-page"),
    _away(ago(hours=6, minutes=30), 18, "login-page"),
    _slow(ago(minutes=25), 200, "site-page"),
)
"""Within the last day: one that is over of each severity, and one that goes on. Twelve days ago the
probe that is seldom heard was the first to fail: that window turned out to have begun earlier. Two
days ago one was open when the monitor went off.
"""

ELSEWHERE_BEGAN = ago(hours=26)
ELSEWHERE = (
    _away(ago(hours=6, minutes=30), 18, "login-page"),
    _slow(ago(minutes=25), 200, "site-page"),
)
"""What a second place sees, which joined a day ago."""
