"""Single assertions on a text, a header or a JSON document."""

import json
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, JsonValue, StrictBool, WithJsonSchema, model_validator

from monitor.fields import Regex, Spec, Text, exactly_one
from monitor.model import CheckResult, Observation, Reason
from monitor.patterns import Query

SEEN_CHARACTERS = 80
"""How much of what the other side said a check repeats."""


def _parse_query(value: object) -> Query:
    if isinstance(value, Query):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a JMESPath expression; write a text")
    try:
        return Query(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is not a JMESPath expression: {error}") from error


JsonPath = Annotated[
    Query,
    BeforeValidator(_parse_query),
    WithJsonSchema({"type": "string", "minLength": 1}),
]


class TextCheck(Spec):
    """One assertion on a text; exactly one of its keys is set."""

    contains: Text | None = Field(None, description="This text must appear, to the letter")
    excludes: Text | None = Field(None, description="This text must not appear")
    matches: Regex | None = Field(None, description="This RE2 expression must match somewhere")
    not_matches: Regex | None = Field(None, description="This RE2 expression must match nowhere")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("contains", "excludes", "matches", "not_matches"))
        return self

    def holds(self, text: bytes) -> bool:
        """Whether the assertion holds for `text`."""
        if self.contains is not None:
            return self.contains.encode() in text
        if self.excludes is not None:
            return self.excludes.encode() not in text
        if self.matches is not None:
            return self.matches.found_in(text)
        return self.not_matches is not None and not self.not_matches.found_in(text)

    @property
    def wanted(self) -> str:
        """The assertion in words."""
        if self.contains is not None:
            return f"contains {self.contains!r}"
        if self.excludes is not None:
            return f"does not contain {self.excludes!r}"
        if self.matches is not None:
            return f"matches {self.matches.source!r}"
        return f"does not match {self.not_matches.source if self.not_matches else ''!r}"

    @property
    def regex(self) -> bool:
        """Whether a regular expression decides."""
        return self.matches is not None or self.not_matches is not None


class HeaderCheck(Spec):
    """One assertion on a response header; of a repeated header, any value may satisfy it."""

    name: Text = Field(description="The header's name, in any case")
    contains: Text | None = Field(None, description="A value must contain this text")
    excludes: Text | None = Field(None, description="No value may contain this text")
    matches: Regex | None = Field(None, description="A value must match this RE2 expression")
    not_matches: Regex | None = Field(None, description="No value may match this RE2 expression")
    present: StrictBool | None = Field(
        None, description="The header must be there (true) or not (false)"
    )
    optional: StrictBool = Field(False, description="Accept an answer without this header")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("contains", "excludes", "matches", "not_matches", "present"))
        return self

    def evaluate(self, observation: Observation) -> CheckResult:
        """Judge the headers of the last answer."""
        values = [value for name, value in observation.headers if name == self.name.lower()]
        return CheckResult(
            sentence=f"header {self.name} {self._wanted}",
            passed=self._holds(values),
            reason=Reason.CHECK_HEADER,
            expected=self._wanted,
            observed=shown(", ".join(values)) if values else "absent",
            regex=self.matches is not None or self.not_matches is not None,
        )

    def _holds(self, values: list[str]) -> bool:
        if self.present is not None:
            return bool(values) is self.present
        if not values:
            return self.optional
        text = self._text()
        every = text.excludes is not None or text.not_matches is not None
        return (all if every else any)(text.holds(value.encode()) for value in values)

    @property
    def _wanted(self) -> str:
        if self.present is not None:
            return "is present" if self.present else "is absent"
        return self._text().wanted

    def _text(self) -> TextCheck:
        return TextCheck(
            contains=self.contains,
            excludes=self.excludes,
            matches=self.matches,
            not_matches=self.not_matches,
        )


class JsonCheck(Spec):
    """One assertion on a JSON body; exactly one of `equals`, `matches` and `exists` is set."""

    path: JsonPath = Field(description="A JMESPath expression")
    equals: JsonValue = Field(None, description="The value must equal this")
    matches: Regex | None = Field(
        None, description="The value must be a text that matches this RE2 expression"
    )
    exists: StrictBool | None = Field(
        None, description="The value must be there (true) or be null (false)"
    )

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("equals", "matches", "exists"))
        return self

    def evaluate(self, document: object) -> CheckResult:
        """Judge a parsed document; `document` is NOT_JSON where the body was none."""
        source = self.path.source
        if document is NOT_JSON:
            passed, observed = False, "no JSON"
        else:
            found = self.path.find(document)
            passed, observed = self._holds(found), shown(_as_json(found))
        return CheckResult(
            sentence=f"json {source} {self._wanted}",
            passed=passed,
            reason=Reason.CHECK_JSON,
            expected=self._wanted,
            observed=observed,
            regex=self.matches is not None,
        )

    def _holds(self, found: object) -> bool:
        if self.exists is not None:
            return (found is not None) is self.exists
        if self.matches is not None:
            return isinstance(found, str) and self.matches.found_in(found.encode(errors="replace"))
        return bool(found == self.equals) and isinstance(found, bool) == isinstance(
            self.equals, bool
        )

    @property
    def _wanted(self) -> str:
        if self.exists is not None:
            return "exists" if self.exists else "is null"
        if self.matches is not None:
            return f"matches {self.matches.source!r}"
        return f"equals {_as_json(self.equals)}"


NOT_JSON = object()
"""Stands for a body that is not JSON; no document equals it."""


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "a value that cannot be shown"


def parse_json(body: bytes) -> object:
    """The document in `body`, or NOT_JSON; deep nesting and huge numbers are no JSON to us."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return NOT_JSON


def shown(text: str) -> str:
    """What the other side said, cut and without control characters."""
    clean = "".join(c if c.isprintable() else "·" for c in text[: SEEN_CHARACTERS + 1])
    return clean if len(clean) <= SEEN_CHARACTERS else clean[:SEEN_CHARACTERS] + "…"
