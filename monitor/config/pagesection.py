"""The section about the status page: where it is found, and what stands above it."""

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from monitor.config.texts import Words
from monitor.fields import Spec, parse_http_url
from monitor.model import PageInfo


def _parse_place(value: str) -> str:
    if not value:
        return value
    parse_http_url(value)
    if "?" in value:
        raise ValueError("is where the page is found, and ends in no question; leave out ? and on")
    return value.rstrip("/")


class PageSection(Spec):
    """The status page."""

    url: Annotated[
        str,
        AfterValidator(_parse_place),
        WithJsonSchema({"type": "string", "pattern": "^(https?://.*)?$"}),
    ] = Field(
        "",
        description="Under which http or https URL others reach the page: what is shared of it"
        " shows a picture only if this is set; empty for none",
    )
    notice: Words | None = Field(
        None,
        description="Stands above every page and in what is shared of it:"
        " one text, or {id: …, en: …}",
    )

    @property
    def info(self) -> PageInfo:
        """The section as publishers see it."""
        notice = self.notice
        return PageInfo(
            url=self.url or None,
            notice=notice.id if notice else "",
            notice_en=notice.en if notice else "",
        )
