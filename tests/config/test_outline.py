"""Probes are found in values that nobody has checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import outline


def test_probes_are_found_with_their_paths_the_controls_first() -> None:
    data = {
        "services": [{"probes": [{"id": 1}, 5, {"id": 2}]}, 7, {"probes": [{"id": 3}]}],
        "controls": {"probes": [{"id": 4}]},
    }
    assert list(outline.probes(data)) == [
        (("controls", "probes", 0), {"id": 4}),
        (("services", 0, "probes", 0), {"id": 1}),
        (("services", 0, "probes", 2), {"id": 2}),
        (("services", 2, "probes", 0), {"id": 3}),
    ]


def test_periods_and_maintenance_are_found_with_their_paths() -> None:
    data = {"calendar": [{"id": 1}, 5], "maintenance": [None, {"why": 2}]}
    assert list(outline.periods(data)) == [(("calendar", 0), {"id": 1})]
    assert list(outline.maintenance(data)) == [(("maintenance", 1), {"why": 2})]
    assert [*outline.periods([]), *outline.maintenance({"maintenance": {}})] == []


@pytest.mark.parametrize("data", [None, 5, [], {"services": 5}, {"controls": []}])
def test_where_there_are_none_none_are_found(data: object) -> None:
    assert list(outline.probes(data)) == []


KEYS = st.sampled_from(["services", "controls", "probes", "id"])


@given(
    st.recursive(
        st.none() | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    )
)
def test_nothing_that_is_found_is_not_a_mapping(data: object) -> None:
    assert all(isinstance(probe, dict) for _, probe in outline.probes(data))
