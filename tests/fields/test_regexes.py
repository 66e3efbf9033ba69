"""Regular expressions: compiled, or refused by name."""

import pytest

from monitor.fields import parse_pattern
from monitor.patterns import Pattern


@pytest.mark.parametrize("value", ["", None, 5, "(", r"(a)\1"])
def test_an_expression_that_re2_does_not_take_is_refused_by_name(value: object) -> None:
    with pytest.raises(ValueError, match="is not a regular expression"):
        parse_pattern(value)


def test_a_pattern_that_is_one_already_stays() -> None:
    pattern = Pattern("a")
    assert parse_pattern(pattern) is pattern
