"""Sets of HTTP status codes: what they hold, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fields import StatusSet


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [
        (200, (200,), (199, 201)),
        ("204", (204,), (200,)),
        ([200, "300-399"], (200, 300, 399), (201, 299, 400)),
        (["200 - 299"], (200, 299), (300,)),
        ("999", (999,), (100,)),
    ],
)
def test_a_status_set_holds_codes_and_ranges(
    value: object, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    status = StatusSet.parse(value)
    assert all(code in status for code in inside)
    assert not any(code in status for code in outside)


@pytest.mark.parametrize("value", ["2xx", 99, 1000, True, None, "200-", "000", [[200]], 200.0])
def test_anything_else_is_no_status(value: object) -> None:
    with pytest.raises(ValueError, match="is not a status"):
        StatusSet.parse(value)


def test_a_range_that_runs_backwards_is_turned_round_in_the_message() -> None:
    with pytest.raises(ValueError, match="runs backwards; write 200-299"):
        StatusSet.parse("299-200")


def test_an_empty_status_set_is_refused() -> None:
    with pytest.raises(ValueError, match="the list is empty"):
        StatusSet.parse([])


@given(st.lists(st.tuples(st.integers(100, 999), st.integers(100, 999)), min_size=1, max_size=5))
def test_a_status_set_reads_what_it_writes(pairs: list[tuple[int, int]]) -> None:
    status = StatusSet(tuple((min(pair), max(pair)) for pair in pairs))
    assert StatusSet.parse(str(status).split(", ")) == status
