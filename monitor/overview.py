"""How everything is and was, for the web server: what is known now, joined with the history.

It lives on the web server's loop. The present is read from the hub, as it stands; the history is
read in threads, a few at a time, and what every page shows of it is kept for some seconds.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from monitor.clock import Clock
from monitor.config.settings import Service, Settings
from monitor.depth import Depth, depths
from monitor.hub import Hub
from monitor.model import (
    Outcome,
    ProbeInfo,
    ProbeSummary,
    ServiceSummary,
    SloStatus,
    State,
    Status,
    Uptime,
    Window,
)
from monitor.past import Past
from monitor.store import Reader, StoreError
from monitor.web import HistoryError

UPTIMES_FRESH_SECONDS = 5.0
BUDGETS_FRESH_SECONDS = 30.0
"""A budget takes tenths of a second to reckon, and moves slowly."""
STALE_SECONDS = 120.0
"""What is older is not shown while a newer answer is on its way."""
MOST_READERS = 2
"""More questions to the history wait: no client may keep all processors busy."""
MOST_HOSTS = 3
"""So many hosts of a service are told of at most where something fails."""

Uptimes = Mapping[int, Uptime]
Past_ = TypeVar("Past_")
T = TypeVar("T")

_log = structlog.get_logger("monitor")
