"""The way from a pydantic error to its key in the file: path, schema and place."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.config.errors import Path, Place
from monitor.config.json_schema import Schema
from monitor.config.tree import Mapping, Node, find

_KEY = "[key]"  # how pydantic says that a dictionary's key is meant, not its value


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Where in the file an error is."""

    path: Path
    schema: Schema
    """The JSON Schema of what stands there; empty where nothing is known."""
    holder: Schema
    """The JSON Schema of what the last key stands in."""
    of_key: bool
    """True where the key is wrong, and not what it leads to."""


def follow(location: Sequence[str | int], root: Schema) -> Trail:
    """Turn a pydantic location into a path of keys; names of kinds and variants fall away."""
    path: list[str | int] = []
    schema, holder = root, root
    for part in location:
        if part == _KEY:
            return Trail(path=tuple(path), schema=schema, holder=holder, of_key=True)
        shape = _shape(schema, part, root)
        if "discriminator" in shape:
            schema = _resolved({"$ref": shape["discriminator"]["mapping"][part]}, root)
            continue
        if shape.get("type") not in {"object", "array"}:
            break  # inside a value of any shape: its parts have no names of ours
        path.append(part)
        schema, holder = _child(shape, part) or {}, shape
    schema = _resolved(schema, root)
    return Trail(path=tuple(path), schema=schema, holder=holder, of_key=False)


def _resolved(schema: Schema, root: Schema) -> Schema:
    """The schema that a reference leads to; the description beside the reference stays."""
    if "$ref" not in schema:
        return schema
    target: Schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return target | {key: value for key, value in schema.items() if key != "$ref"}


def _shape(schema: Schema, part: str | int, root: Schema) -> Schema:
    """The variant of the schema that has something at `part`; else the last that has parts."""
    schema = _resolved(schema, root)
    variants = [_resolved(variant, root) for variant in schema.get("anyOf", ())]
    wanted = "array" if isinstance(part, int) else "object"
    return next((v for v in variants if v.get("type") == wanted), schema)


def _child(shape: Schema, part: str | int) -> Schema | None:
    if isinstance(part, int):
        found = shape.get("items")
    else:
        found = shape.get("properties", {}).get(part) or shape.get("additionalProperties")
    return found if isinstance(found, dict) else None


def place_of(root: Mapping, path: Path, *, of_key: bool = False) -> Place:
    """The place of a value or of its key; of the nearest part that is there where it is not."""
    holder = find(root, path[:-1])
    if of_key and isinstance(holder, Mapping) and path[-1] in holder.entries:
        return holder.entries[str(path[-1])].place
    node: Node | None = find(root, path)
    return node.place if node is not None else place_of(root, path[:-1])
