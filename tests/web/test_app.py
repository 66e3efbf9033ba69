"""What answers at which path, and what does not."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.model import Sighting
from monitor.web import ReloadError, WebServer
from monitor.web.headers import OWN_CHOICES, SECURITY_HEADERS
from tests.metrics.samples import failed, outcome
from tests.web.surface import Answer, connect, get, parsed, recalling, rest_of, surface


@pytest.fixture(scope="module")
def usual() -> Iterator[WebServer]:
    """A surface of which nothing unusual is asked."""
    with surface(probe_now=recalling(outcome(), age_seconds=3.7)) as server:
        yield server


PATHS = ("/", "/style.css", "/metrics", "/-/healthy", "/-/ready")
SHARED = ("/badge/verdict.svg", "/feed.xml", "/preview.png")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_get_and_head_alike(usual: WebServer, path: str) -> None:
    whole, head = get(usual, path), get(usual, path, method="HEAD")
    assert (whole.status, head.status) == (200, 200)
    assert whole.body
    assert head.body == b""
    for name in ("content-type", "content-length"):
        assert whole.headers[name] == head.headers[name]


@pytest.mark.parametrize("path", [*PATHS, "/probe?target=x"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(usual: WebServer, path: str, method: str) -> None:
    answer = get(usual, path, method=method)
    assert answer.status == 405
    assert answer.headers["allow"] in {"GET, HEAD", "HEAD, GET"}


@pytest.mark.parametrize(
    "path", ["/secret<b>", "/metrics/", "/-/", "/metrics/../etc", "//x.example/"]
)
def test_an_unknown_path_is_not_found_and_not_repeated(usual: WebServer, path: str) -> None:
    answer = get(usual, path)
    assert answer.status == 404
    assert answer.body == b"Not Found"
    assert "location" not in answer.headers


@pytest.mark.parametrize("path", [*PATHS, *SHARED, "/nowhere", "/probe", "/-/reload"])
def test_every_answer_has_the_security_headers(usual: WebServer, path: str) -> None:
    assert_guarded(get(usual, path))


@pytest.mark.parametrize("path", ["/metrics", "/-/healthy", "/-/ready", "/nowhere", "/probe"])
def test_an_answer_that_chooses_nothing_is_for_nobody_else_and_not_kept(
    usual: WebServer, path: str
) -> None:
    answer = get(usual, path)
    assert {name: answer.headers[name.lower()] for name in OWN_CHOICES} == {
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def assert_guarded(answer: Answer) -> None:
    """The security headers are there, each with our value unless it is the answer's to choose."""
    for name, value in SECURITY_HEADERS.items():
        said = answer.headers[name.lower()]
        assert said == value or name in OWN_CHOICES


def test_the_policy_allows_no_script_and_no_third_party() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "http" not in policy
    assert "unsafe" not in policy


def test_what_breaks_inside_is_not_shown() -> None:
    def broken() -> bool:
        raise RuntimeError("a secret")

    with surface(healthy=broken) as server:
        answer = get(server, "/-/healthy")
    assert answer.status == 500
    assert b"secret" not in answer.body
    assert_guarded(answer)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("Accept: */*", "text/plain; version=0.0.4; charset=utf-8"),
        (
            "Accept: application/openmetrics-text;version=1.0.0",
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ),
    ],
)
def test_metrics_come_in_the_format_that_was_asked_for(
    usual: WebServer, accept: str, content_type: str
) -> None:
    answer = get(usual, "/metrics", accept)
    assert answer.headers["content-type"] == content_type
    assert answer.headers["vary"] == "Accept"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert b"probe_runs_total{" in answer.body


@pytest.mark.parametrize("path", ["/-/healthy", "/-/ready"])
@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
def test_health_and_readiness_are_as_the_program_says(path: str, well: bool, status: int) -> None:
    with surface(**{path.removeprefix("/-/"): lambda: well}) as server:
        assert get(server, path).status == status


def test_a_probe_is_told_in_blackbox_form_with_its_age(usual: WebServer) -> None:
    answer = get(usual, "/probe?target=jmo-api-https")
    assert answer.status == 200
    assert answer.headers["age"] == "3"
    lines = answer.body.decode().splitlines()
    assert "probe_success 1.0" in lines
    assert "probe_age_seconds 3.7" in lines
    assert not any("_total" in line or "service=" in line for line in lines)


@pytest.mark.parametrize("path", ["/probe", "/probe?target=", "/probe?debug=true"])
def test_a_probe_must_be_named(usual: WebServer, path: str) -> None:
    assert get(usual, path).status == 400


@pytest.mark.parametrize("target", ["nobody", "http://127.0.0.1/", "<b>", "jmo-api-https%00"])
def test_a_target_that_is_not_configured_is_not_found_and_not_repeated(
    usual: WebServer, target: str
) -> None:
    answer = get(usual, f"/probe?target={target}")
    assert answer.status == 404
    assert target.encode() not in answer.body


def test_debug_explains_the_run_and_then_shows_its_metrics() -> None:
    with surface(probe_now=recalling(failed())) as server:
        answer = get(server, "/probe?target=jmo-api-https&debug=true")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    explained, _, figures = answer.body.decode().partition("\n\n")
    assert "Reason: connect_refused during connect" in explained
    assert "probe_success 0.0" in figures


def test_a_run_that_takes_long_does_not_hold_up_other_answers() -> None:
    begun, over = threading.Event(), threading.Event()

    async def slow(target: str) -> Sighting:
        begun.set()
        await asyncio.to_thread(over.wait, 5)
        raise KeyError(target)

    with surface(probe_now=slow) as server, connect(server) as waiting:
        waiting.sendall(b"GET /probe?target=x HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(5)
        assert get(server, "/-/healthy").status == 200
        over.set()
        assert parsed(rest_of(waiting)).status == 404


async def done() -> None:
    """Takes over a configuration without trouble."""


async def refused() -> None:
    """Finds a fault in the configuration."""
    raise ReloadError("probes.yaml:3:1: services: unknown key\nprobes.yaml:4:1: \x1b[31mred")


@pytest.mark.parametrize(
    ("reload", "headers", "status", "said"),
    [
        (None, (), 403, "reloading over HTTP is not enabled\n"),
        (done, (), 200, "reloaded\n"),
        (
            done,
            ("Origin: https://evil.example",),
            403,
            "reloading from a web page is not allowed\n",
        ),
        (
            refused,
            (),
            500,
            "probes.yaml:3:1: services: unknown key\nprobes.yaml:4:1: ·[31mred\n",
        ),
    ],
    ids=["off", "taken over", "from a web page", "refused"],
)
def test_a_reload_says_how_it_went(
    reload: Any, headers: tuple[str, ...], status: int, said: str
) -> None:
    with surface(reload=reload) as server:
        answer = get(server, "/-/reload", *headers, method="POST")
    assert (answer.status, answer.body.decode()) == (status, said)


def test_a_reload_by_get_is_refused() -> None:
    with surface(reload=done) as server:
        answer = get(server, "/-/reload")
    assert answer.status == 405
    assert answer.headers["allow"] == "POST"
