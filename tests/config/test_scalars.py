"""Plain scalars mean what every YAML says they mean, or they are refused."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.scalars import AmbiguousError, Scalar, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("42", 42),
        ("-42", -42),
        ("+42", 42),
        ("1.5", 1.5),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("jakarta", "jakarta"),
        ("yesterday", "yesterday"),
        ("200-299", "200-299"),
        ("30s", "30s"),
        ("1h30m", "1h30m"),
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T22:00", "2026-12-01T22:00"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::1", "::1"),
        ("99.5%", "99.5%"),
        ("nUll", "nUll"),
        ("=", "="),
        ("-", "-"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("0.1.0", "0.1.0"),
        ("info", "info"),
    ],
)
def test_a_plain_scalar_is_read(text: str, value: Scalar) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off"),
        *("True", "TRUE", "False", "FALSE", "tRuE"),
        *("12:30", "1:30:00", "-1:30", "190:20:30.15", "1_0:30"),
        *("0777", "00", "08", "-01", "0o17", "0x1F", "0b101", "0_1"),
        *("1_000", "1_0.5", "-1_000", "1.0_0", "00.5"),
        *("1e3", "1.5e3", "1E+3", ".5e1", "1e400"),
        *(".inf", "-.inf", "+.Inf", ".nan", ".NaN"),
        *("1234567890123456789", "0.1234567890123456789"),
    ],
)
def test_a_surprise_is_refused_with_advice(text: str) -> None:
    with pytest.raises(AmbiguousError, match="put it in quotes"):
        resolve(text)


@given(st.from_regex(r"[-+.0-9_:eExob~a-fynYN]{1,8}", fullmatch=True))
def test_what_is_read_agrees_with_the_common_parser(text: str) -> None:
    try:
        ours = resolve(text)
    except AmbiguousError:
        return
    try:
        theirs = yaml.load(f"- {text}", Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(theirs, list) and isinstance(theirs[0], str | int | float | None):
        assert ours == theirs[0]
        assert type(ours) is type(theirs[0])


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = resolve(text)
    except AmbiguousError:
        return
    assert found is None or isinstance(found, str | int | float | bool)
