"""What an HTTP answer and its certificate must be like."""

from datetime import datetime
from typing import Literal

from pydantic import Field, StrictBool

from monitor.checks.assertions import (
    NOT_JSON,
    SEEN_CHARACTERS,
    HeaderCheck,
    JsonCheck,
    TextCheck,
    parse_json,
    shown,
)
from monitor.fields import Duration, Spec, StatusSet
from monitor.model import CheckResult, Observation, Reason, Result


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
