"""The bytes of a configuration file to text, and the text to YAML's events."""

from collections.abc import Iterator

import yaml
from yaml.reader import Reader

from monitor.config.errors import Place, Problem

MOST_BYTES = 4 * 1024 * 1024

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DocumentError(Exception):
    """The file cannot be read, or read any further."""

    def __init__(self, text: str, place: Place | None = None) -> None:
        super().__init__(text)
        self.problem = Problem(text=text, place=place)


def decode(content: bytes) -> str:
    """The text in a file. Raises DocumentError where it is too large or no text."""
    if len(content) > MOST_BYTES:
        raise DocumentError(f"is larger than {MOST_BYTES // 1024**2} MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts its bytes from behind a byte order mark.
        place = _place_after(error.object[: error.start].decode())
        byte = f"{error.object[error.start]:#04x}"
        raise DocumentError(
            f"the byte {byte} is not UTF-8; save the file as UTF-8", place
        ) from error
    odd = Reader.NON_PRINTABLE.search(text)
    if odd is not None:
        place = _place_after(text[: odd.start()])
        raise DocumentError(
            f"the character U+{ord(odd[0]):04X} may not stand in YAML; remove it", place
        )
    return text


def events(text: str) -> Iterator[yaml.Event]:
    """YAML's events, one by one. Raises DocumentError where the text is no YAML."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        end = _place_after(text)
        place = min(Place(mark.line + 1, mark.column + 1), end) if mark else end
        context = f"{error.context}: " if error.context else ""
        raise DocumentError(f"this is not YAML: {context}{error.problem}", place) from error


def _place_after(text: str) -> Place:
    line, _, last = text.rpartition("\n")
    return Place(line.count("\n") + 2 if _ else 1, len(last) + 1)
