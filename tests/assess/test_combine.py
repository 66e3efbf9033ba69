"""From probes to a service: critical ones decide, supporting ones degrade at most."""

import pytest

from monitor.assess.combine import combine
from monitor.model import Role, State

U, D, X, N = State.UP, State.DEGRADED, State.DOWN, State.UNKNOWN


@pytest.mark.parametrize(
    ("critical", "supporting", "expected"),
    [
        ([U], [], U),
        ([U, D], [], D),
        ([U, D, X, N], [], X),
        ([U, N], [], N),
        ([D, N], [], D),
        ([U], [X], D),
        ([U], [D], U),
        ([U], [N], U),
        ([N], [U], N),
        ([N], [X], D),
        ([X], [X], X),
        ([D], [X], D),
        ([], [U, N], U),
        ([], [N], N),
        ([], [X, U], D),
        ([], [X], D),
        ([], [D], U),
        ([None, U], [], U),
        ([None], [], N),
        ([None], [U], U),
        ([], [], N),
    ],
)
def test_the_worst_critical_probe_decides_and_a_supporting_one_degrades_at_most(
    critical: list[State | None], supporting: list[State | None], expected: State
) -> None:
    probes = [(Role.CRITICAL, s) for s in critical] + [(Role.SUPPORTING, s) for s in supporting]
    assert combine(probes) is expected
