"""What a YAML document is made of, with the place of every key and value."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.config.errors import Path, Place


@dataclass(slots=True, eq=False)
class Scalar:
    """A text; where it is `plain`, it stood without quotes and may mean a number or a boolean."""

    place: Place
    text: str
    plain: bool
    size: int = 1
    height: int = 0


@dataclass(slots=True, eq=False)
class Sequence:
    """A list."""

    place: Place
    items: list["Node"]
    size: int = 1
    """Values in it, itself included, each counted as often as it is referred to."""
    height: int = 0
    """Levels below it."""

    def add(self, item: "Node") -> None:
        """Put an item at the end."""
        self.items.append(item)
        self.size += item.size
        self.height = max(self.height, item.height + 1)


@dataclass(slots=True, eq=False)
class Entry:
    """A key's place, and its value."""

    place: Place
    value: "Node"


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys with values, in the order of the file; merged ones come last."""

    place: Place
    entries: dict[str, Entry]
    size: int = 1
    height: int = 0

    def add(self, key: str, entry: Entry) -> None:
        """Put a key and its value at the end, unless the key is there."""
        if key not in self.entries:
            self.entries[key] = entry
            self.size += entry.value.size
            self.height = max(self.height, entry.value.height + 1)


@dataclass(slots=True, eq=False)
class Broken:
    """Stands where a value could not be read; its problem is told already."""

    place: Place
    size: int = 1
    height: int = 0


Node = Scalar | Sequence | Mapping | Broken


def within(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """The node and all that it holds, each with its path."""
    yield path, node
    if isinstance(node, Mapping):
        for key, entry in node.entries.items():
            yield from within(entry.value, (*path, key))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from within(item, (*path, index))


def find(root: Node, path: Path) -> Node | None:
    """The node that a path leads to, or None where it leads nowhere."""
    node: Node | None = root
    for part in path:
        node = _step(node, part)
    return node


def _step(node: Node | None, part: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(part, str) and part in node.entries:
        return node.entries[part].value
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None
