"""One word over all services: essential ones weigh more, the unknown is never called well."""

import pytest

from monitor.assess.verdict import verdict
from monitor.model import State, Verdict

U, D, X, N, M = State.UP, State.DEGRADED, State.DOWN, State.UNKNOWN, State.MAINTENANCE


@pytest.mark.parametrize(
    ("essential", "others", "expected"),
    [
        ([U], [U, U, U], Verdict.OPERATIONAL),
        ([X], [U, U, U], Verdict.MAJOR_OUTAGE),
        ([U], [X, U, U], Verdict.PARTIAL_OUTAGE),
        ([U], [X, X, U], Verdict.MAJOR_OUTAGE),
        ([], [X, X, U], Verdict.MAJOR_OUTAGE),
        ([], [X, U, U], Verdict.PARTIAL_OUTAGE),
        ([], [X, N, N], Verdict.MAJOR_OUTAGE),
        ([D], [U, U], Verdict.DEGRADED),
        ([U], [D, U], Verdict.DEGRADED),
        ([U], [D, X, U, U], Verdict.PARTIAL_OUTAGE),
        ([N], [U, U], Verdict.UNKNOWN),
        ([U], [N, U], Verdict.OPERATIONAL),
        ([U], [N, N, U], Verdict.OPERATIONAL),
        ([U], [N, N, N], Verdict.UNKNOWN),
        ([N], [N, N], Verdict.UNKNOWN),
        ([], [], Verdict.UNKNOWN),
        ([M], [U, U], Verdict.MAINTENANCE),
        ([U], [M, U], Verdict.OPERATIONAL),
        ([], [M, M], Verdict.MAINTENANCE),
        ([M], [X, U, U], Verdict.PARTIAL_OUTAGE),
        ([X], [N, N, N], Verdict.MAJOR_OUTAGE),
    ],
)
def test_the_worst_that_matters_is_the_verdict(
    essential: list[State], others: list[State], expected: Verdict
) -> None:
    services = [(True, state) for state in essential] + [(False, state) for state in others]
    assert verdict(services, network_up=True) is expected
    assert verdict(services, network_up=None) is expected
    assert verdict(services, network_up=False) is Verdict.OWN_NETWORK
