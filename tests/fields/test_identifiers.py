"""Ids: what is taken, and what is refused."""

import pytest

from monitor.fields import parse_identifier


@pytest.mark.parametrize("value", ["a", "jmo-api", "a1-b2", "x" * 63])
def test_an_id_is_lower_case_with_single_hyphens(value: str) -> None:
    assert parse_identifier(value) == value


@pytest.mark.parametrize("value", ["", "A", "a--b", "-a", "a-", "a_b", "x" * 64, 5, None, "a\n"])
def test_anything_else_is_no_id(value: object) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        parse_identifier(value)
