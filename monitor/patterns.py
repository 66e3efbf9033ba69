"""Expressions compiled at load, which know their source: RE2, which no page can stall; JMESPath."""

import jmespath
import re2
from jmespath.exceptions import JMESPathError

# Neither a pattern's errors on stderr nor a DFA larger than a probe's own memory is wanted.
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 20


class Pattern:
    """A compiled RE2 expression that remembers its source.

    Raises ValueError where RE2 does not accept the source (it has no back-references and no
    look-around: that is why its time is linear in the text).
    """

    __slots__ = ("_compiled", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        try:
            self._compiled = re2.compile(source.encode(), _OPTIONS)
        except re2.error as error:
            said = error.args[0] if error.args else "invalid"
            text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
            raise ValueError(text) from error

    def found_in(self, text: bytes) -> bool:
        """Whether the expression matches anywhere in `text`."""
        return self._compiled.search(text) is not None

    @property
    def groups(self) -> int:
        """How many groups the expression captures."""
        count: int = self._compiled.groups
        return count

    def first_group_in(self, text: bytes) -> bytes | None:
        """What the first group captures where the expression matches first; None if nothing."""
        match = self._compiled.search(text)
        found: bytes | None = match.group(1) if match is not None else None
        return found

    def __repr__(self) -> str:
        return f"Pattern({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)


class Query:
    """A compiled JMESPath expression that remembers its source, and equals one of the same source.

    Raises ValueError where the source is no JMESPath.
    """

    __slots__ = ("_compiled", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        try:
            self._compiled = jmespath.compile(source)
        except JMESPathError as error:
            said = str(error).splitlines()[0].removeprefix("Invalid jmespath expression: ")
            raise ValueError(said.rstrip(": ")) from error
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    def find(self, document: object) -> object:
        """What the expression finds; a hostile document that breaks the search holds nothing."""
        try:
            return self._compiled.search(document)
        except (JMESPathError, TypeError, ValueError, RecursionError):
            return None

    def __repr__(self) -> str:
        return f"Query({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)
