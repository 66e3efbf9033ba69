"""Assertions on an observation: each holds or breaks as its words say."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.checks import (
    HeaderCheck,
    HttpExpect,
    JsonCheck,
    Mark,
    Marks,
    TextCheck,
    certificate_check,
)
from monitor.checks.assertions import NOT_JSON, SEEN_CHARACTERS, parse_json, shown
from monitor.model import (
    Certificate,
    CheckResult,
    HttpAnswer,
    Observation,
    Phase,
    Reason,
    Result,
    Tls,
)

NOW = datetime(2026, 8, 31, tzinfo=UTC)


def observed(
    *,
    status: int = 200,
    version: str = "1.1",
    ssl: bool = True,
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    seconds: float = 0.1,
    hops: tuple[str, ...] = ("https://jmo.example/",),
) -> Observation:
    answer = HttpAnswer(
        status_code=status,
        http_version=version,
        redirects=0,
        ssl=ssl,
        content_length=len(body),
        body_bytes=len(body),
        truncated=False,
        last_modified=None,
        retry_after_seconds=None,
    )
    return Observation(
        phases={Phase.PROCESSING: seconds}, http=answer, headers=headers, body=body, hops=hops
    )


def expect(**spec: Any) -> HttpExpect:
    return HttpExpect.model_validate(spec)


def broken(spec: HttpExpect, seen: Observation) -> list[CheckResult]:
    return [check for check in spec.evaluate(seen) if not check.passed]


@pytest.mark.parametrize("status", [200, 204, 299])
def test_any_2xx_is_well_unless_told_otherwise(status: int) -> None:
    assert not broken(expect(), observed(status=status))


@pytest.mark.parametrize("status", [199, 301, 404, 500, 999])
def test_any_other_status_is_not(status: int) -> None:
    (check,) = broken(expect(), observed(status=status))
    assert check.reason is Reason.CHECK_STATUS
    assert (check.expected, check.observed) == ("200-299", str(status))
    assert check.result is Result.FAILED


def test_an_accepted_http_version_passes_and_another_breaks() -> None:
    spec = expect(http_versions=["1.1", "2"])
    assert not broken(spec, observed(version="2"))
    (check,) = broken(spec, observed(version="1.0"))
    assert (check.expected, check.observed) == ("1.1, 2", "1.0")


@pytest.mark.parametrize("ssl", [True, False])
def test_tls_may_be_required_or_forbidden(ssl: bool) -> None:
    assert not broken(expect(ssl=ssl), observed(ssl=ssl))
    (check,) = broken(expect(ssl=ssl), observed(ssl=not ssl))
    assert check.reason is Reason.CHECK_STATUS


@pytest.mark.parametrize(
    ("spec", "text", "holds"),
    [
        ({"contains": "JMO"}, b"app JMO", True),
        ({"contains": "JMO"}, b"app jmo", False),
        ({"contains": "a.c"}, b"abc", False),
        ({"contains": "é"}, "é".encode(), True),
        ({"excludes": "error"}, b"fine", True),
        ({"excludes": "error"}, b"an error", False),
        ({"matches": "v[0-9]+"}, b"app v7", True),
        ({"matches": "v[0-9]+"}, b"app", False),
        ({"not_matches": "fatal|panic"}, b"fine", True),
        ({"not_matches": "fatal|panic"}, b"panic!", False),
    ],
)
def test_a_text_is_compared_to_the_letter_or_by_expression(
    spec: dict[str, str], text: bytes, holds: bool
) -> None:
    check = TextCheck.model_validate(spec)
    assert check.holds(text) is holds
    assert check.regex is ("matches" in spec or "not_matches" in spec)
    assert next(iter(spec.values())) in check.wanted


def test_a_text_check_has_exactly_one_key() -> None:
    with pytest.raises(ValidationError, match="this sets none"):
        TextCheck.model_validate({})
    with pytest.raises(ValidationError, match="this sets contains, matches"):
        TextCheck.model_validate({"contains": "a", "matches": "b"})


@given(st.text(min_size=1, max_size=20), st.binary(max_size=60), st.binary(max_size=60))
def test_contains_and_excludes_are_opposites(needle: str, before: bytes, after: bytes) -> None:
    contains, excludes = TextCheck(contains=needle), TextCheck(excludes=needle)
    assert contains.holds(before + needle.encode() + after)
    for text in (before, after, before + needle.encode()):
        assert contains.holds(text) is not excludes.holds(text)


@pytest.mark.parametrize(
    ("spec", "values", "passed"),
    [
        ({"contains": "html"}, ["text/html; charset=utf-8"], True),
        ({"contains": "html"}, ["image/png"], False),
        ({"contains": "html"}, ["image/png", "text/html"], True),
        ({"contains": "html"}, [], False),
        ({"contains": "html", "optional": True}, [], True),
        ({"excludes": "html"}, ["image/png"], True),
        ({"excludes": "html"}, ["image/png", "text/html"], False),
        ({"matches": "^text/"}, ["text/html"], True),
        ({"matches": "^text/"}, ["x text/html"], False),
        ({"not_matches": "^text/"}, ["image/png", "text/html"], False),
        ({"not_matches": "^text/"}, ["image/png"], True),
        ({"present": True}, ["x"], True),
        ({"present": True}, [], False),
        ({"present": False}, [], True),
        ({"present": False}, ["x"], False),
    ],
)
def test_a_header_is_judged_over_all_its_values(
    spec: dict[str, Any], values: list[str], passed: bool
) -> None:
    check = HeaderCheck.model_validate({"name": "Content-Type", **spec})
    headers = tuple(("content-type", value) for value in values)
    result = check.evaluate(observed(headers=(("server", "x"), *headers)))
    assert result.passed is passed
    assert result.reason is Reason.CHECK_HEADER
    assert result.regex is ("matches" in spec or "not_matches" in spec)
    assert result.sentence.startswith("header Content-Type ")


def test_a_header_that_is_not_there_is_said_to_be_absent() -> None:
    result = HeaderCheck(name="X-Cache", contains="HIT").evaluate(observed())
    assert (result.expected, result.observed) == ("contains 'HIT'", "absent")


def test_a_header_check_has_exactly_one_assertion() -> None:
    with pytest.raises(ValidationError, match="set exactly one of"):
        HeaderCheck.model_validate({"name": "a", "optional": True})


DOCUMENT = {"status": "ok", "count": 3, "ready": True, "nothing": None, "list": [{"v": "7.1"}]}


@pytest.mark.parametrize(
    ("spec", "passed"),
    [
        ({"path": "status", "equals": "ok"}, True),
        ({"path": "status", "equals": "down"}, False),
        ({"path": "count", "equals": 3}, True),
        ({"path": "ready", "equals": True}, True),
        ({"path": "ready", "equals": 1}, False),
        ({"path": "count", "equals": True}, False),
        ({"path": "list[0].v", "matches": "^7"}, True),
        ({"path": "list[0].v", "matches": "^8"}, False),
        ({"path": "count", "matches": "3"}, False),
        ({"path": "list[9].v", "exists": True}, False),
        ({"path": "status", "exists": True}, True),
        ({"path": "nothing", "exists": False}, True),
        ({"path": "status", "exists": False}, False),
        ({"path": "length(count)", "exists": True}, False),
        ({"path": "list[].v", "equals": ["7.1"]}, True),
    ],
)
def test_a_json_value_is_found_by_jmespath_and_compared_by_type(
    spec: dict[str, Any], passed: bool
) -> None:
    result = JsonCheck.model_validate(spec).evaluate(DOCUMENT)
    assert result.passed is passed
    assert result.reason is Reason.CHECK_JSON
    assert result.sentence.startswith(f"json {spec['path']} ")


def test_a_json_check_says_what_it_saw() -> None:
    result = JsonCheck.model_validate({"path": "list", "equals": 1}).evaluate(DOCUMENT)
    assert (result.expected, result.observed) == ("equals 1", '[{"v": "7.1"}]')


@pytest.mark.parametrize("exists", [True, False])
def test_a_body_that_is_not_json_breaks_every_json_check(exists: bool) -> None:
    spec = expect(json=[{"path": "a", "exists": exists}])
    (check,) = broken(spec, observed(body=b"<html>"))
    assert (check.reason, check.observed) == (Reason.CHECK_JSON, "no JSON")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff\xfe\x00", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 10_000]
)
def test_hostile_json_is_no_json(body: bytes) -> None:
    assert parse_json(body) is NOT_JSON


@given(st.binary(max_size=200))
def test_no_body_breaks_the_judging(body: bytes) -> None:
    spec = expect(body=[{"contains": "x"}], json=[{"path": "a.b[0]", "exists": True}])
    results = spec.evaluate(observed(body=body))
    assert [check.reason for check in results] == [
        Reason.CHECK_STATUS,
        Reason.CHECK_CONTENT,
        Reason.CHECK_JSON,
    ]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=9))
def test_a_value_equals_itself_after_its_way_over_the_wire(value: Any) -> None:
    document = parse_json(json.dumps({"v": value}).encode())
    if document != {"v": value} or value is None:  # NaN equals nothing
        return
    assert JsonCheck.model_validate({"path": "v", "equals": value}).evaluate(document).passed


@pytest.mark.parametrize("path", ["a[", "", 5, None])
def test_a_path_that_is_no_jmespath_is_refused_at_load(path: object) -> None:
    with pytest.raises(ValidationError, match="is not a JMESPath expression"):
        JsonCheck.model_validate({"path": path, "exists": True})


def test_latency_is_judged_by_the_phases_together() -> None:
    spec = expect(latency="200ms")
    assert not broken(spec, observed(seconds=0.2))
    (check,) = broken(spec, observed(seconds=0.3))
    assert (check.reason, check.observed) == (Reason.CHECK_LATENCY, "0.300 s")


def test_checks_are_told_in_the_order_of_the_reasons() -> None:
    spec = expect(
        latency="10ms",
        json=[{"path": "a", "exists": True}],
        body=[{"contains": "x"}],
        headers=[{"name": "a", "present": True}],
        ssl=False,
        http_versions=["2"],
        status=[204],
    )
    assert [check.reason for check in broken(spec, observed())] == [
        Reason.CHECK_STATUS,
        Reason.CHECK_STATUS,
        Reason.CHECK_STATUS,
        Reason.CHECK_HEADER,
        Reason.CHECK_CONTENT,
        Reason.CHECK_JSON,
        Reason.CHECK_LATENCY,
    ]


def test_only_content_checks_read_the_body() -> None:
    assert not expect(headers=[{"name": "a", "present": True}]).reads_body
    assert expect(body=[{"contains": "x"}]).reads_body
    assert expect(json=[{"path": "a", "exists": True}]).reads_body


@given(st.text(max_size=300))
def test_what_the_other_side_said_is_cut_and_cleaned(text: str) -> None:
    clean = shown(text)
    assert len(clean) <= SEEN_CHARACTERS + 1
    assert clean.isprintable()


def _tls(expiry: datetime) -> Tls:
    certificate = Certificate(
        subject="",
        issuer="",
        serial_number="",
        alternative_names=(),
        not_before=NOW - timedelta(days=9),
        not_after=expiry,
        fingerprint_sha256="",
        spki_sha256="",
    )
    return Tls(version="TLS 1.3", cipher="x", presented=(certificate,), verified=())


@pytest.mark.parametrize(("days_left", "passed"), [(14, True), (13.9, False), (-1, False)])
def test_a_certificate_near_its_end_degrades(days_left: float, passed: bool) -> None:
    seen = Observation(phases={}, tls=_tls(NOW + timedelta(days=days_left)))
    (check,) = certificate_check(seen, 14, NOW)
    assert check.passed is passed
    assert (check.reason, check.result) == (Reason.CHECK_CERTIFICATE, Result.DEGRADED)
    assert check.observed == f"{days_left:.1f} days"


def test_without_tls_there_is_no_certificate_to_judge() -> None:
    assert certificate_check(Observation(phases={}), 14, NOW) == ()


@pytest.mark.parametrize(
    ("mark", "seen", "found"),
    [
        ({"body": "Internet Positif"}, observed(body=b"<h1>INTERNET POSITIF"), True),
        ({"body": "internet positif"}, observed(body=b"halaman JMO"), False),
        ({"body": "x"}, observed(body=b"x" + b" " * 100), False),
        (
            {"header": "CF-Mitigated: challenge"},
            observed(headers=(("cf-mitigated", "Challenge"),)),
            True,
        ),
        (
            {"header": "cf-mitigated: challenge"},
            observed(headers=(("server", "challenge"),)),
            False,
        ),
        (
            {"url": "internetpositif"},
            observed(hops=("http://a/", "http://InternetPositif.id/")),
            True,
        ),
        ({"url": "internetpositif"}, observed(hops=("http://internetpositif.id/",)), False),
    ],
)
def test_a_mark_is_seen_in_any_case_on_a_short_body_a_header_or_a_redirect(
    mark: dict[str, str], seen: Observation, found: bool
) -> None:
    marks = {"block": [mark], "challenge": [], "maintenance": [], "within": "64B"}
    assert (Marks.model_validate(marks).find(seen) is not None) is found


def test_a_mark_has_exactly_one_key() -> None:
    with pytest.raises(ValidationError, match="set exactly one of body, header, url"):
        Mark.model_validate({"body": "a", "url": "b"})


@pytest.mark.parametrize(
    ("seen", "reason", "result"),
    [
        (observed(body=b"Sistem sedang dalam pemeliharaan"), "maintenance_page", "failed"),
        (observed(body=b"UNDER MAINTENANCE"), "maintenance_page", "failed"),
        (observed(body=b"Internet Positif"), "interference_blockpage", "void"),
        (
            observed(hops=("https://a/", "https://trustpositif.kominfo.go.id/")),
            "interference_blockpage",
            "void",
        ),
        (observed(headers=(("cf-mitigated", "challenge"),)), "interference_challenge", "void"),
        (observed(body=b"internet positif: under maintenance"), "interference_blockpage", "void"),
    ],
)
def test_the_shipped_marks_know_pages_that_are_not_the_service(
    seen: Observation, reason: str, result: str
) -> None:
    failure = Marks().find(seen)
    assert failure is not None
    assert (failure.reason, failure.result) == (reason, result)


def test_a_page_of_the_service_has_no_mark() -> None:
    assert Marks().find(observed(body=b"<title>JMO</title>")) is None


def test_a_long_page_that_mentions_maintenance_is_news() -> None:
    assert Marks().find(observed(body=b"under maintenance" + b" " * 20_000)) is None
