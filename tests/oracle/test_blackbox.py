"""Beside the real blackbox exporter on the same targets: what both tell is the same."""

from collections.abc import Callable

import pytest

from tests.oracle.dns import DNS
from tests.oracle.http import HTTP
from tests.oracle.icmp import ICMP
from tests.oracle.sides import TIMES, Case, Comparison, Sides, ask_both
from tests.oracle.tcp import TCP
from tests.oracle.tls import TLS

COMPARISONS = {each.kind: each for each in (HTTP, TCP, TLS, DNS, ICMP)}
EVERY = [(kind, name) for kind, comparison in COMPARISONS.items() for name in comparison.cases]
OVERHEAD_SECONDS = 2
"""So much longer than its deadline a run may take on a busy machine."""

Seen = Callable[[str], dict[str, Sides]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What both told of all cases of a kind, which are asked once."""
    told: dict[str, dict[str, Sides]] = {}

    def of_kind(kind: str) -> dict[str, Sides]:
        if kind not in told:
            told[kind] = ask_both(COMPARISONS[kind], tmp_path_factory.mktemp(kind))
        return told[kind]

    return of_kind


def looked_up(seen: Seen, kind: str, name: str) -> tuple[Comparison, Case, Sides]:
    comparison = COMPARISONS[kind]
    return comparison, comparison.cases[name], seen(kind)[name]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_facts_that_both_tell_are_the_same(kind: str, name: str, seen: Seen) -> None:
    _, case, both = looked_up(seen, kind, name)
    shared = (both.theirs.names & both.ours.names) - TIMES
    assert case.both <= shared
    for metric in sorted(shared):
        ours, theirs = both.ours.named(metric), both.theirs.named(metric)
        if metric in case.wrong_there | case.wrong_here:
            assert ours != theirs, f"{metric} is right by now"
        else:
            assert ours == theirs
    assert both.ours.value("probe_success") == case.success
    assert {metric: both.ours.value(metric) for metric in case.facts} == case.facts


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_what_one_side_leaves_out_was_not_measured(kind: str, name: str, seen: Seen) -> None:
    """Blackbox exporter says zero where we say nothing; anything else is a known difference."""
    comparison, case, both = looked_up(seen, kind, name)
    ours, theirs = both.ours, both.theirs
    assert ours.names - theirs.names - comparison.here == case.more_here
    missing = theirs.names - ours.names - comparison.there - TIMES
    assert {metric for metric in missing if any(theirs.named(metric).values())} == case.more_there


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_a_run_that_succeeds_has_the_same_phases(kind: str, name: str, seen: Seen) -> None:
    comparison, case, both = looked_up(seen, kind, name)
    for told in (both.ours, both.theirs):
        lasted = told.value("probe_duration_seconds")
        assert 0 < lasted < case.seconds + OVERHEAD_SECONDS
        phases = {p: took for metric in TIMES for p, took in told.phases(metric).items()}
        assert all(seconds <= lasted for seconds in phases.values())
        assert all(phases[phase] > seconds / 2 for phase, seconds in case.took.items())
    if case.success and "probe_success" not in case.wrong_there:
        for metric in TIMES - comparison.there:
            ours, theirs = both.ours.phases(metric).keys(), both.theirs.phases(metric).keys()
            assert theirs - comparison.phases_there - case.phases_there == ours - case.phases_here


@pytest.mark.parametrize("kind", COMPARISONS)
def test_what_each_tells_alone_is_known(kind: str, seen: Seen) -> None:
    comparison, told = COMPARISONS[kind], seen(kind).values()
    ours = frozenset[str]().union(*(both.ours.names for both in told))
    theirs = frozenset[str]().union(*(both.theirs.names for both in told))
    assert (theirs - ours, ours - theirs) == (comparison.there, comparison.here)


@pytest.mark.parametrize("kind", COMPARISONS)
def test_every_metric_that_both_tell_has_the_same_type_and_labels(kind: str, seen: Seen) -> None:
    shared = set[str]()
    for both in seen(kind).values():
        names = both.ours.names & both.theirs.names
        shared |= names
        assert {n: both.ours.types[n] for n in names} == {n: both.theirs.types[n] for n in names}
        for name in names:
            assert both.ours.labels(name) == both.theirs.labels(name)
    assert len(shared) > 4
