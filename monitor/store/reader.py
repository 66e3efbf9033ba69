"""Questions to the history: any thread may ask, and no answer hinders the writer."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Any

from monitor.model import (
    LATENCY_SECONDS,
    PERCENTILES,
    Grain,
    LatencySum,
    Outcome,
    ReleaseChange,
    Result,
    Rollup,
    Segment,
    Spread,
    State,
    Timing,
    Transition,
    Window,
)
from monitor.store.outcomes import PHASE_COLUMNS, OutcomeRow, row_outcome, row_timing
from monitor.store.pool import Pool
from monitor.store.records import (
    RELEASE_COLUMNS,
    SEGMENT_COLUMNS,
    TRANSITION_COLUMNS,
    WINDOW_COLUMNS,
    row_release,
    row_segment,
    row_transition,
    row_window,
)
from monitor.store.rollups import ROLLUP_COLUMNS, read_rollup
from monitor.store.stamps import from_ms, to_ms

_OUTCOMES = f"""
SELECT p.text, s.text, k.text, l.text, r.{", r.".join(OutcomeRow._fields[4:-2])}, w.facts, r.facts
FROM results r
CROSS JOIN names p ON p.id = r.probe CROSS JOIN names s ON s.id = r.service
CROSS JOIN names k ON k.id = r.kind CROSS JOIN names l ON l.id = r.location
LEFT JOIN ways w ON w.id = r.way
"""
_ROLLUPS = f"""
SELECT s.text, p.text, r.at, {ROLLUP_COLUMNS} FROM names p
CROSS JOIN rollups r ON r.grain = ? AND r.probe = p.id AND r.at >= ? AND r.at < ?
CROSS JOIN names s ON s.id = r.service
"""
_SEGMENTS = f"""
SELECT {SEGMENT_COLUMNS} FROM segments WHERE service = ? AND began_at < ? AND ended_at > ?
ORDER BY began_at
"""
_SPREAD = f"""
SELECT runs, rank, duration FROM (
    SELECT duration, row_number() OVER (ORDER BY duration) AS rank, count(*) OVER () AS runs
    FROM results WHERE probe = (SELECT id FROM names WHERE text = ?) AND at >= ? AND at < ?
    AND NOT stalled {{some}}
) WHERE rank IN ({", ".join(f"(runs * {percent} + 99) / 100" for percent in PERCENTILES)})
"""
"""SQLite finds them itself, for while it does so the probing loop goes on; while Python reads tens
of thousands of rows, it does not."""
_LATENCIES = """
SELECT at / ?, SUM(latency_sum), SUM((SELECT SUM(value) FROM json_each(latency_counts))),
    SUM((SELECT SUM(value) FROM json_each(latency_counts) WHERE key < ?))
