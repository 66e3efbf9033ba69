"""What may be asked, and what is said of a question that is wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.web.api.query import NoQuery, QueryError, ResultsQuery, WindowsQuery, read_query

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 10, 31, 5, tzinfo=UTC)


def windows(*items: tuple[str, str]) -> WindowsQuery:
    return read_query(WindowsQuery, items, WIB)


def test_without_a_span_it_is_the_last_90_days() -> None:
    assert windows().span(NOW) == (NOW - timedelta(days=90), NOW)


def test_a_span_may_be_told_in_local_dates_the_last_one_in_it() -> None:
    since, until = windows(("from", "2026-10-30"), ("to", "2026-10-31")).span(NOW)
    assert since == datetime(2026, 10, 29, 17, tzinfo=UTC)
    assert until == datetime(2026, 10, 31, 17, tzinfo=UTC)


def test_without_a_begin_it_is_90_days_before_the_end() -> None:
    since, until = windows(("to", "2026-10-31T00:00:00Z")).span(NOW)
    assert until - since == timedelta(days=90)


@pytest.mark.parametrize("begin", ["2026-10-31T05:00:00Z", "2026-11-02"])
def test_a_span_that_is_empty_or_crossed_is_refused(begin: str) -> None:
    with pytest.raises(QueryError, match="must be earlier than `to`"):
        windows(("from", begin)).span(NOW)


def test_services_and_severities_may_come_several_times() -> None:
    query = windows(("service", "b"), ("service", "a"), ("severity", "down"))
    assert (query.service, query.severity) == (("b", "a"), ("down",))


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (("limit", "0"), "greater than or equal to 1"),
        (("limit", "5001"), "less than or equal to 5000"),
        (("limit", "1e2"), "whole number"),
        (("limit", "\u0663"), "whole number"),
        (("limit", "9" * 5000), "whole number"),
        (("severity", "<b>"), "'degraded' or 'down'"),
        (("format", "<b>"), "'json', 'csv' or 'ics'"),
        (("from", "<b>"), "write a date"),
        (("to", "2026-13-01"), "write a date"),
        (("<b>", "1"), "unknown parameter; there are: from, to, service, severity, format, limit"),
    ],
)
def test_a_wrong_parameter_is_told_without_repeating_it(item: tuple[str, str], said: str) -> None:
    with pytest.raises(QueryError) as refused:
        windows(item)
    (fault,) = refused.value.faults
    assert said in fault.message
    assert fault.parameter == (None if item[0] == "<b>" else item[0])
    assert "<b>" not in fault.message


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(QueryError) as refused:
        windows(("from", "x"), ("severity", "y"), ("z", "1"))
    assert [fault.parameter for fault in refused.value.faults] == ["from", "severity", None]


def test_a_parameter_that_comes_twice_is_refused() -> None:
    with pytest.raises(QueryError, match="give it once"):
        windows(("limit", "1"), ("limit", "2"))


def test_results_are_1000_at_most() -> None:
    assert read_query(ResultsQuery, [("limit", "1000")], WIB).limit == 1000
    with pytest.raises(QueryError):
        read_query(ResultsQuery, [("limit", "1001")], WIB)


def test_where_nothing_can_be_asked_that_is_said() -> None:
    with pytest.raises(QueryError, match="unknown parameter; there are: none"):
        read_query(NoQuery, [("a", "1")], WIB)
