"""The commands that ask the history, as they are typed."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from icalendar import Calendar

from monitor.app import HISTORY_FILE
from monitor.config.loader import load
from monitor.store import Store
from tests.assess.chance import ended_at
from tests.assess.worlds import history as runs
from tests.replay.worlds import record_all, running
from tests.store.samples import assessed, history, written
from tests.support import files
from tests.support.clocks import EPOCH
from tests.test_cli import typed

ROOT = Path(__file__).parents[1]
LETTERS = "1111100000011111111d0d1111111"
"""Down from 09:05 to 09:11 in Jakarta; the rest are too few."""
SLOPPY = {"down": "1 of 1", "degraded": "1 of 1", "recover": 1, "merge_gap": "0s"}


def configuration(*names: str, **sections: Any) -> dict[str, Any]:
    """A service `app` with these probes, once a minute."""
    probes = [files.probe(name, "http://127.0.0.1:9/", interval="1m") for name in names]
    return files.configuration(*probes, **sections)
