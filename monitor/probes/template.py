"""Texts with `{{ name }}` in them: where a value that a step carried is put in, and how."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from monitor.fields import parse_http_url

LONGEST_VALUE_BYTES = 4096
"""A longer value is not carried; cookies end here too (RFC 6265, section 6.1)."""
LONGEST_URL_CHARACTERS = 65_536
"""What httpx takes."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_PLACEHOLDER = re.compile(rf"\{{\{{ *({_NAME.pattern}) *\}}\}}")
_LONGEST_IN_URL = 3 * LONGEST_VALUE_BYTES


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(
            "is no name for a value; use lower-case letters, digits and underscores, at most 63,"
            " and a letter first"
        )
    return name


CarriedName = Annotated[str, AfterValidator(_check_name)]
"""What a carried value is called."""


def names_in(text: str) -> tuple[str, ...]:
    """The names of the values that belong in a text."""
    return tuple(_PLACEHOLDER.findall(text))


def check_template(text: str) -> None:
    """Raise ValueError where a text has `{{` without a name; never says what the text holds."""
    if "{{" in _PLACEHOLDER.sub("", text):
        raise ValueError("{{ begins a carried value here; write {{ name }}")


def fill(text: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    """The text with its values, each escaped; what has no value stays as it is."""
    return _PLACEHOLDER.sub(
        lambda found: escape(values[found[1]]) if found[1] in values else found[0], text
    )


def in_url(value: str) -> str:
    """A value as it may stand in a path or a query: as one part of it, whatever it holds."""
    return quote(value, safe="")


def escape_for(content_type: str) -> Callable[[str], str]:
    """How a value is put into a body: within a text of JSON, as a form's field, or as it is."""
    kind = content_type.lower()
    if "json" in kind:
        return lambda value: json.dumps(value)[1:-1]
    return in_url if "x-www-form-urlencoded" in kind else str


def blank(url: str) -> str:
    """The URL with something harmless in place of its values."""
    return _PLACEHOLDER.sub("x", url)


def _parse_url(value: object) -> str:
    """Read a URL whose path and query may hold `{{ name }}`."""
    if not isinstance(value, str):
        return parse_http_url(value)
    check_template(value)
    parse_http_url(blank(value))
    if "{{" in urlsplit(value).netloc:
        raise ValueError(
            "a carried value stands only in the path and the query of a URL: its host is known"
            " when the file is read"
        )
    if len(value) + len(names_in(value)) * _LONGEST_IN_URL > LONGEST_URL_CHARACTERS:
        raise ValueError(
            f"with its values this can be longer than {LONGEST_URL_CHARACTERS} characters; a value"
            f" takes up to {_LONGEST_IN_URL}"
        )
    return value


UrlTemplate = Annotated[
    str,
    BeforeValidator(_parse_url),
    WithJsonSchema({"type": "string", "pattern": "^https?://"}),
]
"""An absolute URL without credentials, in whose path and query carried values may stand."""
