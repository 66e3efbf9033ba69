"""What an answer of DNS must be like: each assertion holds and breaks as it says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.checks import DnsExpect, RecordCheck
from monitor.model import CheckResult, DnsAnswer, DnsRecord, Reason, Result


def records(section: str, *data: str, record: str = "A") -> tuple[DnsRecord, ...]:
    return tuple(
        DnsRecord(section=section, name="jmo.example.", type=record, ttl_seconds=30, text=text)
        for text in data
    )


def answer(*found: DnsRecord, rcode: str = "NOERROR", serial: int | None = None) -> DnsAnswer:
    return DnsAnswer(
        rcode=rcode,
        answers=len(found),
        authorities=0,
        additionals=0,
        serial=serial,
        records=found,
    )


TWO = answer(*records("answer", "192.0.2.1", "192.0.2.2"))


def broken(expect: dict[str, Any], seen: DnsAnswer = TWO) -> list[CheckResult]:
    checks = DnsExpect.model_validate(expect).evaluate(seen, "A", "IN")
    return [check for check in checks if not check.passed]


def reasons(expect: dict[str, Any], seen: DnsAnswer = TWO) -> list[Reason]:
    return [check.reason for check in broken(expect, seen)]


@pytest.mark.parametrize(
    ("check", "holds", "holds_of_nothing"),
    [
        # blackbox exporter's fail_if_none_matches_regexp
        ({"matches": r"A 192\.0\.2\.2$"}, True, False),
        ({"matches": r"A 192\.0\.2\.3$"}, False, False),
        ({"contains": "192.0.2.2", "of": "any"}, True, False),
        # its fail_if_not_matches_regexp
        ({"matches": r"A 192\.0\.2\.\d$", "of": "all"}, True, False),
        ({"matches": r"A 192\.0\.2\.2$", "of": "all"}, False, False),
        ({"contains": "192.0.2.1", "of": "all"}, False, False),
        # its fail_if_matches_regexp
        ({"not_matches": r"A 10\."}, True, True),
        ({"not_matches": r"A 192\.0\.2\.2$"}, False, True),
        ({"excludes": "192.0.2.2", "of": "all"}, False, True),
        # its fail_if_all_match_regexp
        ({"not_matches": r"A 192\.0\.2\.2$", "of": "any"}, True, False),
        ({"not_matches": r"A 192\.", "of": "any"}, False, False),
        ({"excludes": "192.0.2.1", "of": "any"}, True, False),
        # the line that they judge
        ({"matches": r"^jmo\.example\. 30 IN A 192\.0\.2\.1$"}, True, False),
    ],
)
def test_a_check_of_records_holds_for_any_or_for_all(
    check: dict[str, Any], holds: bool, holds_of_nothing: bool
) -> None:
    spec = RecordCheck.model_validate(check)
    assert spec.evaluate(TWO, "answer", "IN").passed is holds
    assert spec.evaluate(TWO, "authority", "IN").passed is holds_of_nothing


def test_each_section_is_judged_by_its_own_checks() -> None:
    seen = answer(
        *records("answer", "192.0.2.1"),
        *records("authority", "ns.example.", record="NS"),
        *records("additional", "192.0.2.53"),
    )
    assert not broken({"authority": [{"contains": "IN NS ns.example."}]}, seen)
    assert not broken({"additional": [{"contains": "192.0.2.53"}]}, seen)
    assert reasons({"answer": [{"contains": "192.0.2.53"}]}, seen) == [Reason.CHECK_RECORDS]


def test_a_broken_check_tells_its_sentence_and_what_it_saw() -> None:
    (check,) = broken({"answer": [{"matches": "A 10\\."}]})
    assert check.sentence == r"a record of the answer matches 'A 10\\.'"
    assert check.observed == ("jmo.example. 30 IN A 192.0.2.1; jmo.example. 30 IN A 192.0.2.2")
    assert check.regex
    (check,) = broken({"answer": [{"excludes": "192"}]})
    assert check.sentence == "every record of the answer does not contain '192'"
    assert not check.regex
    (check,) = broken({"authority": [{"contains": "SOA"}]})
    assert check.observed == "no record"


@pytest.mark.parametrize(
    ("seen", "expected", "reason"),
    [
        ("NOERROR", ["NOERROR"], None),
        ("NXDOMAIN", ["NOERROR"], Reason.DNS_NXDOMAIN),
        ("SERVFAIL", ["NOERROR"], Reason.DNS_SERVFAIL),
        ("REFUSED", ["NOERROR", "NXDOMAIN"], Reason.DNS_SERVFAIL),
        ("12", ["NOERROR"], Reason.DNS_SERVFAIL),
        ("NOERROR", ["NXDOMAIN"], Reason.CHECK_RECORDS),
        ("NXDOMAIN", ["NXDOMAIN"], None),
    ],
)
def test_the_rcode_gives_the_reason(seen: str, expected: list[str], reason: Reason | None) -> None:
    found = reasons({"rcode": expected, "minimum_answers": 0}, answer(rcode=seen))
    assert found == ([] if reason is None else [reason])


def test_only_records_of_the_type_asked_for_count() -> None:
    alias = answer(*records("answer", "there.example.", record="CNAME"))
    (check,) = broken({}, alias)
    assert (check.reason, check.observed) == (Reason.DNS_NO_DATA, "0 of 1 records")
    assert not broken({"minimum_answers": 0}, alias)
    assert not broken({"minimum_answers": 2})
    assert reasons({"minimum_answers": 3}) == [Reason.DNS_NO_DATA]


def test_every_address_must_be_allowed() -> None:
    assert not broken({"addresses": ["192.0.2.0/30"]})
    (check,) = broken({"addresses": ["192.0.2.1", "2001:db8::/32"]})
    assert check.expected == "192.0.2.1/32, 2001:db8::/32"
    assert (check.reason, check.observed) == (Reason.CHECK_RECORDS, "192.0.2.2")


def test_what_is_no_address_is_none() -> None:
    seen = answer(*records("answer", "\\# 4 00000000", "example. 12"))
    assert not broken({"addresses": ["192.0.2.1"]}, seen)


@pytest.mark.parametrize(
    ("serial", "minimum", "passed"),
    [
        (7, 7, True),
        (8, 7, True),
        (6, 7, False),
        (None, 7, False),
        (5, 2**32 - 5, True),  # it has gone round
        (2**32 - 5, 5, False),
    ],
)
def test_a_serial_is_compared_as_serials_are(
    serial: int | None, minimum: int, passed: bool
) -> None:
    expect = {"minimum_serial": minimum, "minimum_answers": 0}
    assert (not broken(expect, answer(serial=serial))) is passed


def test_no_broken_check_of_an_answer_is_more_than_a_failure() -> None:
    assert {check.result for check in broken({"minimum_answers": 3})} == {Result.FAILED}


@given(st.lists(st.text(max_size=50), max_size=5))
def test_whatever_the_records_say_is_judged(data: list[str]) -> None:
    seen = answer(*records("answer", *data))
    expect = {"answer": [{"contains": "a"}, {"not_matches": "b"}], "addresses": ["192.0.2.1"]}
    for check in DnsExpect.model_validate(expect).evaluate(seen, "A", "IN"):
        assert check.observed.isprintable()
