"""Regular expressions, compiled when the file is read."""

from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from monitor.patterns import Pattern


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
