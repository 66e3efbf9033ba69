"""All that the assessor remembers, as JSON and back: it goes on from there after a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from monitor.assess.moments import Ms
from monitor.assess.service import ServiceTrack

FORMAT = 1
"""Raised with every change of what is remembered; memories of another format are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the assessor knows; a new one knows nothing."""

    format: int = FORMAT
    services: Mapping[str, ServiceTrack] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    """The app's version that each probe saw last."""
    releases: tuple[tuple[Ms, str], ...] = ()
    """When the last releases were first seen, in order, as `store version`."""


_ADAPTER = TypeAdapter(Memory)


def to_json(memory: Memory) -> str:
    """The memory as JSON."""
    return _ADAPTER.dump_json(memory).decode()


def from_json(text: str) -> Memory:
    """The memory that `to_json` wrote. Raises ValueError where it is none, or of another format."""
    try:
        memory = _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise ValueError(f"no memory of an assessor: {error.error_count()} errors") from error
    if memory.format != FORMAT:
        raise ValueError(f"a memory of format {memory.format}; this program reads {FORMAT}")
    return memory
