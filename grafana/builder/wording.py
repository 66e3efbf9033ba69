"""How a dashboard's words are kept: everything is said in both languages."""

from typing import NamedTuple

from monitor.words import Language, Phrase

__all__ = ["Language", "Phrase", "Wording"]


class Wording(NamedTuple):
    """What a panel is called, and how its numbers are made."""

    title: Phrase
    about: Phrase
