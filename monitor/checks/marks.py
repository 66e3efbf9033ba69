"""Signs of pages that are not the service's own."""

from typing import Self

from pydantic import Field, model_validator

from monitor.fields import Size, Spec, Text, exactly_one
from monitor.model import Failure, Observation, Phase, Reason, Result


class Mark(Spec):
    """A sign on an answer by which a page that is not the service's own is known."""

    body: Text | None = Field(None, description="This text in a short body, in any case")
    header: Text | None = Field(None, description="A header, as `name: value`, in any case")
    url: Text | None = Field(None, description="This text in the URL of a redirect, in any case")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("body", "header", "url"))
        return self

    def seen_on(self, observation: Observation, short_body: bytes) -> bool:
        """Whether the observation carries the mark; `short_body` is its body in lower case."""
        if self.body is not None:
            return self.body.lower().encode() in short_body
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
        body = observation.body
        short_body = body.lower() if len(body) <= self.within else b""
        for reason, marks, result in (
            (Reason.INTERFERENCE_BLOCKPAGE, self.block, Result.VOID),
            (Reason.INTERFERENCE_CHALLENGE, self.challenge, Result.VOID),
            (Reason.MAINTENANCE_PAGE, self.maintenance, Result.FAILED),
        ):
            for mark in marks:
                if mark.seen_on(observation, short_body):
                    return Failure(
                        reason=reason,
                        phase=Phase.TRANSFER,
                        detail=f"the answer carries {mark}",
                        result=result,
                    )
        return None
