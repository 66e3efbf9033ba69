"""Named value types of the configuration file: each with its own parser, message and schema.

A parser takes what YAML gave and returns the typed value, or raises ValueError with a sentence that
says what is wrong and what is allowed.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from monitor.patterns import Pattern

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?")
_SIZE = re.compile(r"(\d+)\s*(B|KiB|MiB)")
_UNIT_BYTES = {"B": 1, "KiB": 1024, "MiB": 1024**2}
_STATUS = re.compile(r"([1-9]\d\d)(?:\s*-\s*([1-9]\d\d))?")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Spec(BaseModel):
    """A part of the configuration file: frozen, and without keys of other names."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Misfit(ValueError):
    """A value that does not go with the others; `key` leads to it from the part that holds them."""

    def __init__(self, key: tuple[str, ...], text: str) -> None:
        super().__init__(text)
        self.key = key


def exactly_one(spec: BaseModel, names: tuple[str, ...]) -> None:
    """Raise ValueError unless exactly one of the named fields is set."""
    given = [name for name in names if getattr(spec, name) is not None]
    if len(given) != 1:
        raise ValueError(
            f"set exactly one of {', '.join(names)}; this sets {', '.join(given) or 'none'}"
        )


def parse_duration(value: object) -> timedelta:
    """Read `500ms`, `30s`, `5m`, `1h30m`, `2d`; a bare number has no unit and is refused."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if match is None:
        raise ValueError(
            f"{value!r} is not a duration; write a number with a unit, such as 500ms, 30s or 1h30m"
        )
    days, hours, minutes, seconds, milliseconds = (float(part or 0) for part in match.groups())
    try:
        return timedelta(
            days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds
        )
    except OverflowError:
        raise ValueError(f"{value!r} is longer than a duration can be") from None


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError("a duration must be longer than nothing")
    return value


def format_duration(value: timedelta) -> str:
    """Write a duration as `parse_duration` reads it: `1h30m`, `500ms`."""
    milliseconds = round(value / timedelta(milliseconds=1))
    text = ""
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        count, milliseconds = divmod(milliseconds, length)
        text += f"{count}{unit}" if count else ""
    return text + (f"{milliseconds}ms" if milliseconds or not text else "")


def parse_size(value: object) -> int:
    """Read `16KiB` or `1MiB` as bytes; a bare number has no unit and is refused."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            raise ValueError(f"{value} has no unit; write {value}B, or a number with KiB or MiB")
        raise ValueError(
            f"{value!r} is not a size; write a number with B, KiB or MiB, such as 64KiB or 1MiB"
        )
    return int(match[1]) * _UNIT_BYTES[match[2]]


def format_size(value: int) -> str:
    """Write a number of bytes as `parse_size` reads it."""
    for unit in ("MiB", "KiB"):
        if value and value % _UNIT_BYTES[unit] == 0:
            return f"{value // _UNIT_BYTES[unit]}{unit}"
    return f"{value}B"


def parse_identifier(value: object) -> str:
    """Read an id: lower-case letters, digits and single hyphens, at most 63 characters."""
    if not isinstance(value, str) or len(value) > 63 or _IDENTIFIER.fullmatch(value) is None:
        raise ValueError(
            f"{value!r} is not an id; use lower-case letters, digits and single hyphens, at most 63"
        )
    return value


