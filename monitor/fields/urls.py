"""Absolute http and https URLs."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, WithJsonSchema

from monitor.fields.hosts import check_host


def parse_http_url(value: object) -> str:
    """Read an absolute http or https URL in ASCII, without credentials and fragment."""
    # What stands before an @ may be a password, which no message repeats.
    this = "this" if isinstance(value, str) and "@" in value else repr(value)
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(
            f"{this} is not a URL; write http://… or https://… in plain ASCII (names as xn--…)"
        )
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        why = "its host or port is none" if this == "this" else str(error)
        raise ValueError(f"{this} is not a URL: {why}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ValueError(f"{this} is not a URL; write http://host… or https://host…")
    if "@" in parts.netloc:
        raise ValueError("a URL holds no credentials here: they would be seen; use `auth`")
    if parts.fragment:
        raise ValueError(f"{this} has a fragment, which is never sent; leave out # and the rest")
    check_host(parts.hostname)
    return value


HttpUrl = Annotated[
    str,
    BeforeValidator(parse_http_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
"""An absolute URL without credentials."""
