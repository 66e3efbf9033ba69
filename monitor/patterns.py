"""Regular expressions that no hostile page can stall: RE2, compiled at load."""

import re2

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

    def __repr__(self) -> str:
        return f"Pattern({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)
