"""Assertions on an observation: what the configuration may ask for, and whether it holds.

A spec is at once the shape in YAML and the pure function that judges; nothing here does I/O. Text
is compared as bytes, literally unless the spec says `matches`, which is RE2.
"""

import json
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, JsonValue, StrictBool, WithJsonSchema, model_validator

from monitor.fields import Duration, Regex, Size, Spec, StatusSet, Text, exactly_one
from monitor.model import CheckResult, Failure, Observation, Phase, Reason, Result
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


class HttpExpect(Spec):
    """What an HTTP answer must be like; the first assertion that breaks gives the reason."""

    status: StatusSet = Field(
        StatusSet(((200, 299),)),
        description="Status codes and ranges that are well, such as [200-299, 304]",
    )
    http_versions: tuple[Literal["1.0", "1.1", "2"], ...] | None = Field(
        None, description="Accepted HTTP versions; all when left out"
    )
    ssl: StrictBool | None = Field(
        None, description="The last answer must (true) or must not (false) come over TLS"
    )
    headers: tuple[HeaderCheck, ...] = Field((), description="Assertions on headers")
    body: tuple[TextCheck, ...] = Field((), description="Assertions on the decoded body")
    json_: tuple[JsonCheck, ...] = Field((), alias="json", description="Assertions on a JSON body")
    latency: Duration | None = Field(
        None, description="The run fails when its phases together take longer"
    )

    @property
    def reads_body(self) -> bool:
        """Whether any assertion needs the whole body."""
        return bool(self.body or self.json_)

    def evaluate(self, observation: Observation) -> tuple[CheckResult, ...]:
        """Judge an observation that has an HTTP answer; in the order of the reasons."""
        results = [self._status(observation), *self._versions(observation), *self._ssl(observation)]
        results += [check.evaluate(observation) for check in self.headers]
        results += [_body_check(check, observation.body) for check in self.body]
        document = parse_json(observation.body) if self.json_ else NOT_JSON
        results += [check.evaluate(document) for check in self.json_]
        if self.latency is not None:
            results.append(_latency_check(self.latency.total_seconds(), observation))
        return tuple(results)

    def _status(self, observation: Observation) -> CheckResult:
        code = observation.http.status_code if observation.http else 0
        return CheckResult(
            sentence=f"status is {self.status}",
            passed=code in self.status,
            reason=Reason.CHECK_STATUS,
            expected=str(self.status),
            observed=str(code),
        )

    def _versions(self, observation: Observation) -> list[CheckResult]:
        if self.http_versions is None or observation.http is None:
            return []
        wanted = ", ".join(self.http_versions)
        return [
            CheckResult(
                sentence=f"HTTP version is {wanted}",
                passed=observation.http.http_version in self.http_versions,
                reason=Reason.CHECK_STATUS,
                expected=wanted,
                observed=observation.http.http_version,
            )
        ]

    def _ssl(self, observation: Observation) -> list[CheckResult]:
        if self.ssl is None or observation.http is None:
            return []
        words = {True: "over TLS", False: "without TLS"}
        return [
            CheckResult(
                sentence=f"the answer came {words[self.ssl]}",
                passed=observation.http.ssl is self.ssl,
                reason=Reason.CHECK_STATUS,
                expected=words[self.ssl],
                observed=words[observation.http.ssl],
            )
        ]


def _body_check(check: TextCheck, body: bytes) -> CheckResult:
    return CheckResult(
        sentence=f"body {check.wanted}",
        passed=check.holds(body),
        reason=Reason.CHECK_CONTENT,
        expected=check.wanted,
        observed=f"{len(body)} bytes: {_beginning(body)}",
        regex=check.regex,
    )


def _beginning(body: bytes) -> str:
    return shown(body[: 4 * SEEN_CHARACTERS].decode(errors="replace"))


def _latency_check(limit_seconds: float, observation: Observation) -> CheckResult:
    return CheckResult(
        sentence=f"answers within {limit_seconds:g} s",
        passed=observation.duration_seconds <= limit_seconds,
        reason=Reason.CHECK_LATENCY,
        expected=f"at most {limit_seconds:g} s",
        observed=f"{observation.duration_seconds:.3f} s",
    )


def certificate_check(
    observation: Observation, days: int, now: datetime
) -> tuple[CheckResult, ...]:
    """Whether the presented chain is good for `days` more days; nothing where there was no TLS."""
    expiry = observation.tls.earliest_expiry if observation.tls else None
    if expiry is None:
        return ()
    left = (expiry - now).total_seconds() / 86_400
    return (
        CheckResult(
            sentence=f"certificate is good for {days} more days",
            passed=left >= days,
            reason=Reason.CHECK_CERTIFICATE,
            result=Result.DEGRADED,
            expected=f"at least {days} days",
            observed=f"{left:.1f} days",
        ),
    )


class Mark(Spec):
    """A sign on an answer by which a page that is not the service's own is known."""

    body: Text | None = Field(None, description="This text in a short body, in any case")
    header: Text | None = Field(None, description="A header, as `name: value`, in any case")
    url: Text | None = Field(None, description="This text in the URL of a redirect, in any case")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("body", "header", "url"))
        return self

    def seen_on(self, observation: Observation, within_bytes: int) -> bool:
        """Whether the observation carries the mark; a body longer than `within_bytes` has none."""
        if self.body is not None:
            body = observation.body
            return len(body) <= within_bytes and self.body.lower().encode() in body.lower()
        if self.header is not None:
            name, _, value = self.header.lower().partition(":")
            return any(
                n == name.strip() and value.strip() in v.lower() for n, v in observation.headers
            )
        return self.url is not None and any(
            self.url.lower() in hop.lower() for hop in observation.hops[1:]
        )

    def __str__(self) -> str:
        return f"{self.body or self.header or self.url!r}"


def _marks(*specs: dict[str, str]) -> tuple[Mark, ...]:
    return tuple(Mark.model_validate(spec) for spec in specs)


class Marks(Spec):
    """Signs of pages that are not the service: maintenance, an ISP's block page, a bot challenge.

    A body mark counts only on a short page: a full page that mentions maintenance is news.
    """

    maintenance: tuple[Mark, ...] = Field(
        _marks(
            {"body": "sedang dalam pemeliharaan"},
            {"body": "pemeliharaan sistem"},
            {"body": "under maintenance"},
        ),
        description="The service says so itself: the run fails as maintenance_page",
    )
    block: tuple[Mark, ...] = Field(
        _marks(
            {"body": "internet positif"},
            {"body": "internetpositif"},
            {"body": "trustpositif"},
            {"url": "internetpositif"},
            {"url": "internet-positif"},
            {"url": "trustpositif"},
        ),
        description="A provider answers in the service's place: the run is void",
    )
    challenge: tuple[Mark, ...] = Field(
        _marks({"header": "cf-mitigated: challenge"}),
        description="The edge asks for proof of a human: the run is void",
    )
    within: Size = Field(16 * 1024, description="Body marks count only in bodies up to this size")

    def find(self, observation: Observation) -> Failure | None:
        """The first mark that the observation carries, as the reason why it is not the service."""
        for reason, marks, result in (
            (Reason.INTERFERENCE_BLOCKPAGE, self.block, Result.VOID),
            (Reason.INTERFERENCE_CHALLENGE, self.challenge, Result.VOID),
            (Reason.MAINTENANCE_PAGE, self.maintenance, Result.FAILED),
        ):
            for mark in marks:
                if mark.seen_on(observation, self.within):
                    return Failure(
                        reason=reason,
                        phase=Phase.TRANSFER,
                        detail=f"the answer carries {mark}",
                        result=result,
                    )
        return None
