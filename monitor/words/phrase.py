"""A text in both languages."""

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """In which words a page speaks."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Phrase(NamedTuple):
    """The same in both languages; a name in braces is put in by whoever says it."""

    indonesian: str
    english: str

    def said_in(self, language: Language) -> str:
        """The words of one language."""
        return self.english if language is Language.ENGLISH else self.indonesian
