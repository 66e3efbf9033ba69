"""Texts for people in the configuration file: one line each, in one language or both."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from monitor.fields import Spec

_LONGEST_LINE = 200


def parse_line(value: str) -> str:
    """Return `value` where it is one line that can be seen; else raise ValueError."""
    if not value.isprintable() or value != value.strip() or not value:
        raise ValueError("must be one line of text that can be seen, without spaces around it")
    return value


def _both_languages(value: object) -> object:
    if not isinstance(value, str | dict):
        raise ValueError("must be a text, or a text in each language: {id: …, en: …}")
    return {"id": value, "en": value} if isinstance(value, str) else value


Line = Annotated[str, Field(min_length=1, max_length=_LONGEST_LINE), AfterValidator(parse_line)]
"""One line."""


class Bilingual(Spec):
    """A text in both languages."""

    id: Line = Field(description="In Indonesian")
    en: Line = Field(description="In English")


Words = Annotated[
    Bilingual, BeforeValidator(_both_languages, json_schema_input_type=str | Bilingual)
]
"""A text in both languages, or one text for both."""
