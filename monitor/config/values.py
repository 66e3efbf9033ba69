"""A tree to plain values: variables expanded, plain scalars read, secrets wrapped."""

from collections.abc import Mapping as Environment
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from monitor.config.errors import Path, Problem, shortened
from monitor.config.expand import expand
from monitor.config.scalars import AmbiguousError, resolve
from monitor.config.tree import Broken, Mapping, Node, Scalar, Sequence

BROKEN = object()
"""Stands where a value could not be made; no type of the schema takes it."""


@dataclass(slots=True)
class Values:
    """The plain values of nodes, and what was wrong in making them."""

    environ: Environment[str, str]
    problems: list[Problem] = field(default_factory=list)
    _secrets: set[int] = field(default_factory=set)
    _unusable: set[int] = field(default_factory=set)

    def of(self, node: Node, path: Path = ()) -> Any:
        """What a node means: dict, list, text, number, boolean, None, SecretStr or BROKEN."""
        if isinstance(node, Scalar):
            return self._scalar(node, path)
        if isinstance(node, Mapping):
            return {key: self.of(e.value, (*path, key)) for key, e in node.entries.items()}
        if isinstance(node, Sequence):
            return [self.of(item, (*path, index)) for index, item in enumerate(node.items)]
        return BROKEN

    def is_secret(self, node: Node) -> bool:
        """Whether the node's text came from a secret's file."""
        return id(node) in self._secrets

    def is_unusable(self, node: Node) -> bool:
        """Whether the node could not be made, so that nothing more is worth saying of it."""
        return isinstance(node, Broken) or id(node) in self._unusable

    def _scalar(self, node: Scalar, path: Path) -> Any:
        try:
            expansion = expand(node.text, self.environ)
            if expansion.secret:
                self._secrets.add(id(node))
                return SecretStr(expansion.text)
            if not node.plain or (expansion.changed and not expansion.text):
                return expansion.text
            return resolve(expansion.text)
        except AmbiguousError as error:
            # An expanded text is not shown: nobody knows what its variable holds.
            what = "what it expands to" if "$" in node.text else shortened(repr(node.text))
            return self._broken(node, path, f"{what} is {error}")
        except ValueError as error:
            return self._broken(node, path, str(error))

    def _broken(self, node: Scalar, path: Path, text: str) -> object:
        if id(node) not in self._unusable:  # an aliased one is told once
            self._unusable.add(id(node))
            self.problems.append(Problem(text=text, path=path, place=node.place))
        return BROKEN
