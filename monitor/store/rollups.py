"""Rollups: recounted whole from what they sum up whenever it changes, and so idempotent."""

import json
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from monitor.model import LATENCY_SECONDS, Grain, Reason, Result, Rollup
from monitor.store.stamps import from_ms

_MICROSECONDS = 1_000_000
_BUCKETS = len(LATENCY_SECONDS) + 1
_RESULTS = tuple(Result)
_PASSED = frozenset({Result.OK, Result.DEGRADED})

ROLLUP_COLUMNS = "ok, degraded, failed, void, reasons, latency_counts, latency_sum, latency_max"

_RUNS = """
SELECT service, result, reason, duration, stalled FROM results
WHERE probe = ? AND at >= ? AND at < ?
"""
_PARTS = f"""
SELECT service, {ROLLUP_COLUMNS} FROM rollups
WHERE grain = {Grain.FIVE_MINUTES.value} AND probe = ? AND at >= ? AND at < ?
"""
_STORE = f"""
INSERT OR REPLACE INTO rollups (grain, probe, at, service, {ROLLUP_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(slots=True)
class Tally:
    """A rollup in the making; latencies in whole microseconds."""

    results: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    latency_counts: list[int] = field(default_factory=lambda: [0] * _BUCKETS)
    latency_sum: int = 0
    latency_max: int | None = None

    def count(self, result: str, reason: str | None, seconds: float, *, stalled: bool) -> None:
        """Take in one run."""
        self.results[result] += 1
        if reason:
            self.reasons[reason] += 1
        if result in _PASSED and not stalled:
            self.latency_counts[bisect_left(LATENCY_SECONDS, seconds)] += 1
            self._latency(latency := round(seconds * _MICROSECONDS), latency)

    def add(self, row: tuple[Any, ...]) -> None:
        """Take in a stored rollup: a row of ROLLUP_COLUMNS."""
        *results, reasons, counts, total, longest = row
        self.results.update(dict(zip(_RESULTS, results, strict=True)))
        if reasons:
            self.reasons.update(json.loads(reasons))
        both = zip(self.latency_counts, json.loads(counts), strict=True)
        self.latency_counts = [own + other for own, other in both]
        self._latency(total, longest)

    @property
    def row(self) -> tuple[Any, ...]:
        """The values of ROLLUP_COLUMNS."""
        reasons = json.dumps(self.reasons, sort_keys=True) if self.reasons else None
        counts = json.dumps(self.latency_counts, separators=(",", ":"))
        results = (self.results[result] for result in _RESULTS)
        return (*results, reasons, counts, self.latency_sum, self.latency_max)

    def _latency(self, total: int, longest: int | None) -> None:
        self.latency_sum += total
        if longest is not None:
            self.latency_max = max(longest, self.latency_max or 0)


def recount(connection: sqlite3.Connection, runs: Iterable[tuple[int, int]]) -> None:
    """Bring the rollups of these runs up to date; a run is a probe's number and a moment.

    What began before the oldest outcome that is sure to be kept stays as it is.
    """
    since = outcomes_since(connection)
    touched = {(probe, _start(at, Grain.FIVE_MINUTES)) for probe, at in runs}
    hours = {(probe, _start(at, Grain.HOUR)) for probe, at in touched}
    for probe, at in sorted(bucket for bucket in touched if bucket[1] >= since):
        tallies: dict[int, Tally] = {}
        for service, result, reason, seconds, stalled in connection.execute(
            _RUNS, (probe, at, at + Grain.FIVE_MINUTES * 1000)
        ):
            tally = tallies.setdefault(service, Tally())
            tally.count(result, reason, seconds, stalled=bool(stalled))
        _store(connection, Grain.FIVE_MINUTES, probe, at, tallies)
    for probe, at in sorted(bucket for bucket in hours if bucket[1] >= since):
        tallies = {}
        for service, *part in connection.execute(_PARTS, (probe, at, at + Grain.HOUR * 1000)):
            tallies.setdefault(service, Tally()).add(tuple(part))
        _store(connection, Grain.HOUR, probe, at, tallies)


def outcomes_since(connection: sqlite3.Connection) -> int:
    """From when on no outcome was deleted, in milliseconds; a whole hour."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'outcomes_since'").fetchone()
    return int(row[0]) if row else 0


def read_rollup(grain: Grain, service: str, probe: str, at: int, row: tuple[Any, ...]) -> Rollup:
    """The rollup of a row of ROLLUP_COLUMNS."""
    *results, reasons, counts, total, longest = row
    return Rollup(
        service=service,
        probe=probe,
        began_at=from_ms(at),
        grain=grain,
        results=dict(zip(_RESULTS, results, strict=True)),
        reasons=_reasons(reasons),
        latency_counts=tuple(json.loads(counts)),
        latency_sum_seconds=total / _MICROSECONDS,
        latency_max_seconds=None if longest is None else longest / _MICROSECONDS,
    )


def _reasons(text: str | None) -> dict[Reason, int]:
    return {Reason(word): count for word, count in json.loads(text).items()} if text else {}


def _start(at: int, grain: Grain) -> int:
    return at - at % (grain * 1000)


def _store(
    connection: sqlite3.Connection, grain: Grain, probe: int, at: int, tallies: dict[int, Tally]
) -> None:
    rows = [(grain.value, probe, at, service, *tally.row) for service, tally in tallies.items()]
    connection.executemany(_STORE, rows)
