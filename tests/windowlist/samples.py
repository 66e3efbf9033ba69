"""Windows, and what the other side may have put into them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import Phase, Reason, State, Window
from monitor.windowlist import WindowList, window_list

BEGAN = datetime(2026, 10, 31, 1, 0, 5, tzinfo=UTC)
NOW = BEGAN + timedelta(hours=2)
NAMES = {"klaim": "Klaim JHT — Lapak Asik"}


def window(name: str = "klaim-1", **changes: Any) -> Window:
    """A window that is over: an hour, two minutes and three seconds long."""
    usual = Window(
        id=name,
        service="klaim",
        severity=State.DOWN,
        began_after=BEGAN - timedelta(seconds=60),
        began_at=BEGAN,
        ended_after=BEGAN + timedelta(seconds=3708),
        ended_at=BEGAN + timedelta(seconds=3723),
        degraded_seconds=100.0,
        down_seconds=3600.5,
        unknown_seconds=22.5,
        reason=Reason.CONNECT_REFUSED,
        phase=Phase.CONNECT,
        reasons={Reason.DNS_TIMEOUT: 1, Reason.CONNECT_REFUSED: 12},
        runs=13,
        worst_latency_seconds=9.5000000001,
        median_latency_seconds=None,
        probes=("klaim-dns", "klaim-https"),
        periods=("akhir-bulan",),
        maintenance=("pemeliharaan; “rutin”, malam",),
        release="app_store 7.1.0",
    )
    return replace(usual, **changes)


def still_open(name: str = "klaim-2", **changes: Any) -> Window:
    """A window that goes on, and began an hour ago."""
    began = NOW - timedelta(hours=1)
    return window(
        name, **{"began_at": began, "ended_after": None, "ended_at": None, "reason": None} | changes
    )


def listing(*windows: Window, limit: int | None = None) -> WindowList:
    """A list of these, over a year."""
    year = timedelta(days=365)
    return window_list(windows, since=NOW - year, until=NOW, now=NOW, limit=limit)
