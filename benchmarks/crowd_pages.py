"""The pages that a crowd looks at: which, how soon they are there, how large they are."""

import http.client
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.crowd_clients import HOST, Ask
from monitor.app import HISTORY_FILE
from monitor.store import Reader
from monitor.web.pages.cache import FRESH

PER_SECOND = 200
APART_SECONDS = FRESH.stale + 0.5
"""Longer than a page is kept: each is made anew."""
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def paths(folder: Path) -> dict[str, str]:
    """The pages that are looked at, by what they are called in the table."""
    now = datetime.now(UTC)
    reader = Reader(folder / "data" / HISTORY_FILE)
    window = reader.windows(now - timedelta(days=10), now)[0]
    reader.close()
    return {
        "/ in Indonesian": "/?lang=id",
        "/ in English": "/?lang=en",
        "a service": "/service/service-0",
        "a window": f"/window/{window.id}",
    }


def _get(port: int, path: str, headers: dict[str, str]) -> tuple[float, bytes, str]:
    """Seconds to the first byte, the body, and its tag."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    began = time.monotonic()
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        first = time.monotonic() - began
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return first, answer.read(), answer.headers.get("ETag", "")
    finally:
        connection.close()


def first_byte(port: int, path: str, headers: dict[str, str]) -> float:
    return _get(port, path, headers)[0]


def warm(port: int, paths: dict[str, str], times: int) -> list[float]:
    """Each page some times, made anew each time, and nobody else asks."""
    seconds = []
    for _ in range(times):
        time.sleep(APART_SECONDS)
        seconds += [first_byte(port, path, GZIP) for path in paths.values()]
    return seconds


def sizes(port: int, paths: dict[str, str]) -> dict[str, tuple[int, int]]:
    return {
        name: (len(_get(port, path, {})[1]), len(_get(port, path, GZIP)[1]))
        for name, path in paths.items()
    }


def mix(port: int, paths: dict[str, str]) -> list[Ask]:
    """What visitors ask for, in turn: most of them the front page, one in five has it already."""
    tag = _get(port, paths["/ in Indonesian"], GZIP)[2]
    indonesian, english, service, window = (Ask(name, path, GZIP) for name, path in paths.items())
    plain = Ask("/ without gzip", paths["/ in Indonesian"], {})
    known = Ask("/ if changed", paths["/ in Indonesian"], {**GZIP, "If-None-Match": tag})
    status = Ask("/api/v1/status", "/api/v1/status", {})
    rare = [service, window, plain, status]
    return [*rare, *[indonesian, known, english] * 2, *rare[:2], *[indonesian, known] * 4]


def stray_asks() -> list[Ask]:
    """As many ids as are asked for in a minute, in the form of ours; no two are alike."""
    now, apart = datetime.now(UTC), timedelta(days=365) / (PER_SECOND * 60)
    ids = (f"service-0-{now - number * apart:%Y%m%dT%H%M%SZ}" for number in range(PER_SECOND * 60))
    return [Ask("a window that is not there", f"/window/{id}", {}) for id in ids]
