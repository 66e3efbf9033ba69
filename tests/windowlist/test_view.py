"""What a list of windows tells, and its JSON."""

import json

from monitor.model import Phase, Reason, State
from monitor.windowlist import as_json
from tests.windowlist.samples import listing, still_open, window

KEYS = [
    "id",
    "service",
    "severity",
    "open",
    "began_after",
    "began_at",
    "began_uncertainty_seconds",
    "ended_after",
    "ended_at",
    "ended_uncertainty_seconds",
    "duration_seconds",
    "degraded_seconds",
    "down_seconds",
    "unknown_seconds",
    "reason",
    "phase",
    "reasons",
    "runs",
    "worst_latency_seconds",
    "median_latency_seconds",
    "probes",
    "periods",
    "maintenance",
    "release",
]


def test_a_window_tells_its_edges_their_uncertainty_and_its_length() -> None:
    (told,) = json.loads(as_json(listing(window())))["windows"]
    assert list(told) == KEYS
    assert told["began_at"] == "2026-10-31T01:00:05Z"
    assert told["began_uncertainty_seconds"] == 60
    assert told["ended_at"] == "2026-10-31T02:02:08Z"
    assert told["ended_uncertainty_seconds"] == 15
    assert told["duration_seconds"] == 3723
    assert told["worst_latency_seconds"] == 9.5
    assert (told["severity"], told["reason"], told["phase"]) == (
        State.DOWN,
        Reason.CONNECT_REFUSED,
        Phase.CONNECT,
    )
    assert list(told["reasons"].items()) == [("connect_refused", 12), ("dns_timeout", 1)]


def test_an_open_window_lasts_until_now() -> None:
    (told,) = json.loads(as_json(listing(still_open())))["windows"]
    assert told["open"] is True
    assert told["ended_at"] is told["ended_uncertainty_seconds"] is None
    assert told["duration_seconds"] == 3600


def test_the_newest_come_first_and_a_limit_leaves_out_the_oldest() -> None:
    whole = json.loads(as_json(listing(window(), still_open())))
    assert [each["id"] for each in whole["windows"]] == ["klaim-2", "klaim-1"]
    assert whole["truncated"] is False
    assert list(whole) == ["from", "to", "truncated", "windows"]
    cut = json.loads(as_json(listing(window(), still_open(), limit=1)))
    assert [each["id"] for each in cut["windows"]] == ["klaim-2"]
    assert cut["truncated"] is True


def test_foreign_text_is_cleaned_and_cut() -> None:
    (told,) = json.loads(as_json(listing(window(release="1\x1b[31m\ud800" + "9" * 999))))["windows"]
    assert told["release"].startswith("1·[31m·9")
    assert len(told["release"]) == 300
