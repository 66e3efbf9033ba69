"""Answers of the API: JSON and files that a client may keep and ask about again, and problems."""

import hashlib
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from monitor.web.api.query import Fault
from monitor.web.etags import known_tags

JSON = "application/json"
PROBLEM = "application/problem+json"
KEEP = "private, no-cache"
"""It may be kept, and shown again once we have said that it is still so."""


class FaultView(BaseModel):
    """A parameter that is wrong."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    parameter: str | None = Field(description="Null for one that there is not.")
    message: str


class Problem(BaseModel):
    """What is wrong, as RFC 9457 has it."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FaultView, ...]


def answer(
    request: Request, body: str, media_type: str = JSON, headers: dict[str, str] | None = None
) -> Response:
    """The body, or only that it is still the one that the client has."""
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    kept = {"ETag": tag, "Cache-Control": KEEP}
    if tag in known_tags(request):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
    return Response(body, media_type=media_type, headers={**kept, **(headers or {})})


def problem(
    status: HTTPStatus, detail: str, *faults: Fault, retry_seconds: int | None = None
) -> Response:
    """A refusal; none of its words are the client's."""
    told = Problem(
        title=status.phrase,
        status=status,
        detail=detail,
        errors=tuple(map(FaultView.model_validate, faults)),
    )
    headers = {} if retry_seconds is None else {"Retry-After": str(retry_seconds)}
    return Response(told.model_dump_json(), status_code=status, headers=headers, media_type=PROBLEM)
