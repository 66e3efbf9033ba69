"""Pydantic's errors in the words of the person who wrote the file."""

from collections.abc import Callable
from dataclasses import replace

from pydantic_core import ErrorDetails

from monitor.config.errors import Path, Problem, shortened
from monitor.config.json_schema import Schema
from monitor.config.suggest import did_you_mean
from monitor.config.trail import Trail, follow, place_of
from monitor.config.tree import Mapping, Node, Sequence, find, within
from monitor.config.values import Values
from monitor.fields import Misfit
from monitor.probes import KINDS

_SECRET = "a secret may not stand here: it would be seen"
_LONGEST_TEXT = 600


def problems(
    errors: list[ErrorDetails], schema: Schema, root: Mapping, values: Values
) -> list[Problem]:
    """What a person is told of pydantic's errors; those that follow from others are left out."""
    found = (_problem(error, schema, root, values) for error in errors)
    return [problem for problem in found if problem is not None]


def _problem(error: ErrorDetails, schema: Schema, root: Mapping, values: Values) -> Problem | None:
    trail = _refined(follow(error["loc"], schema), error)
    path = trail.path if error["type"] in _OF_WHAT_IS_NOT_THERE else _present(root, trail.path)
    text = shortened(_text(error, trail), _LONGEST_TEXT)
    if trail.of_key or error["type"] in _OF_WHAT_IS_NOT_THERE:
        return Problem(text=text, path=path, place=place_of(root, path, of_key=trail.of_key))
    if error["type"] == "too_short" and error["input"]:
        return None  # not empty in the file: its items are broken, which is told of each
    parts = _parts(error, root, path)
    if any(values.is_unusable(node) for _, node in parts):
        return None
    secrets = [at for at, node in parts if values.is_secret(node)]
    if secrets:
        return Problem(text=_SECRET, path=secrets[0], place=place_of(root, secrets[0]))
    return Problem(text=text, path=path, place=place_of(root, path))


def _parts(error: ErrorDetails, root: Mapping, path: Path) -> list[tuple[Path, Node]]:
    """The node at a path, and what it holds where the error may mean a part of it."""
    node = find(root, path) or root
    whole = isinstance(node, Sequence) or error["type"] not in SENTENCES
    return list(within(node, path)) if whole else [(path, node)]


def _refined(trail: Trail, error: ErrorDetails) -> Trail:
    """The trail, led on to the key that an error means where pydantic only names its holder."""
    if error["type"] == "extra_forbidden":
        return replace(trail, of_key=True)
    more: Path = ()
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Misfit):
        more = cause.key
    elif error["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        more = ("kind",)
    return replace(trail, path=(*trail.path, *more))


def _present(root: Mapping, path: Path) -> Path:
    while path and find(root, path) is None:
        path = path[:-1]
    return path


def _text(error: ErrorDetails, trail: Trail) -> str:
    say = SENTENCES.get(error["type"])
    if say is not None:
        return say(error, trail)
    return f"cannot stand here; what belongs here: {_about(trail)}"


def _about(trail: Trail) -> str:
    description: str = trail.schema.get("description", "another value")
    return description


def _missing(error: ErrorDetails, trail: Trail) -> str:
    return f"is missing; what belongs here: {_about(trail)}"


def _unknown(error: ErrorDetails, trail: Trail) -> str:
    allowed = list(trail.holder.get("properties", {}))
    return f"is no key here; {did_you_mean(trail.path[-1], allowed)}allowed: {', '.join(allowed)}"


def _kind_missing(error: ErrorDetails, trail: Trail) -> str:
    return f"is missing; allowed: {', '.join(KINDS)}"


def _kind_unknown(error: ErrorDetails, trail: Trail) -> str:
    meant = did_you_mean(error["input"].get("kind"), list(KINDS))
    return f"is no kind of probe; {meant}allowed: {', '.join(KINDS)}"


def _not_text(error: ErrorDetails, trail: Trail) -> str:
    if isinstance(error["input"], bool | int | float):
        return "must be a text; put it in quotes"
    return "must be a text" + _but_is(error)


def _not_whole(error: ErrorDetails, trail: Trail) -> str:
    quoted = isinstance(error["input"], str) and error["input"].isdecimal()
    return "must be a whole number" + (", without quotes" if quoted else _but_is(error))


def _not_boolean(error: ErrorDetails, trail: Trail) -> str:
    quoted = error["input"] in ("true", "false")
    return "must be true or false" + (", without quotes" if quoted else _but_is(error))


def _not_list(error: ErrorDetails, trail: Trail) -> str:
    return "must be a list, [a, b] or one '- …' a line" + _but_is(error)


def _not_mapping(error: ErrorDetails, trail: Trail) -> str:
    keys = list(trail.schema.get("properties", {}))
    example = f"{keys[0]}: …" if keys else "key: value"
    return f"must hold keys with values, such as {example}" + _but_is(error)


_TYPES: dict[type, str] = {
    type(None): "nothing",
    bool: "a boolean",
    int: "a number",
    float: "a number with a fraction",
    str: "a text",
    list: "a list",
    dict: "a mapping",
}


def _but_is(error: ErrorDetails) -> str:
    kind = _TYPES.get(type(error["input"]))
    return f"; it is {kind}" if kind else ""


def _choice(error: ErrorDetails, trail: Trail) -> str:
    allowed = _choices(trail.schema)
    given = error["input"]
    if isinstance(given, int | float) and not isinstance(given, bool) and str(given) in allowed:
        return f"must be a text; write '{given}' in quotes"
    meant = did_you_mean(given, allowed)
    return f"{_shown(given)} is not known here; {meant}allowed: {', '.join(allowed)}"


def _choices(schema: Schema) -> list[str]:
    found = list(schema.get("enum", ()))
    return found or [choice for variant in schema.get("anyOf", ()) for choice in _choices(variant)]


def _too_small(error: ErrorDetails, trail: Trail) -> str:
    return f"{error['input']} is too small; at least {error['ctx']['ge']}"


def _too_large(error: ErrorDetails, trail: Trail) -> str:
    return f"{error['input']} is too large; at most {error['ctx']['le']}"


def _empty(error: ErrorDetails, trail: Trail) -> str:
    return "must not be empty"


def _too_long(error: ErrorDetails, trail: Trail) -> str:
    return f"is too long; at most {error['ctx']['max_length']} characters"


def _own_words(error: ErrorDetails, trail: Trail) -> str:
    """Our own sentence, in which the value, or an item of it, stands as the file has it."""
    text = str(error["ctx"]["error"])
    given = error["input"]
    for value in [given, *given] if isinstance(given, list) else [given]:
        text = text.replace(repr(value), _shown(value))
    return text


def _shown(value: object) -> str:
    """A value as a message repeats it: cut, and never with what a structure holds."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    return shortened(repr(value)) if isinstance(value, str | int | float) else "this"


SENTENCES: dict[str, Callable[[ErrorDetails, Trail], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "union_tag_not_found": _kind_missing,
    "union_tag_invalid": _kind_unknown,
    "string_type": _not_text,
    "path_type": _not_text,
    "int_type": _not_whole,
    "bool_type": _not_boolean,
    "tuple_type": _not_list,
    "dict_type": _not_mapping,
    "model_type": _not_mapping,
    "model_attributes_type": _not_mapping,
    "literal_error": _choice,
    "enum": _choice,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "string_too_short": _empty,
    "too_short": _empty,
    "string_too_long": _too_long,
    "value_error": _own_words,
}
_OF_WHAT_IS_NOT_THERE = {"missing", "union_tag_not_found"}
