"""The word that somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(given: object, allowed: Iterable[str]) -> str:
    """`did you mean …? ` where one of the allowed words is close to what was given."""
    words = {word.lower(): word for word in allowed}
    close = get_close_matches(given.lower(), words, n=1) if isinstance(given, str) else []
    return f"did you mean {words[close[0]]}? " if close else ""