FROM rollups WHERE grain = ? AND at >= ? AND at < ?
AND probe IN (SELECT id FROM names WHERE 1 {some}) GROUP BY 1 ORDER BY 1
"""


def _nobody() -> None:
    """Nobody need know."""


class Reader:
    """Reads one file, over read-only connections that it opens when they are needed.

    Spans of time are half open: `since` belongs to them and `until` does not; both are aware.
    Every method raises StoreError where the history cannot be read, or is not there.
    """

    def __init__(self, path: Path, damaged: Callable[[], None] = _nobody) -> None:
        self._pool = Pool(path, damaged)

    def close(self) -> None:
        """Close the connections; a question may still be asked, and opens one anew."""
        self._pool.close()

    def checkpoint(self) -> str | None:
        """The assessor's memory as it was last stored; None where there is none."""
        rows = self._rows("SELECT memory FROM checkpoint")
        return str(rows[0][0]) if rows else None

    def windows(
        self,
        since: datetime,
        until: datetime,
        *,
        services: Collection[str] = (),
        severities: Collection[State] = (),
    ) -> tuple[Window, ...]:
        """Windows that touch a span, in order; of all services and severities if none is named."""
        some, values = _among(("service", services), ("severity", severities))
        rows = self._rows(
            f"SELECT {WINDOW_COLUMNS} FROM windows WHERE began_at < ? "
            f"AND (ended_at IS NULL OR ended_at > ?) {some} ORDER BY began_at, id",
            (to_ms(until), to_ms(since), *values),
        )
        return tuple(map(row_window, rows))

    def window(self, id: str) -> Window | None:
        """The window with this id; None where there is none, or no longer."""
        rows = self._rows(f"SELECT {WINDOW_COLUMNS} FROM windows WHERE id = ?", (id,))
        return row_window(rows[0]) if rows else None

    def window_at(self, service: str, moment: datetime) -> str | None:
        """The id of the window in which this moment of a service lies; they never overlap."""
        rows = self._rows(
            "SELECT id, ended_at FROM windows WHERE service = ? AND began_at < ? "
            "ORDER BY began_at DESC LIMIT 1",
            (service, to_ms(moment)),
        )
        lasted = bool(rows) and (rows[0][1] is None or rows[0][1] > to_ms(moment))
        return str(rows[0][0]) if lasted else None

    def segments(self, service: str, since: datetime, until: datetime) -> tuple[Segment, ...]:
        """What is settled of a span, cut to it, in order; the rest of it is not in the answer."""
        first, last = to_ms(since), to_ms(until)
        rows = self._rows(_SEGMENTS, (service, last, first))
        return tuple(
            row_segment((name, state, max(began, first), min(ended, last)))
            for name, state, began, ended in rows
        )

    def transitions(
        self, since: datetime, until: datetime, *, services: Collection[str] = ()
    ) -> tuple[Transition, ...]:
        """Changes that became known in a span, in the order in which they did."""
        some, values = _among(("service", services))
        rows = self._rows(
            f"SELECT {TRANSITION_COLUMNS} FROM transitions WHERE known_at >= ? AND known_at < ? "
            f"{some} ORDER BY seq",
            (to_ms(since), to_ms(until), *values),
        )
        return tuple(map(row_transition, rows))

    def releases(self, since: datetime, until: datetime) -> tuple[ReleaseChange, ...]:
        """Releases that were first seen in a span, in order."""
        rows = self._rows(
            f"SELECT {RELEASE_COLUMNS} FROM releases WHERE seen_at >= ? AND seen_at < ? "
            "ORDER BY seq",
            (to_ms(since), to_ms(until)),
        )
        return tuple(map(row_release, rows))

    def results(
        self,
        probe: str,
        since: datetime,
        until: datetime,
        *,
        limit: int,
        newest_first: bool = True,
        of: Collection[Result] = (),
    ) -> tuple[Outcome, ...]:
        """At most `limit` outcomes of a probe that began in a span, `of` all results or these."""
        some, values = _among(("r.result", of))
        order = "DESC" if newest_first else "ASC"
        rows = self._rows(
            f"{_OUTCOMES} WHERE r.probe = (SELECT id FROM names WHERE text = ?) "
            f"AND r.at >= ? AND r.at < ? {some} ORDER BY r.at {order}, r.seq {order} LIMIT ?",
            (probe, to_ms(since), to_ms(until), *values, limit),
        )
        return tuple(map(_outcome, rows))

    def timings(self, probe: str, since: datetime, until: datetime) -> tuple[Timing, ...]:
        """The runs of a probe that began in a span and whose timing can be believed, in order."""
        rows = self._rows(
            f"SELECT at, duration, result, {PHASE_COLUMNS} FROM results "
            "WHERE probe = (SELECT id FROM names WHERE text = ?) AND at >= ? AND at < ? "
            "AND NOT stalled ORDER BY at, seq",
            (probe, to_ms(since), to_ms(until)),
        )
        return tuple(map(row_timing, rows))

    def spread(
        self, probe: str, since: datetime, until: datetime, of: Collection[Result]
    ) -> Spread:
        """How long the runs of a probe took that came to one `of` these, as `timings` has them."""
        some, values = _among(("result", of))
        rows = self._rows(
            _SPREAD.replace("{some}", some), (probe, to_ms(since), to_ms(until), *values)
        )
        runs = rows[0][0] if rows else 0
        found = {rank: seconds for _, rank, seconds in rows}
        ranks = (-(-runs * percent // 100) for percent in PERCENTILES)
        return Spread(runs=runs, percentiles=tuple(map(found.get, ranks)))

    def latest(self, probes: Collection[str]) -> dict[str, Outcome]:
        """The last outcome of each of these probes that has one."""
        return {
            outcome.probe: outcome
            for probe in probes
            for outcome in self.results(probe, from_ms(0), _FAR, limit=1)
        }

    def outcomes(self, since: datetime, until: datetime) -> Iterator[Outcome]:
        """All outcomes that began in a span, in the order in which they were recorded.

        They are read one by one; what is recorded meanwhile is not among them.
        """
        statement = f"{_OUTCOMES} WHERE r.at >= ? AND r.at < ? ORDER BY r.seq"
        with self._pool.connection() as connection:
            yield from map(_outcome, connection.execute(statement, (to_ms(since), to_ms(until))))

    def rollups(
        self,
        grain: Grain,
        since: datetime,
        until: datetime,
        *,
        probes: Collection[str] = (),
        services: Collection[str] = (),
    ) -> tuple[Rollup, ...]:
        """The rollups that begin in a span, by probe and time; of all probes if none is named."""
        some, values = _among(("p.text", probes), ("s.text", services))
        rows = self._rows(
            f"{_ROLLUPS} WHERE 1 {some} ORDER BY p.text, r.at",
            (grain.value, to_ms(since), to_ms(until), *values),
        )
        return tuple(read_rollup(grain, row[0], row[1], row[2], row[3:]) for row in rows)

    def latencies(
        self,
        grain: Grain,
        since: datetime,
        until: datetime,
        *,
        probes: Collection[str],
        every_seconds: int,
        under_seconds: float = inf,
    ) -> tuple[LatencySum, ...]:
        """The rollups that begin in a span, summed up over these probes, in order.

        A sum is of so many seconds, counted from 1970 on; of its runs those are quick that took no
        longer than `under_seconds`, one of LATENCY_SECONDS.
        """
        bounds = sum(bound <= under_seconds for bound in LATENCY_SECONDS)
        every_ms = every_seconds * 1000
        some, values = _among(("text", probes))
        rows = self._rows(
            _LATENCIES.replace("{some}", some),
            (every_ms, bounds, grain.value, to_ms(since), to_ms(until), *values),
        )
        return tuple(
            LatencySum(
                began_at=from_ms(at * every_ms), runs=runs, quick=quick or 0, seconds=total / 1e6
            )
            for at, total, runs, quick in rows
        )

    def _rows(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        with self._pool.connection() as connection:
            return connection.execute(statement, values).fetchall()


_FAR = from_ms(253_402_300_799_000)
"""The last second that a datetime can hold."""


def _outcome(row: tuple[Any, ...]) -> Outcome:
    return row_outcome(OutcomeRow._make(row))


def _among(*choices: tuple[str, Collection[str]]) -> tuple[str, tuple[str, ...]]:
    """SQL, and its values, for `this column is one of these`, for every choice that is given."""
    some = "".join(
        f" AND {column} IN ({', '.join('?' * len(wanted))})" for column, wanted in choices if wanted
    )
    return some, tuple(value for _, wanted in choices for value in wanted)
