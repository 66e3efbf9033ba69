"""URLs: what is taken, what is refused, and that no password is repeated."""

import pytest

from monitor.fields import parse_http_url


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "https://www.bpjsketenagakerjaan.go.id/kontak.html",
        "https://play.google.com/store/apps/details?id=com.bpjstku&hl=id",
        "http://127.0.0.1:8080/x",
        "http://[::1]:80/",
        "https://xn--bcher-kva.example/",
        "https://trailing.example./",
        "http://name_with_underscore.example/",
    ],
)
def test_an_absolute_http_url_is_taken_as_it_is(url: str) -> None:
    assert parse_http_url(url) == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://a.example/", "write http://host"),
        ("//a.example/", "write http://host"),
        ("https://", "write http://host"),
        ("http://:80/", "write http://host"),
        ("http://a.example:0/", "write http://host"),
        ("http://a.example:99999/", "is not a URL: "),
        ("http://[::1/", "is not a URL: "),
        ("http://☃.example/", "plain ASCII"),
        ("http://a.example/ x", "plain ASCII"),
        ("http://a.example/\n", "plain ASCII"),
        (7, "plain ASCII"),
        ("http://user:secret@a.example/", "a URL holds no credentials"),
        ("http://a.example/#part", "leave out # and the rest"),
        ("http://a..b/", "is not a host name"),
        ("http://-a.example/", "is not a host name"),
        (f"http://{'a' * 64}.example/", "is not a host name"),
        (f"http://{'a.' * 127}example/", "is not a host name"),
    ],
)
def test_anything_else_is_no_url(url: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_http_url(url)


def test_a_url_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="credentials") as caught:
        parse_http_url("http://user:hunter2@a.example/")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        *("https://me:hunter2@a.example/", "me:hunter2@a.example", "https://me:hunter2@a.b:x/"),
        *("https://me:hun/hunter2@a.example/", "https://me:hunter2 @a.b/", "https://a/#hunter2@b"),
    ],
)
def test_what_may_be_a_password_in_a_url_is_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_http_url(url)
    assert "hunter2" not in str(caught.value)