@dataclass(frozen=True, slots=True)
class StatusSet:
    """HTTP status codes, written as single codes and inclusive ranges: `[204, 300-399]`."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, code: int) -> bool:
        return any(low <= code <= high for low, high in self.ranges)

    def __str__(self) -> str:
        return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in self.ranges)

    @classmethod
    def parse(cls, value: object) -> "StatusSet":
        """Read a list of codes and ranges, or a single one."""
        if isinstance(value, cls):
            return value
        items = value if isinstance(value, list) else [value]
        if not items:
            raise ValueError("the list is empty; name at least one status, such as 200 or 200-299")
        return cls(tuple(_status_range(item) for item in items))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        one: JsonSchemaValue = {
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{_STATUS.pattern}$"}]
        }
        return {"anyOf": [*one["anyOf"], {"type": "array", "items": one, "minItems": 1}]}


def _status_range(item: object) -> tuple[int, int]:
    match = (
        _STATUS.fullmatch(str(item))
        if isinstance(item, int | str) and not isinstance(item, bool)
        else None
    )
    if match is None:
        raise ValueError(
            f"{item!r} is not a status; write a code such as 200 or a range such as 200-299"
        )
    low, high = int(match[1]), int(match[2] or match[1])
    if low > high:
        raise ValueError(f"{item!r} runs backwards; write {high}-{low}")
    return low, high


def parse_pattern(value: object) -> Pattern:
    """Compile an RE2 expression."""
    if isinstance(value, Pattern):
        return value
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is not a regular expression; write a non-empty text")
    try:
        return Pattern(value)
    except ValueError as error:
        raise ValueError(
            f"{value!r} is not a regular expression that RE2 takes: {error}"
        ) from error


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


def check_host(host: str) -> str:
    """Return `host` where it is an address or a name that DNS can carry; else raise ValueError."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.removesuffix(".").split(".")
        if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
            raise ValueError(
                f"{host!r} is not a host name; its labels are 1 to 63 letters, digits and hyphens"
            ) from None
    return host


def parse_ip_address(value: object) -> str:
    """Read an IPv4 or IPv6 address."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not an IP address; write it in quotes, such as '192.0.2.1'")
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError(
            f"{value!r} is not an IP address; write it as 192.0.2.1 or 2001:db8::1"
        ) from None


def split_name_server(value: str) -> tuple[str, int]:
    """The address and port of a name server; raises ValueError where it is none."""
    address, port = value, "53"
    if value.startswith("[") or value.count(":") == 1:
        address, _, port = value.rpartition(":")
    number = int(port) if port.isdecimal() and len(port) <= 5 else 0
    if not 0 < number < 65_536:
        raise ValueError(f"{value!r} has no valid port; write 192.0.2.1:53 or [2001:db8::1]:53")
    return parse_ip_address(address.removeprefix("[").removesuffix("]")), number


def parse_name_server(value: object) -> str:
    """Read a name server: an IP address, with a port where it is not 53."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a name server; write its IP address")
    split_name_server(value)
    return value


_DURATION_SCHEMA = {
    "type": "string",
    "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+(\.\d+)?s)?(\d+ms)?$",
    "examples": ["30s", "5m", "1h30m"],
}

Text = Annotated[str, Field(min_length=1)]
"""A text that is not empty."""

Duration = Annotated[
    timedelta,
    BeforeValidator(lambda value: _positive(parse_duration(value))),
    WithJsonSchema(_DURATION_SCHEMA),
]
"""A positive span of time."""

Size = Annotated[
    int,
    BeforeValidator(parse_size),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^{_SIZE.pattern}$", "examples": ["64KiB", "1MiB"]}
    ),
]
"""A number of bytes."""

Identifier = Annotated[
    str,
    BeforeValidator(parse_identifier),
    WithJsonSchema({"type": "string", "pattern": f"^{_IDENTIFIER.pattern}$", "maxLength": 63}),
]
"""The id of a service or a probe; it becomes a label value."""

HttpUrl = Annotated[
    str,
    BeforeValidator(parse_http_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
"""An absolute URL without credentials."""

IpAddress = Annotated[str, BeforeValidator(parse_ip_address), WithJsonSchema({"type": "string"})]
"""An IPv4 or IPv6 address in its shortest form."""

NameServer = Annotated[str, BeforeValidator(parse_name_server), WithJsonSchema({"type": "string"})]
"""A DNS server: `address`, `address:port` or `[address]:port`."""


def _parse_host_name(value: str) -> str:
    return check_host(value).lower().removesuffix(".")


HostName = Annotated[str, AfterValidator(_parse_host_name)]
"""A host name or address, in lower case and without the dot at its end."""


class _PatternSchema:
    """How pydantic reads a Pattern: compiled once, when the file is read."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_pattern)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "re2", "minLength": 1}


Regex = Annotated[Pattern, _PatternSchema]
"""An RE2 expression."""
