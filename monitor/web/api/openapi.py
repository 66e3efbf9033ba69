"""Describes the API from its shapes and parameters, for openapi.yaml beside it:
`python -m monitor.web.api.openapi > monitor/web/api/openapi.yaml`.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from monitor.web.api.answers import PROBLEM, Problem
from monitor.web.api.outcomes import ResultList
from monitor.web.api.query import NoQuery, ResultsQuery, WindowsQuery
from monitor.web.api.views import ServiceList, ServiceView, StatusView, TargetGroup
from monitor.windowlist import WindowList

_REFERENCE = "#/components/schemas/{model}"
_TEXT = {"schema": {"type": "string"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operation:
    path: str
    id: str
    summary: str
    content: dict[str, Any]
    query: type[BaseModel] = NoQuery
    history: bool = False
    """Whether there is no answer without history."""


def _is(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": _REFERENCE.format(model=model.__name__)}}


_OPERATIONS = (
    _Operation(
        path="/api/v1/status",
        id="status",
        summary="The verdict, and every service in short.",
        content={"application/json": _is(StatusView)},
    ),
    _Operation(
        path="/api/v1/services",
        id="services",
        summary="Every service: state, uptimes, SLOs, probes with their last outcome.",
        content={"application/json": _is(ServiceList)},
    ),
    _Operation(
        path="/api/v1/services/{service}",
        id="service",
        summary="One service.",
        content={"application/json": _is(ServiceView)},
    ),
    _Operation(
        path="/api/v1/windows",
        id="windows",
        summary="Windows that touch a span of time, the newest first.",
        content={
            "application/json": _is(WindowList),
            "text/csv": _TEXT,
            "text/calendar": _TEXT,
        },
        query=WindowsQuery,
        history=True,
    ),
    _Operation(
        path="/api/v1/probes/{probe}/results",
        id="results",
        summary="Outcomes of a probe, the newest first; no older ones than are kept.",
        content={"application/json": _is(ResultList)},
        query=ResultsQuery,
        history=True,
    ),
    _Operation(
        path="/api/v1/sd",
        id="targets",
        summary="Every probe as a target of Prometheus's HTTP service discovery.",
        content={
            "application/json": {"schema": {"type": "array", "items": _is(TargetGroup)["schema"]}}
        },
    ),
    _Operation(
        path="/api/v1/openapi.yaml",
        id="openapi",
        summary="This description.",
        content={"application/yaml": {"schema": {"type": "object"}}},
    ),
)
_MODELS = (StatusView, ServiceList, ServiceView, WindowList, ResultList, TargetGroup, Problem)


def describe() -> str:
    """The description as YAML."""
    _, schemas = models_json_schema(
        [(model, "serialization") for model in _MODELS], ref_template=_REFERENCE
    )
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "JMO availability monitor",
            "version": "1",
            "description": (
                "Read alone: GET, and HEAD. Times are RFC 3339 in UTC, spans are seconds, ratios "
                "0 to 1. New fields may come; those that are here keep their names and meanings."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {operation.path: {"get": _operation(operation)} for operation in _OPERATIONS},
        "components": {"schemas": _untitled(schemas["$defs"])},
    }
    return yaml.dump(whole, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)


def _operation(operation: _Operation) -> dict[str, Any]:
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation.path), *_query_parameters(operation.query)],
        "responses": {
            "200": {
                "description": "Well.",
                "headers": {"ETag": _tag()},
                "content": operation.content,
            },
            "304": {
                "description": "It is still what If-None-Match names.",
                "headers": {"ETag": _tag()},
            },
            "400": _problem("A parameter is wrong."),
            **({"404": _problem("Nothing has this id.")} if _has_ids(operation) else {}),
            "414": {
                "description": "The request line is too long.",
                "content": {"text/plain": _TEXT},
            },
            **({"503": _problem("The history cannot be read.")} if operation.history else {}),
        },
    }


def _has_ids(operation: _Operation) -> bool:
    return "{" in operation.path or "service" in operation.query.model_fields


def _tag() -> dict[str, Any]:
    return {"required": True, "schema": {"type": "string"}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM: _is(Problem)}}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    schema = {"type": "string"}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    properties = TypeAdapter(model).json_schema().get("properties", {})
    return [_query_parameter(name, schema) for name, schema in _untitled(properties).items()]


def _query_parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    described = {key: value for key, value in schema.items() if key not in {"description", "anyOf"}}
    if "anyOf" in schema:  # null stands for its absence, and so does its default
        described = {"anyOf": [each for each in schema["anyOf"] if each != {"type": "null"}]}
    told = {"description": schema["description"]} if "description" in schema else {}
    return {"name": name, "in": "query", **told, "required": False, "schema": described}


def _untitled(schema: Any) -> Any:
    """Without the titles that pydantic makes of names; a property called `title` stays."""
    if isinstance(schema, dict):
        return {
            key: _untitled(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_untitled(each) for each in schema] if isinstance(schema, list) else schema


class _Plain(yaml.SafeDumper):
    """Writes out what occurs twice, in place of naming it."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


if __name__ == "__main__":
    print(describe(), end="")
