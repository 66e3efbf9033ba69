"""HTTP status codes: `200`, `200-299`, and lists of both."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_STATUS = re.compile(r"([1-9]\d\d)(?:\s*-\s*([1-9]\d\d))?")


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
