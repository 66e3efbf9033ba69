"""YAML's events to a tree: bounded in depth and size, without equal keys, tags and surprises.

PyYAML's own composer is not used: it recurses without a bound, takes the last of two equal keys in
silence, and lets aliases multiply.
"""

from collections.abc import Iterator
from typing import cast

import yaml

from monitor.config.document import DocumentError
from monitor.config.errors import Path, Place, Problem, shortened
from monitor.config.scalars import AmbiguousError, resolve
from monitor.config.tree import Broken, Entry, Mapping, Node, Scalar, Sequence

MOST_LEVELS = 50
MOST_VALUES = 500_000
"""Values in a file, each counted as often as it is referred to: an alias bomb ends here."""

_MERGE = "<<"

# What the grammar lets begin a node, aliases apart.
_Start = yaml.ScalarEvent | yaml.CollectionStartEvent


def compose(events: Iterator[yaml.Event]) -> tuple[Mapping, list[Problem]]:
    """The mapping that a document holds, and the problems that did not end the reading.

    Raises DocumentError where there is not exactly one document, or it holds no mapping, or is too
    large or too deep.
    """
    composer = _Composer(events)
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):
        raise DocumentError("the file is empty", Place(1, 1))
    root = composer.node(next(events), ())
    next(events)  # the document ends
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        raise DocumentError("a second document begins here; a file holds one", _place(after))
    if not isinstance(root, Mapping):
        raise DocumentError("the file must hold keys with values, such as location: …", root.place)
    return root, composer.problems


def _place(event: yaml.Event) -> Place:
    mark = cast(yaml.Mark, event.start_mark)  # every event of a parser has one
    return Place(mark.line + 1, mark.column + 1)


class _Composer:
    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._anchors: dict[str, Node | None] = {}
        self._values = 0
        self.problems: list[Problem] = []

    def node(self, event: yaml.Event, path: Path) -> Node:
        self._count(1, event)
        self._check_depth(len(path), event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        start = cast(_Start, event)
        if start.anchor is not None:
            self._anchors[start.anchor] = None
        node = self._value(start, path)
        if start.tag is not None:
            tag = shortened(start.tag.replace("tag:yaml.org,2002:", "!!"))
            node = self._broken(start, path, f"tags such as {tag} are not taken; remove it")
        if start.anchor is not None:
            self._anchors[start.anchor] = node
        return node

    def _value(self, event: _Start, path: Path) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(_place(event), event.value, event.implicit[0])
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, path)
        return self._mapping(event, path)

    def _alias(self, event: yaml.AliasEvent, path: Path) -> Node:
        name = shortened(f"*{event.anchor}")
        if event.anchor not in self._anchors:
            return self._broken(event, path, f"{name} has no anchor &… before it")
        target = self._anchors[event.anchor]
        if target is None:
            return self._broken(event, path, f"{name} stands within what it refers to")
        self._count(target.size, event)
        self._check_depth(len(path) + target.height, event)
        return target

    def _sequence(self, start: yaml.Event, path: Path) -> Sequence:
        node = Sequence(_place(start), [])
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            node.add(self.node(event, (*path, len(node.items))))
        return node

    def _mapping(self, start: yaml.Event, path: Path) -> Mapping:
        node = Mapping(_place(start), {})
        merged: list[Mapping] = []
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            value = self.node(next(self._events), (*path, "?" if key is None else key))
            if key is None:
                continue
            if key in seen:
                text = f"this key stands already in line {seen[key].line}; keep one of them"
                self._tell(event, (*path, key), text)
            elif key == _MERGE and _is_plain(event):
                merged += self._sources(value, (*path, key))
            else:
                node.add(key, Entry(_place(event), value))
            seen.setdefault(key, _place(event))
        for source in merged:  # counted already, where it stands or its alias does
            for name, entry in source.entries.items():
                node.add(name, entry)
        return node

    def _key(self, event: yaml.Event, path: Path) -> str | None:
        """The key's text, or None where it is none; a structure as a key is read and dropped."""
        if not isinstance(event, yaml.ScalarEvent):
            self.node(event, (*path, "?"))
            self._tell(event, path, "a key must be a text, not an alias, a list or a mapping")
            return None
        if event.anchor is not None:
            self._anchors[event.anchor] = Scalar(_place(event), event.value, event.implicit[0])
        if event.tag is not None or not _is_text(event):
            key = shortened(repr(event.value))
            self._tell(event, path, f"the key {key} is not read as a text; put it in quotes")
            return None
        return str(event.value)

    def _sources(self, value: Node, path: Path) -> list[Mapping]:
        nodes = value.items if isinstance(value, Sequence) else [value]
        for node in nodes:
            if not isinstance(node, Mapping | Broken):
                text = "<< takes an alias of a mapping, or a list of them"
                self.problems.append(Problem(text=text, path=path, place=node.place))
        return [node for node in nodes if isinstance(node, Mapping)]

    def _count(self, values: int, event: yaml.Event) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            text = f"the file holds more than {MOST_VALUES:,} values, aliases counted in full"
            raise DocumentError(text, _place(event))

    def _check_depth(self, levels: int, event: yaml.Event) -> None:
        if levels > MOST_LEVELS:
            raise DocumentError(f"this is nested deeper than {MOST_LEVELS} levels", _place(event))

    def _broken(self, event: yaml.Event, path: Path, text: str) -> Broken:
        self._tell(event, path, text)
        return Broken(_place(event))

    def _tell(self, event: yaml.Event, path: Path, text: str) -> None:
        self.problems.append(Problem(text=text, path=path, place=_place(event)))


def _is_plain(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.implicit[0]


def _is_text(event: yaml.ScalarEvent) -> bool:
    if not _is_plain(event):
        return True
    try:
        return isinstance(resolve(event.value), str)
    except AmbiguousError:
        return False
