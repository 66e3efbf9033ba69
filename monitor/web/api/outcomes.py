"""The shape of an outcome in the API: the same names as `jmo-monitor check --format json` has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field

from monitor.model import DnsRecord, Phase, Reason, Result
from monitor.windowlist import Seconds, Text

MOST_RECORDS = 50
"""No more records of an answer, nor of any resolver's, are listed; their numbers are told."""


class View(BaseModel):
    """Made from the attributes of what the rest of the program passes around."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def _first(records: Sequence[DnsRecord]) -> Sequence[DnsRecord]:
    return records[:MOST_RECORDS]


def _first_texts(records: Sequence[DnsRecord]) -> Sequence[str]:
    return [record.text for record in _first(records)]


def _or_null(text: str) -> str | None:
    return text or None


class CertificateView(View):
    """A certificate, as the server sent it."""

    subject: Text
    issuer: Text
    not_before: datetime
    not_after: datetime
    fingerprint_sha256: str


class TlsView(View):
    """What a handshake showed, whether or not its certificate was accepted."""

    version: Text | None = Field(description="Null where the handshake broke before.")
    cipher: Text | None
    expires_at: datetime | None = Field(
        validation_alias="earliest_expiry",
        description="When the first certificate of the chain expires.",
    )
    chain: tuple[CertificateView, ...] = Field(
        validation_alias="presented", description="What the server sent, its own first."
    )


class RecordView(View):
    """A DNS record in its text form."""

    section: Text
    name: Text
    type: Text
    ttl_seconds: int
    text: Text


class ResolverView(View):
    """What one resolver said."""

    server: Annotated[Text | None, BeforeValidator(_or_null)] = Field(
        description="As configured; null for the system's."
    )
    rcode: Text | None = Field(description="Null where it did not answer.")
    seconds: Seconds | None
    records: Annotated[tuple[Text, ...], BeforeValidator(_first_texts)]


class DnsView(View):
    """What DNS said."""

    rcode: Text
    answers: int
    authorities: int
    additionals: int
    serial: int | None
    records: Annotated[tuple[RecordView, ...], BeforeValidator(_first)]
    resolvers: tuple[ResolverView, ...] = Field(validation_alias="views")


class EchoView(View):
    """What became of ICMP echo requests."""

    sent: int
    received: int
    loss_ratio: float
    minimum_seconds: Seconds | None
    mean_seconds: Seconds | None
    maximum_seconds: Seconds | None
    deviation_seconds: Seconds | None
    hop_limit: int | None


class ReleaseView(View):
    """An app as a shop offers it."""

    store: str
    version: Text | None
    released_at: datetime | None
    minimum_os: Text | None


class StepView(View):
    """One step of a journey."""

    step: str = Field(validation_alias="name")
    passed: bool
    status_code: int | None
    phases: dict[Phase, Seconds]


class CheckView(View):
    """One assertion."""

    check: Text = Field(validation_alias="sentence")
    passed: bool
    observed: Text


class OutcomeView(View):
    """The judged result of one run; what was not seen is null, or absent from its mapping."""

    service: str
    probe: str
    kind: str
    location: Text
    started_at: datetime
    duration_seconds: Seconds = Field(description="The whole run, waits between attempts included.")
    result: Result
    reason: Reason | None = Field(description="Null exactly when the result is ok.")
    phase: Phase | None = Field(
        description="The phase that was open when it failed, or took longest when it was slow."
    )
    detail: Text
    attempts: tuple[Result, ...]
    phases: dict[Phase, Seconds] = Field(
        description="Seconds in each finished phase of the last attempt."
    )
    address: Text | None = Field(None, validation_alias=AliasPath("connection", "address"))
    status_code: int | None = Field(None, validation_alias=AliasPath("http", "status_code"))
    http_version: Text | None = Field(None, validation_alias=AliasPath("http", "http_version"))
    hops: tuple[Text, ...] = Field(description="The URLs asked, without user, password, query.")
    tls: TlsView | None
    dns: DnsView | None
    echo: EchoView | None
    release: ReleaseView | None
    steps: tuple[StepView, ...]
    checks: tuple[CheckView, ...]


class ResultList(View):
    """Outcomes of a probe, the newest first."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    probe: str
    since: datetime = Field(serialization_alias="from", description="The span's begin, within it.")
    until: datetime = Field(serialization_alias="to", description="The span's end, outside it.")
    results: tuple[OutcomeView, ...]
