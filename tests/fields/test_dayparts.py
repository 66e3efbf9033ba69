"""Parts of the day: minutes after midnight, on into the next day where they cross it."""

import pytest

from monitor.fields import parse_day_parts


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("08:00..16:00", ((480, 960),)),
        ("8:05 .. 16:30", ((485, 990),)),
        ("22:00..06:00", ((1320, 1800),)),
        ("22:00..24:00", ((1320, 1440),)),
        ("22:00..00:00", ((1320, 1440),)),
        ("00:00..24:00", ((0, 1440),)),
        ("23:59..23:58", ((1439, 2878),)),
        (["08:00..12:00", "13:00..16:00"], ((480, 720), (780, 960))),
    ],
)
def test_a_part_of_the_day_may_cross_midnight(
    value: object, parts: tuple[tuple[int, int], ...]
) -> None:
    assert parse_day_parts(value) == parts


@pytest.mark.parametrize(
    "value",
    [
        "8..16",
        "08:00-16:00",
        "24:00..06:00",
        "08:00..24:01",
        "08:60..09:00",
        "99:00..01:00",
        "08:00",
        "",
        None,
        480,
        True,
        ["08:00..09:00", 5],
    ],
)
def test_anything_else_is_no_part_of_the_day(value: object) -> None:
    with pytest.raises(ValueError, match=r"is no part of the day; write 08:00\.\.16:00"):
        parse_day_parts(value)


def test_a_part_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no length; for the whole day write 00:00\.\.24:00"):
        parse_day_parts("08:00..08:00")


def test_an_empty_list_names_nothing() -> None:
    with pytest.raises(ValueError, match="the list is empty"):
        parse_day_parts([])
