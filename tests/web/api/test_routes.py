"""What answers under /api/v1."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from monitor.model import PageInfo, State
from monitor.web import WebServer
from tests.metrics.samples import failed, outcome, roster
from tests.support.clocks import EPOCH
from tests.web.overviews import DAY, Told, status, summary
from tests.web.surface import Answer, get, surface


@pytest.fixture(scope="module")
def usual() -> Iterator[WebServer]:
    with surface() as server:
        yield server


def told(answer: Answer) -> Any:
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/json"
    return json.loads(answer.body)


def refused(answer: Answer, status: int) -> Any:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    said = json.loads(answer.body)
    assert said["status"] == status
    return said


PATHS = (
    "/api/v1/status",
    "/api/v1/services",
    "/api/v1/services/jmo-api",
    "/api/v1/windows",
    "/api/v1/probes/jmo-api-https/results",
    "/api/v1/sd",
    "/api/v1/openapi.yaml",
)


@pytest.mark.parametrize("path", PATHS)
def test_get_and_head_are_answered_alike_and_nothing_else_is(usual: WebServer, path: str) -> None:
    fixed = f"{path}?from=2026-08-01&to=2026-08-02" if path.endswith(("windows", "lts")) else path
    whole, head = get(usual, fixed), get(usual, fixed, method="HEAD")
    assert (whole.status, head.status, head.body) == (200, 200, b"")
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert whole.headers[name] == head.headers[name]
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        assert get(usual, path, method=method).status == 405


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_is_told_so(usual: WebServer, path: str) -> None:
    fixed = f"{path}?from=2026-08-01&to=2026-08-02" if path.endswith(("windows", "lts")) else path
    tag = get(usual, fixed).headers["etag"]
    again = get(usual, fixed, f'If-None-Match: "other", W/{tag}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == tag
    assert get(usual, fixed, 'If-None-Match: "other"').status == 200


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_parameter_is_refused_and_not_repeated(usual: WebServer, path: str) -> None:
    answer = get(usual, f"{path}?evil%3Cb%3E=evil")
    said = refused(answer, 400)
    assert said["detail"] == "the query is wrong"
    assert said["errors"][0]["parameter"] is None
    assert b"evil" not in answer.body


def test_the_status_is_the_verdict_and_every_service_in_short(usual: WebServer) -> None:
    assert told(get(usual, "/api/v1/status")) == {
        "verdict": "major_outage",
        "at": "2026-08-31T02:00:00Z",
        "location": "jakarta",
        "network_up": True,
        "history": True,
        "periods": [{"id": "akhir-bulan", "name": "Akhir bulan", "name_en": "Month-end"}],
        "services": [
            {
                "id": "jmo-api",
                "name": "Aplikasi JMO",
                "name_en": "JMO app",
                "state": "down",
                "since": "2026-08-31T01:50:00Z",
                "window": "jmo-api-1",
                "uptime": {
                    "span_seconds": DAY,
                    "ratio": 0.888888889,
                    "coverage": 0.9,
                    "up_seconds": 69_120,
                    "degraded_seconds": 0,
                    "down_seconds": 8640,
                    "maintenance_seconds": 0,
                    "unknown_seconds": 8640,
                },
            }
        ],
    }


def test_a_service_is_told_in_full(usual: WebServer) -> None:
    service = told(get(usual, "/api/v1/services/jmo-api"))
    assert [each["span_seconds"] // DAY for each in service["uptimes"]] == [1, 7, 30, 90]
    assert (
        service["depth"] == "jmo.example: deepest healthy layer: DNS; broken: TCP (connect_refused)"
    )
    assert service["window"]["id"] == "jmo-api-1"
    assert service["window"]["duration_seconds"] == 600
    (slo,) = service["slos"]
    assert slo["budget"] == {"bad": 0.01, "left": -1.0, "burn_rate": 2.0}
    assert slo["recent"] == [
        {"span_seconds": 300, "burn_rate": 100.0},
        {"span_seconds": 3600, "burn_rate": None},
    ]
    assert slo["periods"] == [
        {
            "period": "akhir-bulan",
            "inside": {"bad": 0.02, "left": -3.0, "burn_rate": 4.0},
            "outside": None,
        }
    ]
    new, never = service["probes"]
    assert (new["id"], new["state"], new["target"]) == (
        "jmo-api-https",
        "down",
        "https://jmo.example/",
    )
    assert new["last"]["reason"] == "connect_refused"
    assert (never["state"], never["last"]) == ("unknown", None)


def test_the_list_of_services_holds_each_in_full(usual: WebServer) -> None:
    listed = told(get(usual, "/api/v1/services"))
    assert listed["services"] == [told(get(usual, "/api/v1/services/jmo-api"))]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/services/evil%3Cb%3E",
        "/api/v1/windows?service=jmo-api&service=evil%3Cb%3E",
        "/api/v1/probes/evil%3Cb%3E/results",
    ],
)
def test_what_is_not_configured_is_not_found_and_not_repeated(usual: WebServer, path: str) -> None:
    answer = get(usual, path)
    assert refused(answer, 404)["detail"].endswith("with this id is configured")
    assert b"evil" not in answer.body


@pytest.mark.parametrize("path", ["evil", "", "services/a/evil", "services/", "services/a%2Fevil"])
def test_elsewhere_there_is_nothing(usual: WebServer, path: str) -> None:
    answer = get(usual, f"/api/v1/{path}")
    assert "no such path" in refused(answer, 404)["detail"]
    assert b"evil" not in answer.body


@pytest.mark.parametrize("path", ["status", "services"])
def test_what_all_ask_for_is_written_once_a_second_and_anew_after_news(path: str) -> None:
    overview = Told()
    with surface(overview=overview) as server:
        first = told(get(server, f"/api/v1/{path}"))
        overview.now = replace(overview.now, at=EPOCH + timedelta(seconds=1))
        assert told(get(server, f"/api/v1/{path}")) == first
        overview.number += 1
        assert told(get(server, f"/api/v1/{path}"))["at"] == "2026-08-31T02:00:01Z"


def test_windows_are_asked_for_as_the_client_says() -> None:
    overview = Told()
    with surface(overview=overview) as server:
        path = "/api/v1/windows?from=2026-08-01T00:00:00Z&to=2026-08-30&severity=down"
        listed = told(get(server, f"{path}&service=jmo-api&limit=1"))
    assert overview.asked == [
        {
            "since": EPOCH.replace(month=8, day=1, hour=0),
            "until": EPOCH.replace(month=8, day=30, hour=17),
            "services": {"jmo-api"},
            "severities": {State.DOWN},
        }
    ]
    assert (listed["from"], listed["to"]) == ("2026-08-01T00:00:00Z", "2026-08-30T17:00:00Z")
    assert listed["truncated"] is True
    assert len(listed["windows"]) == 1


def test_without_a_word_it_is_the_windows_of_90_days_and_of_all_services() -> None:
    overview = Told()
    with surface(overview=overview) as server:
        told(get(server, "/api/v1/windows"))
    (question,) = overview.asked
    assert question["until"] - question["since"] == timedelta(days=90)
    assert question["services"] == question["severities"] == frozenset()


def test_windows_come_as_a_spreadsheet(usual: WebServer) -> None:
    answer = get(usual, "/api/v1/windows?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == 'attachment; filename="windows.csv"'
    rows = csv.DictReader(io.StringIO(answer.body.decode(), newline=""))
    assert [row["id"] for row in rows] == ["jmo-api-0", "jmo-api-1"]


def test_windows_come_as_a_calendar(usual: WebServer) -> None:
    answer = get(usual, "/api/v1/windows?format=ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="windows.ics"'
    calendar: Any = Calendar.from_ical(answer.body.decode())
    assert [event["SUMMARY"] for event in calendar.events] == [
        "Aplikasi JMO: down (connect_refused)",
        "Aplikasi JMO: down (connect_refused), going on",
    ]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (PageInfo(), None),
        (PageInfo(notice="Uji coba.", notice_en="On trial."), "Uji coba. / On trial."),
        (PageInfo(notice="Demo.", notice_en="Demo."), "Demo."),
    ],
)
def test_the_calendar_tells_the_notice(page: PageInfo, said: str | None) -> None:
    with surface(roster=lambda: replace(roster(), page=page)) as server:
        answer = get(server, "/api/v1/windows?format=ics")
    calendar: Any = Calendar.from_ical(answer.body.decode())
    assert calendar.get("DESCRIPTION") == said


def test_results_of_a_probe_are_asked_for_with_their_limit() -> None:
    overview = Told(stored_results=(failed(), outcome()))
    with surface(overview=overview) as server:
        listed = told(get(server, "/api/v1/probes/jmo-api-https/results?limit=2"))
    assert [each["result"] for each in listed["results"]] == ["failed", "ok"]
    (question,) = overview.asked
    assert (question["probe"], question["limit"]) == ("jmo-api-https", 2)


def test_without_history_the_present_is_still_told() -> None:
    bare = status(summary(uptimes={}, slos=()))
    with surface(overview=Told(now=bare, readable=False)) as server:
        short = told(get(server, "/api/v1/status"))
        full = told(get(server, "/api/v1/services/jmo-api"))
    assert (short["history"], short["verdict"]) == (False, "major_outage")
    assert short["services"][0]["uptime"] is None
    assert (full["history"], full["state"]) == (False, "down")
    assert full["uptimes"] is full["slos"] is None


@pytest.mark.parametrize("path", ["/api/v1/windows", "/api/v1/probes/jmo-api-https/results"])
def test_without_history_questions_to_it_wait_for_better_times(path: str) -> None:
    with surface(overview=Told(readable=False)) as server:
        answer = get(server, path)
    assert "cannot be read now" in refused(answer, 503)["detail"]
    assert b"secret" not in answer.body


def test_who_asks_the_history_when_too_many_do_is_told_to_come_again() -> None:
    with surface(overview=Told(busy=True)) as server:
        answer = get(server, "/api/v1/windows")
    assert "ask again in a second" in refused(answer, 503)["detail"]
    assert answer.headers["retry-after"] == "1"


def test_prometheus_finds_every_probe_at_the_address_where_it_found_us(usual: WebServer) -> None:
    first, second = told(get(usual, "/api/v1/sd", "X-Forwarded-Host: evil.example"))
    assert first == {
        "targets": [f"127.0.0.1:{usual.port}"],
        "labels": {
            "__scheme__": "http",
            "__metrics_path__": "/probe",
            "__param_target": "jmo-api-https",
            "service": "jmo-api",
            "probe": "jmo-api-https",
            "kind": "http",
        },
    }
    assert second["labels"]["probe"] == "jmo-api-new"
