"""A part of the configuration file, and what can be wrong between its keys."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
"""A text that is not empty."""


class Spec(BaseModel):
    """A part of the configuration file: frozen, and without keys of other names."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Misfit(ValueError):
    """A value that does not go with the others; `key` leads to it from the part that holds them."""

    def __init__(self, key: tuple[str, ...], text: str) -> None:
        super().__init__(text)
        self.key = key


def given(spec: BaseModel, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the named fields that are set."""
    return tuple(name for name in names if getattr(spec, name) is not None)


def exactly_one(spec: BaseModel, names: tuple[str, ...]) -> None:
    """Raise ValueError unless exactly one of the named fields is set."""
    found = given(spec, names)
    if len(found) != 1:
        raise ValueError(
            f"set exactly one of {', '.join(names)}; this sets {', '.join(found) or 'none'}"
        )
