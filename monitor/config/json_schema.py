"""The file's shape as JSON Schema: for editors, and to find the way from an error to its key."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from monitor.config.schema import File
from monitor.fields import StatusSet, format_duration, format_size

SCHEMA_ID = "https://jmo-monitor.example/schema/probes.json"

Schema = dict[str, Any]

_VARIABLE: Schema = {"type": "string", "pattern": r"\$\{[^{}]+\}", "description": "A variable"}
_ABOUT = ("description", "default", "examples")
_LIMITS = {"pattern", "enum", "minLength", "maxLength"}


class _Generator(GenerateJsonSchema):
    """Writes defaults as a person would write them in the file."""

    def encode_default(self, dft: Any) -> Any:
        """The default as JSON."""
        if isinstance(dft, timedelta):
            return format_duration(dft)
        return [str(dft)] if isinstance(dft, StatusSet) else super().encode_default(dft)


def json_schema() -> Schema:
    """JSON Schema 2020-12 of the file as it is written: any value may be a `${…}` as well."""
    head = {
        "$schema": _Generator.schema_dialect,
        "$id": SCHEMA_ID,
        "title": "Configuration of jmo-monitor",
    }
    return head | _rewritten(file_schema(), _open)


def file_schema() -> Schema:
    """JSON Schema of what a file means, once its `${…}` are replaced."""
    return _rewritten(File.model_json_schema(schema_generator=_Generator), _tidy)


def _rewritten(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """The schema with `change` made to it and to every schema within it, innermost first."""
    result = dict(schema)
    for key in ("properties", "patternProperties", "$defs"):
        if key in schema:
            result[key] = {name: _rewritten(part, change) for name, part in schema[key].items()}
    for key in ("anyOf", "oneOf"):
        if key in schema:
            result[key] = [_rewritten(part, change) for part in schema[key]]
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            result[key] = _rewritten(schema[key], change)
    return change(result)


def _tidy(schema: Schema) -> Schema:
    """Without titles that only repeat a name, and with defaults as they are written in the file."""
    result = {key: value for key, value in schema.items() if key != "title"}
    default = result.pop("default", None)
    if isinstance(default, list):
        default = [_without_none(item) for item in default]
    if isinstance(default, int) and schema.get("type") == "string":
        default = format_size(default)
    if isinstance(default, float) and schema.get("type") == "string":
        default = f"{100 * default:g}%"
    # A section's own keys have their defaults; an object of all of them tells nothing more.
    if default is not None and not isinstance(default, dict):
        result["default"] = default
    return result


def _without_none(item: Any) -> Any:
    if isinstance(item, dict):
        return {key: value for key, value in item.items() if value is not None}
    return item


def _open(schema: Schema) -> Schema:
    """The schema, taking a variable where it would take only some texts, or none."""
    kind = schema.get("type")
    narrow = kind in {"integer", "boolean"} or (kind == "string" and _LIMITS & schema.keys())
    if not narrow or "const" in schema:
        return schema
    about = {key: schema[key] for key in _ABOUT if key in schema}
    limits = {key: value for key, value in schema.items() if key not in about}
    return about | {"anyOf": [limits, _VARIABLE]}
