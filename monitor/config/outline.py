"""Where the sections stand in the plain values of a file that nobody has checked yet."""

from collections.abc import Iterator
from typing import Any

from monitor.config.errors import Path


def services(data: object) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each service that is at least a mapping, with its path."""
    yield from _mappings(data, ("services",))


def controls(data: object) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each control that is at least a mapping, with its path."""
    section = data.get("controls") if isinstance(data, dict) else None
    yield from _mappings(section, ("controls", "probes"))


def probes(data: object) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each probe that is at least a mapping, with its path, the controls first."""
    yield from controls(data)
    for path, service in services(data):
        yield from _mappings(service, (*path, "probes"))


def periods(data: object) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each period of the calendar that is at least a mapping, with its path."""
    yield from _mappings(data, ("calendar",))


def maintenance(data: object) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each maintenance that is at least a mapping, with its path."""
    yield from _mappings(data, ("maintenance",))


def _mappings(holder: object, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    items = holder.get(path[-1]) if isinstance(holder, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (*path, index), item
