"""Sizes: what is read, what is refused, and how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fields import format_size, parse_size


@pytest.mark.parametrize(
    ("text", "count"), [("0B", 0), ("17B", 17), ("16KiB", 16_384), ("1 MiB", 1_048_576)]
)
def test_a_size_is_a_number_with_a_unit(text: str, count: int) -> None:
    assert parse_size(text) == count


@pytest.mark.parametrize("value", ["", "1MB", "1.5MiB", "-1B", True, None, -5, "1 GiB"])
def test_anything_else_is_no_size(value: object) -> None:
    with pytest.raises(ValueError, match="is not a size; write a number with B, KiB or MiB"):
        parse_size(value)


def test_a_bare_number_is_told_its_unit() -> None:
    with pytest.raises(ValueError, match="1024 has no unit; write 1024B"):
        parse_size(1024)


@given(st.integers(min_value=0, max_value=2**40))
def test_a_size_survives_its_writing(value: int) -> None:
    assert parse_size(format_size(value)) == value


def test_a_size_is_written_in_its_largest_unit() -> None:
    sizes = [0, 1000, 1024, 64 * 1024, 1024**2, 1024**2 + 1]
    assert [format_size(size) for size in sizes] == [
        *("0B", "1000B", "1KiB", "64KiB", "1MiB", "1048577B")
    ]
