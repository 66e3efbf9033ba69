"""Calendar periods and maintenance: the clock on the wall decides, in every zone and season."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.calendar import Calendar, Maintenance, Once, Period, Recurrence, Span

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
MONTH_END = frozenset({25, 26, 27, 28, 29, 30, 31, 1, 2, 3, 4, 5})
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def calendar(when: Recurrence) -> Calendar:
    return Calendar(periods=(Period(id="p", when=when),))


def wib(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


def days_of(when: Recurrence, first: date, last: date) -> list[str]:
    """The local days, as `month-day`, at whose noon it is."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    noons = [datetime(d.year, d.month, d.day, 12, tzinfo=when.zone) for d in days]
    return [f"{noon:%m-%d}" for noon in noons if when.holds(noon)]


@pytest.mark.parametrize(
    ("year", "month", "held"),
    [
        (2026, 2, ["01", "02", "03", "04", "05", "25", "26", "27", "28"]),
        (2028, 2, ["01", "02", "03", "04", "05", "25", "26", "27", "28", "29"]),
        (2026, 4, ["01", "02", "03", "04", "05", "25", "26", "27", "28", "29", "30"]),
        (2026, 7, ["01", "02", "03", "04", "05", "25", "26", "27", "28", "29", "30", "31"]),
    ],
)
def test_days_of_the_month_end_with_the_month(year: int, month: int, held: list[str]) -> None:
    first = date(year, month, 1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    found = days_of(Recurrence(zone=JAKARTA, days=MONTH_END), first, last)
    assert [day.partition("-")[2] for day in found] == held


def test_a_range_over_the_month_s_end_is_one_span() -> None:
    found = calendar(Recurrence(zone=JAKARTA, days=MONTH_END))
    begin, end = wib(2026, 2, 10), wib(2026, 3, 20)
    assert found.spans("p", begin, end) == ((wib(2026, 2, 25), wib(2026, 3, 6)),)
    assert all(at.tzinfo is UTC for at in found.spans("p", begin, end)[0])


def test_a_day_that_the_month_does_not_have_does_not_come() -> None:
    when = Recurrence(days=frozenset({30, 31}))
    assert days_of(when, date(2026, 1, 1), date(2026, 4, 30)) == [
        *("01-30", "01-31", "03-30", "03-31", "04-30")
    ]


def test_days_are_those_of_the_zone() -> None:
    found = calendar(Recurrence(zone=JAKARTA, days=frozenset({25})))
    midnight = datetime(2026, 10, 24, 17, tzinfo=UTC)
    assert found.at(midnight - timedelta.resolution) == ()
    assert found.at(midnight) == ("p",)
    assert found.at(midnight + DAY - timedelta.resolution) == ("p",)
    assert found.at(midnight + DAY) == ()


def test_every_part_that_is_given_must_agree() -> None:
    when = Recurrence(
        zone=JAKARTA,
        days=frozenset(range(1, 8)),
        weekdays=frozenset({0}),
        dates=((date(2026, 1, 1), date(2026, 12, 31)),),
        times=((8 * 60, 9 * 60), (13 * 60, 14 * 60)),
    )
    mondays = [2 * DAY + wib(2026, 12, 5, hour) for hour in (8, 13)]
    found = calendar(when).spans("p", wib(2026, 11, 3), wib(2027, 2, 1))
    assert found == tuple((monday, monday + HOUR) for monday in mondays)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    saturday = Recurrence(zone=JAKARTA, weekdays=frozenset({5}), times=((22 * 60, 26 * 60),))
    found = calendar(saturday)
    night = (wib(2026, 10, 10, 22), wib(2026, 10, 11, 2))
    assert found.spans("p", wib(2026, 10, 8), wib(2026, 10, 15)) == (night,)
    assert found.at(wib(2026, 10, 11, 1, 59)) == ("p",)
    assert found.at(wib(2026, 10, 10, 1, 59)) == ()
    assert found.spans("p", wib(2026, 10, 11, 1), wib(2026, 10, 15)) == (
        (wib(2026, 10, 11, 1), wib(2026, 10, 11, 2)),
    )


def test_nights_that_meet_are_one_span() -> None:
    when = Recurrence(times=((20 * 60, 44 * 60),))
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    assert calendar(when).spans("p", begin, begin + 9 * DAY) == ((begin, begin + 9 * DAY),)


def test_an_hour_that_the_clocks_skip_does_not_come() -> None:
    found = calendar(Recurrence(zone=BERLIN, times=((90, 210),)))
    night = datetime(2026, 3, 29, tzinfo=BERLIN)
    ((start, end),) = found.spans("p", night, night + DAY)
    assert (start, end - start) == (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), HOUR)
    skipped = Recurrence(zone=BERLIN, times=((120, 180),))
    assert calendar(skipped).spans("p", night, night + DAY) == ()
    assert calendar(skipped).within(night, night + DAY) == ()


def test_an_hour_that_comes_twice_is_meant_twice() -> None:
    found = calendar(Recurrence(zone=BERLIN, times=((135, 165),)))
    night = datetime(2026, 10, 25, tzinfo=BERLIN)
    first = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert found.spans("p", night, night + DAY) == (
        (first, first + 30 * MINUTE),
        (first + HOUR, first + HOUR + 30 * MINUTE),
    )


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: str, hours: int) -> None:
    only = date.fromisoformat(day)
    found = calendar(Recurrence(zone=BERLIN, dates=((only, only),)))
    around = datetime(only.year, only.month, only.day, tzinfo=UTC)
    ((start, end),) = found.spans("p", around - 5 * DAY, around + 5 * DAY)
    assert end - start == hours * HOUR


