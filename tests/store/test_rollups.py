"""Rollups say what a recount of all outcomes says, however these came in."""

from bisect import bisect_left
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import LATENCY_SECONDS, Grain, Outcome, Reason, Result, Rollup
from monitor.store import Reader
from monitor.store.batch import Batch
from monitor.store.file import open_for_writing
from monitor.store.ledger import Entry, Ledger
from monitor.store.outcomes import outcome_row
from tests.store.samples import FAR, LONG_AGO, at, outcome

runs = st.builds(
    lambda probe, service, second, result, reason, duration, stalled: outcome(
        probe=probe,
        service=service,
        started_at=at(second),
        result=result,
        reason=None if result is Result.OK else reason,
        duration_seconds=duration,
        stalled=stalled,
    ),
    st.sampled_from(["p", "q"]),
    st.sampled_from(["a", "b"]),
    st.integers(0, 9000),
    st.sampled_from(Result),
    st.sampled_from([Reason.DNS_TIMEOUT, Reason.SLOW_LATENCY]),
    st.sampled_from([0.0, 0.05, 0.051234, 2.0, 2.5, 3.25, 10.0, 11.0]),
    st.booleans(),
)
batches = st.lists(st.lists(runs, max_size=20), max_size=5)


def counted(outcomes: list[Outcome], grain: Grain) -> list[Rollup]:
    """Rollups by another way: sorted into groups, and summed up with floats."""
    groups: dict[tuple[str, int, str], list[Outcome]] = {}
    for each in outcomes:
        start = int(each.started_at.timestamp()) // grain * grain
        groups.setdefault((each.probe, start, each.service), []).append(each)
    return [_rollup(*key, grain, groups[key]) for key in sorted(groups)]


def _rollup(probe: str, start: int, service: str, grain: Grain, group: list[Outcome]) -> Rollup:
    passed = {Result.OK, Result.DEGRADED}
    believed = [o.duration_seconds for o in group if o.result in passed and not o.stalled]
    buckets = Counter(bisect_left(LATENCY_SECONDS, seconds) for seconds in believed)
    return Rollup(
        service=service,
        probe=probe,
        began_at=LONG_AGO + timedelta(seconds=start),
        grain=grain,
        results={result: sum(o.result is result for o in group) for result in Result},
        reasons=Counter(o.reason for o in group if o.reason),
        latency_counts=tuple(buckets[n] for n in range(len(LATENCY_SECONDS) + 1)),
        latency_sum_seconds=round(sum(believed), 6),
        latency_max_seconds=max(believed, default=None),
    )


def write(ledger: Ledger, outcomes: list[Outcome]) -> None:
    rows = tuple(map(outcome_row, outcomes))
    ledger.write(Entry(rows=rows, batch=Batch(limit=1), checkpoint=None))


def stored(path: Path, grain: Grain) -> list[Rollup]:
    reader = Reader(path)
    try:
        found = reader.rollups(grain, LONG_AGO, FAR)
    finally:
        reader.close()
    return sorted(found, key=lambda r: (r.probe, r.began_at, r.service))


def sums(path: Path, grain: Grain) -> dict[datetime, tuple[int, int, float]]:
    """Of both probes, in two hours each; those of 2 s are quick."""
    reader = Reader(path)
    try:
        found = reader.latencies(
            grain, LONG_AGO, FAR, probes="pq", every_seconds=7200, under_seconds=2.0
        )
    finally:
        reader.close()
    assert list(found) == sorted(found, key=lambda each: each.began_at)
    told = ((s.began_at, (s.runs, s.quick, round(s.seconds, 6))) for s in found)
    return {began: told for began, told in told if told[0]}


def added(outcomes: list[Outcome], grain: Grain) -> dict[datetime, tuple[int, int, float]]:
    """The same, of the runs themselves."""
    groups: dict[datetime, list[float]] = {}
    for each in outcomes:
        if each.result in {Result.OK, Result.DEGRADED} and not each.stalled:
            start = int(each.started_at.timestamp()) // grain * grain // 7200 * 7200
            began = LONG_AGO + timedelta(seconds=start)
            groups.setdefault(began, []).append(each.duration_seconds)
    return {
        began: (len(group), sum(each <= 2.0 for each in group), round(sum(group), 6))
        for began, group in groups.items()
    }


@pytest.mark.parametrize("grain", Grain)
def test_rollups_equal_a_recount_of_all_outcomes(
    tmp_path_factory: pytest.TempPathFactory, grain: Grain
) -> None:
    folder = tmp_path_factory.mktemp("rollups")
    number = iter(range(10_000))

    @settings(max_examples=40, deadline=None)
    @given(batches)
    def check(parts: list[list[Outcome]]) -> None:
        path = folder / f"{next(number)}.sqlite"
        connection = open_for_writing(path, None)
        for part in parts:
            write(Ledger(connection), part)
        all_of_them = [o for part in parts for o in part]
        assert stored(path, grain) == counted(all_of_them, grain)
        assert sums(path, grain) == added(all_of_them, grain)
        connection.close()

    check()


def test_outcomes_that_come_twice_are_counted_as_often_as_they_are_stored(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    connection = open_for_writing(path, None)
    ledger = Ledger(connection)
    write(ledger, [outcome()])
    write(ledger, [outcome(), outcome(service="other")])
    connection.close()
    for grain in Grain:
        assert [r.results[Result.OK] for r in stored(path, grain)] == [2, 1]


def test_rollups_can_be_asked_by_probe_and_service(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    connection = open_for_writing(path, None)
    write(Ledger(connection), [outcome(probe=p, service=s) for p in "pq" for s in "ab"])
    connection.close()
    reader = Reader(path)
    found = reader.rollups(Grain.HOUR, LONG_AGO, FAR, probes=["p"], services=["b"])
    assert [(r.probe, r.service) for r in found] == [("p", "b")]
    assert len(reader.rollups(Grain.HOUR, LONG_AGO, FAR, services=["b"])) == 2
    assert reader.rollups(Grain.HOUR, LONG_AGO, at(-7200)) == ()
    span = Grain.HOUR, LONG_AGO, FAR
    (one,) = reader.latencies(*span, probes=["p"], every_seconds=3600)
    assert (one.runs, one.quick) == (2, 2)
    assert reader.latencies(*span, probes=["r"], every_seconds=3600) == ()
    reader.close()
