"""The cookies of an attempt: few, short, and only such as can be sent back."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.probes.exchange import LONGEST_COOKIE_CHARACTERS, MOST_COOKIES, Jar

URL = "http://jmo.example/"


def fed(*cookies: bytes) -> Jar:
    """A jar after an answer with these cookies."""
    headers = [(b"Set-Cookie", cookie) for cookie in cookies]
    jar = Jar()
    jar.extract_cookies(httpx.Response(200, headers=headers, request=httpx.Request("GET", URL)))
    return jar


def sent(jar: Jar, url: str = URL) -> str | None:
    request = httpx.Request("GET", url)
    jar.set_cookie_header(request)
    said: str | None = request.headers.get("cookie")
    return said


def test_a_cookie_is_sent_back_to_its_own_host() -> None:
    jar = fed(b"a=1; Path=/", b"b=2; Secure")
    assert sent(jar) == "a=1"
    assert sent(jar, "https://jmo.example/x") == "a=1; b=2"
    assert sent(jar, "http://lain.example/") is None
    assert set(jar.values_kept) == {"1", "2"}


@pytest.mark.parametrize(
    "cookie",
    [b"a=caf\xe9", b"a=\xc3\xa9", b"a=b\tc", b"a=" + b"x" * LONGEST_COOKIE_CHARACTERS],
)
def test_a_cookie_that_cannot_be_sent_back_is_dropped(cookie: bytes) -> None:
    assert sent(fed(cookie, b"b=2")) == "b=2"


def test_no_more_cookies_are_kept_than_a_browser_would() -> None:
    jar = fed(*(b"c%d=v" % number for number in range(MOST_COOKIES + 10)))
    assert len(jar) == MOST_COOKIES


@given(st.lists(st.binary(max_size=80), max_size=5))
def test_no_cookie_breaks_the_next_request(cookies: list[bytes]) -> None:
    said = sent(fed(*cookies))
    assert said is None or (said.isascii() and said.isprintable())