def test_ids_come_in_the_order_of_the_configuration() -> None:
    always, never = Recurrence(), Recurrence(days=frozenset())
    periods = [
        Period(id=id, when=when) for id, when in zip("zyxa", [always, never] * 2, strict=True)
    ]
    found = Calendar(periods=tuple(periods))
    now = datetime(2026, 10, 1, tzinfo=UTC)
    assert found.at(now) == found.within(now, now) == found.within(now, now + DAY) == ("z", "x")


def test_a_period_that_is_not_configured_is_an_error() -> None:
    now = datetime(2026, 10, 1, tzinfo=UTC)
    with pytest.raises(KeyError, match="other"):
        Calendar().spans("other", now, now)
    assert (Calendar().at(now), Calendar().within(now, now + DAY)) == ((), ())


def test_maintenance_comes_once_or_again() -> None:
    start, end = wib(2026, 12, 1, 22), wib(2026, 12, 2, 2)
    services = frozenset({"sipp"})
    once = Once(start=start, end=end)
    found = Maintenance(services=services, why="a", why_en="b", when=once)
    assert found.spans(start - DAY, end + DAY) == ((start, end),)
    assert found.spans(start + HOUR, end - HOUR) == ((start + HOUR, end - HOUR),)
    assert found.spans(end, end + DAY) == found.spans(start - DAY, start) == ()
    assert [once.holds(at) for at in (start - MINUTE, start, end - MINUTE, end)] == [
        *(False, True, True, False)
    ]
    weekly = Recurrence(zone=JAKARTA, weekdays=frozenset({6}), times=((0, 120),))
    again = Maintenance(services=frozenset(), why="a", why_en="b", when=weekly)
    sunday = wib(2026, 12, 6)
    assert again.spans(start, start + 14 * DAY) == (
        (sunday, sunday + 2 * HOUR),
        (sunday + 7 * DAY, sunday + 7 * DAY + 2 * HOUR),
    )


# Zones with and without a change of clocks; in Cairo they change at midnight, on Lord Howe by half
# an hour, and Apia once left out a day.
ZONES = ("Asia/Jakarta", "UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe")
ODD = (*ZONES, "America/Havana", "Asia/Kathmandu", "Pacific/Apia")
DATES = st.dates(date(2024, 1, 1), date(2027, 12, 31))
CHANGES = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
CHANGES += [datetime(2024, 4, 26, tzinfo=UTC), datetime(2026, 4, 4, 12, tzinfo=UTC)]
CHANGES += [datetime(2011, 12, 30, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC)]
MOMENTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
) | st.builds(
    lambda change, minutes: change + minutes * MINUTE,
    st.sampled_from(CHANGES),
    st.integers(-2000, 2000),
)
RANGES = st.tuples(DATES, st.integers(0, 40)).map(lambda r: (r[0], r[0] + r[1] * DAY))
TIMES = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda t: (t[0], t[0] + t[1]))
RECURRENCES = st.builds(
    Recurrence,
    zone=st.sampled_from(ODD).map(ZoneInfo),
    days=st.none() | st.frozensets(st.integers(1, 31)),
    weekdays=st.none() | st.frozensets(st.integers(0, 6)),
    dates=st.none() | st.lists(RANGES, max_size=2).map(tuple),
    times=st.just(((0, 1440),)) | st.lists(TIMES, max_size=3).map(tuple),
)


def inside(at: datetime, spans: tuple[Span, ...]) -> bool:
    return any(start <= at < end for start, end in spans)


@settings(deadline=None)
@given(RECURRENCES, MOMENTS, st.integers(0, 2000), st.integers(0, 59))
def test_spans_are_what_a_look_at_every_minute_finds(
    when: Recurrence, begin: datetime, minutes: int, second: int
) -> None:
    found = calendar(when)
    begin += timedelta(seconds=second)
    end = begin + minutes * MINUTE
    spans = found.spans("p", begin, end)
    moments = [begin + n * MINUTE for n in range(minutes)]
    assert [at for at in moments if found.at(at)] == [at for at in moments if inside(at, spans)]


@settings(deadline=None)
@given(RECURRENCES, MOMENTS, st.timedeltas(timedelta(0), 60 * DAY))
def test_spans_are_apart_in_order_and_inside(
    when: Recurrence, begin: datetime, length: timedelta
) -> None:
    end = begin + length
    found = calendar(when)
    spans = found.spans("p", begin, end)
    edges = [edge for span in spans for edge in span]
    assert all(before < after for before, after in pairwise(edges))
    assert all(begin <= edge <= end for edge in edges)
    for start, stop in spans:
        assert found.at(start)
        assert found.at(stop - timedelta.resolution)
        assert start == begin or not found.at(start - timedelta.resolution)
        assert stop == end or not found.at(stop)
    if length:
        assert found.within(begin, end) == (("p",) if spans else ())
    else:
        assert found.within(begin, end) == found.at(begin)


@settings(deadline=None)
@given(RECURRENCES, MOMENTS, st.lists(st.integers(0, 20_000), min_size=1, max_size=4))
def test_a_range_in_pieces_gives_the_same_time(
    when: Recurrence, begin: datetime, cuts: list[int]
) -> None:
    found = calendar(when)
    edges = [begin + minute * MINUTE for minute in sorted({0, *cuts})]
    pieces = [span for start, end in pairwise(edges) for span in found.spans("p", start, end)]
    whole = found.spans("p", edges[0], edges[-1])
    total = sum((end - start for start, end in whole), timedelta(0))
    assert sum((end - start for start, end in pieces), timedelta(0)) == total
