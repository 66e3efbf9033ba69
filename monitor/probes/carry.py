"""What a step of a journey takes from its answer for the steps after it."""

import json
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from monitor.checks.assertions import NOT_JSON, JsonPath
from monitor.fields import Misfit, Regex, Spec, Text
from monitor.model import CheckResult, Observation, Reason
from monitor.net.headers import is_header_value
from monitor.probes.template import LONGEST_VALUE_BYTES

_EXPECTED = f"one line of text, 1 to {LONGEST_VALUE_BYTES} bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was found: a value that may be carried, or why there is none."""

    value: str | None = None
    trouble: str = ""
    """In our own words: the value itself is nobody's business."""
    found: bool = True
    """Whether there was anything at all."""


class Carry(Spec):
    """Where in an answer a value stands; exactly one of its keys is set."""

    json_path: JsonPath | None = Field(
        None, alias="json", description="A JMESPath expression that leads to a text or a number"
    )
    regex: Regex | None = Field(
        None, description="An RE2 expression on the body, whose one group is the value"
    )
    header: Text | None = Field(None, description="A response header, in any case; its first value")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        keys = {"json": self.json_path, "regex": self.regex, "header": self.header}
        given = [key for key, value in keys.items() if value is not None]
        if len(given) != 1:
            said = ", ".join(given) or "none"
            raise ValueError(f"set exactly one of {', '.join(keys)}; this sets {said}")
        if self.regex is not None and self.regex.groups != 1:
            said = f"it has {self.regex.groups} groups"
            raise Misfit(
                ("regex",), f"{said}; put the value into one ( ), and what else into (?: )"
            )
        return self

    @property
    def reads_json(self) -> bool:
        """Whether the answer's JSON is needed."""
        return self.json_path is not None

    @property
    def reads_body(self) -> bool:
        """Whether the whole body is needed."""
        return self.header is None

    def take(self, seen: Observation, document: object, *, for_header: bool) -> Taken:
        """The value in an answer, whose JSON is `document`, NOT_JSON where it holds none.

        `for_header` tells that a request's header is to hold the value.
        """
        if self.header is not None:
            return _of_bytes(_header(seen, self.header), for_header=for_header)
        if self.regex is not None:
            return _of_bytes(self.regex.first_group_in(seen.body), for_header=for_header)
        return self._of_json(document, for_header=for_header)

    def check(self, name: str, taken: Taken, *, for_header: bool) -> CheckResult:
        """Whether what was taken under this name may be carried."""
        return CheckResult(
            sentence=f"carries {name} from {self._place}",
            passed=taken.value is not None,
            reason=Reason.CHECK_CONTENT if taken.found else self._reason,
            expected=f"{_EXPECTED}, such as a header may hold" if for_header else _EXPECTED,
            observed=taken.trouble or "a value",
            regex=self.regex is not None,
            in_own_words=True,
        )

    @property
    def _place(self) -> str:
        if self.header is not None:
            return f"header {self.header}"
        if self.regex is not None:
            return f"what matches {self.regex.source!r}"
        return f"json {self.json_path.source if self.json_path else ''}"

    @property
    def _reason(self) -> Reason:
        if self.header is not None:
            return Reason.CHECK_HEADER
        return Reason.CHECK_CONTENT if self.regex is not None else Reason.CHECK_JSON

    def _of_json(self, document: object, *, for_header: bool) -> Taken:
        if document is NOT_JSON or self.json_path is None:
            return Taken(found=False, trouble="no JSON")
        value = self.json_path.find(document)
        if value is None:
            return Taken(found=False, trouble="nothing there")
        if not isinstance(value, str | int | float):
            return Taken(found=False, trouble="neither a text nor a number")
        text = value if isinstance(value, str) else json.dumps(value)
        return _fit(text, for_header=for_header)


def _header(seen: Observation, name: str) -> bytes | None:
    values = (value for key, value in seen.headers if key == name.lower())
    first = next(values, None)
    return None if first is None else first.encode("latin-1")


def _of_bytes(found: bytes | None, *, for_header: bool) -> Taken:
    if found is None:
        return Taken(found=False, trouble="nothing there")
    try:
        text = found.decode()
    except UnicodeDecodeError:
        return Taken(trouble="bytes that are no text")
    return _fit(text, for_header=for_header)


def _fit(value: str, *, for_header: bool) -> Taken:
    """The value, or why it is not carried: it comes from outside, and goes into our requests."""
    if not value:
        return Taken(trouble="an empty text")
    if not value.isprintable():
        return Taken(trouble="control characters or line breaks")
    if len(value.encode()) > LONGEST_VALUE_BYTES:
        return Taken(trouble=f"more than {LONGEST_VALUE_BYTES} bytes")
    if value in {".", ".."}:
        return Taken(trouble="a step in a path")
    if for_header and not is_header_value(value):
        return Taken(trouble="what no header may hold")
    return Taken(value=value)
