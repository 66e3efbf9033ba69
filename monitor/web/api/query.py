"""What a request may ask: its parameters, read strictly, and told in words where they are wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Annotated, Any, Literal, TypeVar, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)

from monitor.windowlist import read_moment

USUAL_SPAN = timedelta(days=90)
MOST_WINDOWS = 5000
MOST_RESULTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A parameter that is wrong, and why; nothing in it is the client's own text."""

    parameter: str | None
    """None for one that we do not know."""
    message: str


class QueryError(Exception):
    """A query cannot be answered."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def _begin(value: str, info: ValidationInfo) -> datetime:
    return read_moment(value, _zone(info))


def _end(value: str, info: ValidationInfo) -> datetime:
    return read_moment(value, _zone(info), closing=True)


def _zone(info: ValidationInfo) -> tzinfo:
    zone = info.context
    assert isinstance(zone, tzinfo)  # as `read_query` gives it
    return zone


def _digits(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError("write a whole number, in digits alone")
    return int(value)


_MOMENT = WithJsonSchema(
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
_Begin = Annotated[datetime, BeforeValidator(_begin), _MOMENT]
_End = Annotated[datetime, BeforeValidator(_end), _MOMENT]
_Number = Annotated[int, BeforeValidator(_digits)]


class SpanQuery(BaseModel):
    """A span of time; a date stands for its day in the configured time zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: _Begin | None = Field(
        None,
        alias="from",
        description="The span's begin: RFC 3339, or a date. Without it 90 days before its end.",
    )
    until: _End | None = Field(
        None,
        alias="to",
        description="The span's end: RFC 3339, or a date, which is in it. Without it now.",
    )

    def span(self, now: datetime) -> tuple[datetime, datetime]:
        """Begin and end. Raises QueryError where they are crossed."""
        until = self.until or now
        since = self.since or until - USUAL_SPAN
        if since >= until:
            raise QueryError(Fault(parameter="from", message="must be earlier than `to`"))
        return since, until


class WindowsQuery(SpanQuery):
    """Which windows, and in which form."""

    service: tuple[str, ...] = Field(
        (), description="Of this service alone; may come several times."
    )
    severity: tuple[Literal["degraded", "down"], ...] = Field(
        (), description="Of this severity alone; may come several times."
    )
    format: Literal["json", "csv", "ics"] = "json"
    limit: _Number = Field(
        500, ge=1, le=MOST_WINDOWS, description="No more than so many, the newest."
    )


class ResultsQuery(SpanQuery):
    """Which results of a probe."""

    limit: _Number = Field(
        100, ge=1, le=MOST_RESULTS, description="No more than so many, the newest."
    )


class NoQuery(BaseModel):
    """Nothing may be asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Q = TypeVar("Q", bound=BaseModel)


def read_query(model: type[Q], items: Iterable[tuple[str, str]], zone: tzinfo) -> Q:
    """The parameters of a request. Raises QueryError with all that is wrong with them."""
    given: dict[str, list[str]] = {}
    for name, value in items:
        given.setdefault(name, []).append(value)
    many = _repeatable(model)
    repeated = [
        Fault(parameter=name, message="give it once")
        for name in _names(model)
        if len(given.get(name, ())) > 1 and name not in many
    ]
    if repeated:
        raise QueryError(*repeated)
    raw = {name: values if name in many else values[0] for name, values in given.items()}
    try:
        return model.model_validate(raw, context=zone)
    except ValidationError as error:
        raise QueryError(*_faults(model, error)) from error


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _repeatable(model: type[BaseModel]) -> set[str]:
    fields = model.model_fields.items()
    return {name for name, field in fields if get_origin(field.annotation) is tuple}


def _faults(model: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    for found in error.errors(include_url=False, include_input=False):
        if found["type"] == "extra_forbidden":
            allowed = ", ".join(_names(model)) or "none"
            yield Fault(parameter=None, message=f"unknown parameter; there are: {allowed}")
        else:
            yield Fault(parameter=str(found["loc"][0]), message=_message(dict(found)))


def _message(found: dict[str, Any]) -> str:
    own = found.get("ctx", {}).get("error")
    return str(own) if own else str(found["msg"])
