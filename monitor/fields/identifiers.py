"""Ids, which become label values: `jmo-api`."""

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parse_identifier(value: object) -> str:
    """Read an id: lower-case letters, digits and single hyphens, at most 63 characters."""
    if not isinstance(value, str) or len(value) > 63 or _IDENTIFIER.fullmatch(value) is None:
        raise ValueError(
            f"{value!r} is not an id; use lower-case letters, digits and single hyphens, at most 63"
        )
    return value


Identifier = Annotated[
    str,
    BeforeValidator(parse_identifier),
    WithJsonSchema({"type": "string", "pattern": f"^{_IDENTIFIER.pattern}$", "maxLength": 63}),
]
"""The id of a service or a probe; it becomes a label value."""
