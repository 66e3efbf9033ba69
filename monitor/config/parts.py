"""A part of a file that may be broken elsewhere, read for itself."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


def sound(adapter: TypeAdapter[T], data: Any) -> T | None:
    """The part, or None where it is broken: that is told already, as of a part of the file."""
    try:
        return adapter.validate_python(data)
    except ValidationError:
        return None
