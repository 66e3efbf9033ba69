"""The shape of the configuration file: what it may hold, key by key."""

from datetime import timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from monitor.checks import Marks
from monitor.config.hysteresis import StatesSection
from monitor.config.objectives import SloSection
from monitor.config.pagesection import PageSection
from monitor.config.recurring import MaintenanceSection, PeriodSection
from monitor.config.texts import Words, parse_line
from monitor.fields import (
    Duration,
    Identifier,
    Misfit,
    NameServer,
    Spec,
    between,
    format_duration,
    parse_http_url,
)
from monitor.net.resolve import Family
from monitor.probes import AnyProbe

DEFAULT_TIMEZONE = "Asia/Jakarta"
_LONGEST_LOCATION = 64


def _parse_contact(value: str) -> str:
    name, at, domain = value.removeprefix("mailto:").partition("@")
    if value.startswith("mailto:"):
        # An address is as good as its domain; its name may be anything that can be sent.
        url = f"http://{domain}/{name}" if name and at else ""
    else:
        url = value
    try:
        parse_http_url(url)
    except ValueError:
        raise ValueError("is no contact; write https://… or mailto:name@example.org") from None
    if set(value) & set('()\\"'):
        raise ValueError('goes into the User-Agent, so it cannot hold ( ) \\ or "')
    return value


def _parse_timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (LookupError, OSError, ValueError):
        raise ValueError(
            f"{value!r} is no time zone of this machine; write a name such as Asia/Jakarta or UTC"
        ) from None


Location = Annotated[
    str, Field(min_length=1, max_length=_LONGEST_LOCATION), AfterValidator(parse_line)
]
Contact = Annotated[
    str,
    AfterValidator(_parse_contact),
    WithJsonSchema({"type": "string", "pattern": "^(https?://|mailto:)"}),
]
Timezone = Annotated[str, AfterValidator(_parse_timezone)]


class MannersSection(Spec):
    """How a public host is treated; loopback and private hosts have no limit."""

    requests_per_minute: Annotated[int, Field(strict=True, ge=1, le=600)] = Field(
        12, description="Requests a minute to one public host, over all its probes"
    )


class Defaults(Spec):
    """What a probe takes where it says nothing itself; a kind that lacks a key ignores it."""

    interval: Duration | None = Field(None, description="From one run's start to the next's")
    timeout: Duration | None = Field(None, description="One deadline over the whole run")
    slow_after: Duration | None = Field(
        None, description="A run that passes but takes longer is degraded"
    )
    attempts: Annotated[int, Field(strict=True, ge=1, le=5)] | None = Field(
        None, description="Tries within a run and its deadline"
    )
    certificate_days: Annotated[int, Field(strict=True, ge=0)] | None = Field(
        None, description="Degraded when the presented chain expires within so many days; 0 never"
    )
    family: Family | None = Field(
        None, description="Which IP versions to use, and which is tried first"
    )
    resolver: tuple[NameServer, ...] | None = Field(
        None, description="Name servers to ask instead of the system's"
    )
    marks: Marks | None = Field(
        None,
        description="Signs of a page that is not the service's own; replaces all built-in ones",
    )
    states: StatesSection | None = Field(
        None, description="How much must be seen before a state changes; for services"
    )


_Kept = Annotated[Duration, AfterValidator(between(timedelta(days=1), timedelta(days=3660)))]


class HistorySection(Spec):
    """How long what was seen is kept."""

    results: _Kept = Field(timedelta(days=14), description="How long each run's outcome is kept")
    rollups: _Kept = Field(
        timedelta(days=400),
        description="How long the counts of five minutes and of an hour are kept",
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.rollups < self.results:
            rollups, results = format_duration(self.rollups), format_duration(self.results)
            said = (
                f"rollups {rollups} are made of results, and kept no shorter than they: {results}"
            )
            raise Misfit(("rollups",), said)
        return self


class ControlsSection(Spec):
    """Probes of something unrelated and well known, which tell our own network's faults apart."""

    quorum: Annotated[int, Field(strict=True, ge=1)] = Field(
        description="So many controls must be well; with fewer the fault is taken to be ours"
    )
    probes: Annotated[tuple[AnyProbe, ...], Field(min_length=1)] = Field(
        description="The controls, by kind"
    )


class ServiceSection(Spec):
    """What a participant recognises, and the probes that watch it."""

    id: Identifier = Field(description="Unique in the file; becomes the label `service`")
    name: Words = Field(description="What people call it: one text, or {id: …, en: …}")
    symptom: Words = Field(
        description="What a participant notices when it fails: one text, or {id: …, en: …}"
    )
    essential: Annotated[bool, Field(strict=True)] = Field(
        False, description="Whether JMO as a whole counts as out when this service is down"
    )
    slo: SloSection | None = Field(None, description="What the service promises itself")
    states: StatesSection | None = Field(
        None, description="How much must be seen before a state changes"
    )
    probes: Annotated[tuple[AnyProbe, ...], Field(min_length=1)] = Field(
        description="Its probes, by kind"
    )


class File(Spec):
    """A configuration file of jmo-monitor."""

    location: Location = Field(
        description="From where this monitor looks, in a word or two; shown beside every result"
    )
    timezone: Timezone = Field(
        DEFAULT_TIMEZONE, description="In which times are shown and calendar days counted"
    )
    contact: Contact = Field(
        description="An http, https or mailto URL under which those who are probed find you;"
        " it is sent in the User-Agent"
    )
    page: PageSection = Field(PageSection(), description="What is told about the status page")
    manners: MannersSection = Field(
        MannersSection(), description="How much is asked of one public host"
    )
    defaults: Defaults = Field(
        Defaults(), description="What probes take where they say nothing themselves"
    )
    history: HistorySection = Field(HistorySection(), description="How long what was seen is kept")
    controls: ControlsSection | None = Field(
        None, description="Probes that tell whether our own network works"
    )
    services: Annotated[tuple[ServiceSection, ...], Field(min_length=1)] = Field(
        description="What is watched"
    )
    calendar: tuple[PeriodSection, ...] = Field(
        (), description="Named times that come again, such as month-end"
    )
    maintenance: tuple[MaintenanceSection, ...] = Field(
        (), description="Announced maintenance, in which nothing counts"
    )
