"""Values of which one or a list may be given."""

from collections.abc import Callable
from typing import TypeVar

from pydantic.json_schema import JsonSchemaValue

T = TypeVar("T")


def each(value: object, parse: Callable[[object], T], example: str) -> tuple[T, ...]:
    """Read a list, or a single value, item by item. Raises ValueError where it is empty."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise ValueError(f"the list is empty; name at least one, such as {example}")
    return tuple(parse(item) for item in items)


def one_or_more(*forms: JsonSchemaValue) -> JsonSchemaValue:
    """JSON Schema of a value in one of these forms, or a list of such values."""
    return {"anyOf": [*forms, {"type": "array", "items": {"anyOf": [*forms]}, "minItems": 1}]}
