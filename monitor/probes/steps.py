"""One step of a journey: a request into which earlier answers may go, and what it carries on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import httpx
from pydantic import Field, SecretStr, model_validator

from monitor.checks.assertions import NOT_JSON, parse_json
from monitor.fields import Identifier, Misfit
from monitor.model import CheckResult, Observation, Result
from monitor.probes.carry import Carry
from monitor.probes.judge import in_step
from monitor.probes.request import HttpAsk, host_of, parsed
from monitor.probes.template import (
    CarriedName,
    UrlTemplate,
    blank,
    check_template,
    escape_for,
    fill,
    in_url,
    names_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a step's answer came to."""

    checks: tuple[CheckResult, ...]
    """What was expected of it, then whether there is what is carried."""
    values: Mapping[str, str] = field(repr=False)
    """What is carried on."""

    @property
    def are_well(self) -> bool:
        """Whether nothing broke that fails a run."""
        return all(check.passed or check.result is not Result.FAILED for check in self.checks)


class Step(HttpAsk):
    """One request of a journey."""

    name: Identifier = Field(description="Unique in the journey; becomes the label `step`")
    url: UrlTemplate = Field(
        description="http:// or https://; {{ name }} of a carried value in its path and query"
    )
    carry: dict[CarriedName, Carry] = Field(
        {}, description="Values of the answer for the steps that follow, by name"
    )

    @model_validator(mode="after")
    def _can_be_filled(self) -> Self:
        for name, value in self.headers.items():
            _check(("headers", name), value)
            if name.lower() == "host" and names_in(value.get_secret_value()):
                raise Misfit(("headers", name), "a carried value chooses no host")
        if self.body is not None:
            _check(("body",), self.body)
        if self.auth is not None and any(map(names_in, self.auth.texts)):
            said = "takes no carried value; write headers: {Authorization: 'Bearer {{ name }}'}"
            raise Misfit(("auth",), said)
        return self

    @model_validator(mode="after")
    def _has_a_body_to_carry(self) -> Self:
        for name, carry in self.carry.items():
            if self.method == "HEAD" and carry.reads_body:
                said = "an answer to HEAD has no body; use method: GET"
                raise Misfit(("carry", name), said)
        return self

    @property
    def host(self) -> str:
        """The URL's host."""
        return host_of(blank(self.url))

    @property
    def names_in_headers(self) -> frozenset[str]:
        """The carried values that go into a header."""
        values = (value.get_secret_value() for value in self.headers.values())
        return frozenset(name for value in values for name in names_in(value))

    @property
    def names_used(self) -> frozenset[str]:
        """The carried values that this step needs."""
        body = self.body.get_secret_value() if self.body else ""
        return self.names_in_headers.union(names_in(self.url), names_in(body))

    @property
    def reads_body(self) -> bool:
        """Whether anything needs the whole body."""
        return self.expect.reads_body or any(carry.reads_body for carry in self.carry.values())

    def request_with(
        self, carried: Mapping[str, str], *, user_agent: str, encoding: str
    ) -> httpx.Request:
        """The request, with what earlier steps carried."""
        if not self.names_used:
            return self.request_to(parsed(self.url), user_agent=user_agent, encoding=encoding)
        filled = self._filled(carried)
        return filled.request_to(httpx.URL(filled.url), user_agent=user_agent, encoding=encoding)

    def examine(self, seen: Observation, for_headers: frozenset[str]) -> Findings:
        """Judge the answer, and take from it; `for_headers` are the values headers are to hold."""
        checks = list(self.expect.evaluate(seen))
        reads_json = any(carry.reads_json for carry in self.carry.values())
        document = parse_json(seen.body) if reads_json else NOT_JSON
        values = {}
        for name, carry in self.carry.items():
            for_header = name in for_headers
            taken = carry.take(seen, document, for_header=for_header)
            checks.append(carry.check(name, taken, for_header=for_header))
            if taken.value is not None:
                values[name] = taken.value
        return Findings(checks=tuple(map(self.said, checks)), values=values)

    def said(self, check: CheckResult) -> CheckResult:
        """The check as one of this step's."""
        return replace(check, step=self.name, sentence=f"{in_step(self.name)}{check.sentence}")

    def _filled(self, carried: Mapping[str, str]) -> Self:
        headers = {
            name: SecretStr(fill(value.get_secret_value(), carried, str))
            for name, value in self.headers.items()
        }
        kinds = (v.get_secret_value() for n, v in headers.items() if n.lower() == "content-type")
        body = self.body.get_secret_value() if self.body else ""
        filled = fill(body, carried, escape_for(next(kinds, "")))
        return self.model_copy(
            update={
                "url": fill(self.url, carried, in_url),
                "headers": headers,
                "body": SecretStr(filled) if body else None,
            }
        )


def _check(key: tuple[str, ...], text: SecretStr) -> None:
    try:
        check_template(text.get_secret_value())
    except ValueError as error:
        raise Misfit(key, str(error)) from None
