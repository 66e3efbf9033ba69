"""What a run saw beyond its result, as compact JSON of bounded size."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from monitor.model import (
    Certificate,
    CheckResult,
    Connection,
    DnsAnswer,
    Echo,
    HttpAnswer,
    Outcome,
    Release,
    Step,
    Tls,
)
from monitor.text import clean

TEXT_CHARACTERS = 200
"""Longer texts of the other side are cut."""
MOST_ITEMS = 20
"""Of longer lists (records, steps, redirects) the first ones are kept."""
WAYS_REMEMBERED = 256

_Any = TypeVar("_Any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a run got to its target: mostly the same each time, and so kept once."""

    connection: Connection | None = None
    tls: Tls | None = None
    hops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is each run's own."""

    http: HttpAnswer | None = None
    dns: DnsAnswer | None = None
    echo: Echo | None = None
    release: Release | None = None
    steps: tuple[Step, ...] = ()
    checks: tuple[CheckResult, ...] = ()


def _readers(whole: type) -> Mapping[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(kind) for name, kind in get_type_hints(whole).items()}


_WAY = TypeAdapter(Way)
_FACTS = TypeAdapter(Facts)
_WAY_PARTS = _readers(Way)
_FACTS_PARTS = _readers(Facts)


def way_of(outcome: Outcome) -> Way:
    """The way as it is kept: of a chain the leaf and the first to expire, without their names."""
    return _way(outcome.connection, outcome.tls, outcome.hops)


def facts_of(outcome: Outcome) -> Facts:
    """The facts as they are kept: texts cut, of the checks only those that did not pass."""
    broken = tuple(check for check in outcome.checks if not check.passed)
    return Facts(
        http=_fitting(outcome.http),
        dns=_fitting(outcome.dns),
        echo=outcome.echo,
        release=_fitting(outcome.release),
        steps=_fitting(outcome.steps),
        checks=_fitting(broken),
    )


@lru_cache(WAYS_REMEMBERED)
def way_text(way: Way) -> str | None:
    """The JSON of a way; None where there is nothing to say."""
    if way == Way():
        return None
    return _WAY.dump_json(way, exclude_defaults=True).decode()


@lru_cache(WAYS_REMEMBERED)
def read_way(text: str | None) -> Way:
    """The way that `way_text` wrote, here or in another version of the program."""
    if text is None:
        return Way()
    try:
        return _WAY.validate_json(text)
    except ValidationError:
        return Way(**_parts(_WAY_PARTS, text))


def facts_text(facts: Facts) -> str | None:
    """The JSON of facts; None where there are none."""
    if facts == Facts():
        return None
    return _FACTS.dump_json(facts, exclude_defaults=True).decode()


def read_facts(text: str | None) -> Facts:
    """The facts that `facts_text` wrote, here or in another version of the program."""
    if text is None:
        return Facts()
    try:
        return _FACTS.validate_json(text)
    except ValidationError:
        return Facts(**_parts(_FACTS_PARTS, text))


def _parts(readers: Mapping[str, TypeAdapter[Any]], text: str) -> dict[str, Any]:
    """Each part that can be read; one that was written in another shape is not there."""
    raw = from_json(text)
    found = {}
    for name in raw.keys() & readers.keys():
        with suppress(ValidationError):
            found[name] = readers[name].validate_python(raw[name])
    return found


@lru_cache(WAYS_REMEMBERED)
def _way(connection: Connection | None, tls: Tls | None, hops: tuple[str, ...]) -> Way:
    return _fitting(Way(connection=connection, tls=tls and _slim(tls), hops=hops))


def _slim(tls: Tls) -> Tls:
    return replace(
        tls,
        presented=_telling(tls.presented[:1], tls.presented),
        verified=_telling((), tls.verified),
    )


def _telling(
    always: Sequence[Certificate], chain: Sequence[Certificate]
) -> tuple[Certificate, ...]:
    first_to_expire = sorted(chain, key=lambda certificate: certificate.not_after)[:1]
    kept = dict.fromkeys((*always, *first_to_expire))
    return tuple(replace(certificate, alternative_names=()) for certificate in kept)


def _fitting(value: _Any) -> _Any:
    """The value with every text in it clean and cut, and every list of bounded length."""
    whole: Any = value
    if isinstance(whole, str):
        # An enumeration's own words are not the other side's.
        whole = clean(whole, TEXT_CHARACTERS) if type(whole) is str else whole
    elif isinstance(whole, tuple):
        whole = tuple(_fitting(item) for item in whole[:MOST_ITEMS])
    elif is_dataclass(whole) and not isinstance(whole, type):
        parts = {field.name: getattr(whole, field.name) for field in fields(whole)}
        whole = replace(whole, **{name: _fitting(part) for name, part in parts.items()})
    fitting: _Any = whole
    return fitting
