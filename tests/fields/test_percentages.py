"""Percentages: ratios that are what people write."""

import pytest

from monitor.fields import parse_percentage


@pytest.mark.parametrize(
    ("text", "ratio"),
    [("99.5%", 0.995), ("99.9 %", 0.999), ("0%", 0.0), ("100%", 1.0), ("99.99%", 0.9999)],
)
def test_a_percentage_is_the_nearest_ratio(text: str, ratio: float) -> None:
    assert parse_percentage(text) == ratio


@pytest.mark.parametrize("value", [99.5, 95, 1.5])
def test_a_bare_number_is_told_its_unit(value: float) -> None:
    with pytest.raises(ValueError, match=f"{value} has no unit; write {value}%"):
        parse_percentage(value)


@pytest.mark.parametrize(
    "value", ["99,5%", "-1%", "%", "", None, True, 1000, 0.995, "1e1%", [1], "٩٩%"]
)
def test_anything_else_is_no_percentage(value: object) -> None:
    with pytest.raises(ValueError, match="is not a percentage; write a number with %, such as"):
        parse_percentage(value)


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="'101%' is too large; at most 100%"):
        parse_percentage("101%")
