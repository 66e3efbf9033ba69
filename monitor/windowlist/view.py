"""The shape in which windows are handed out, and its JSON."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from monitor.model import Phase, Reason, State, Window
from monitor.text import clean

TEXT_CHARACTERS = 300


def _clean(text: str) -> str:
    return clean(text, TEXT_CHARACTERS)


def _rounded(seconds: float) -> float:
    return round(seconds, 6)


Text = Annotated[str, AfterValidator(_clean)]
"""Text that somebody else may have written: on one line and not long."""
Seconds = Annotated[float, AfterValidator(_rounded)]
"""To the microsecond."""


class WindowView(BaseModel):
    """A span in which a service was degraded or down; all times are UTC."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="The same in every answer, and in a replay.")
    service: str
    severity: State = Field(description="The worst state reached: degraded or down.")
    open: bool = Field(description="Whether it goes on.")
    began_after: datetime | None = Field(
        description="The last good run before it: it began after that. Null where there was none."
    )
    began_at: datetime = Field(description="The first run that showed it.")
    began_uncertainty_seconds: Seconds | None = Field(
        description="How much sooner it may have begun than `began_at`."
    )
    ended_after: datetime | None = Field(description="The last bad run; null while it is open.")
    ended_at: datetime | None = Field(
        description="The first good run, or when maintenance began; null while it is open."
    )
    ended_uncertainty_seconds: Seconds | None = Field(
        description="How much sooner it may have ended than `ended_at`."
    )
    duration_seconds: Seconds = Field(description="From `began_at` to `ended_at`, or until now.")
    degraded_seconds: Seconds
    down_seconds: Seconds
    unknown_seconds: Seconds = Field(
        description="Time within it of which nothing is known; the other two are without it."
    )
    reason: Reason | None = Field(description="The most frequent reason.")
    phase: Phase | None = Field(description="The most frequent phase.")
    reasons: dict[Reason, int] = Field(
        description="Runs that were not ok, by reason, the most frequent first."
    )
    runs: int = Field(description="Runs with evidence, of all probes of the service.")
    worst_latency_seconds: Seconds | None
    median_latency_seconds: Seconds | None = Field(description="To within one percent.")
    probes: tuple[str, ...] = Field(description="The probes that failed or were degraded.")
    periods: tuple[str, ...] = Field(description="The calendar periods that it touches.")
    maintenance: tuple[Text, ...] = Field(
        description="Why maintenance had been announced next to it."
    )
    release: Text | None = Field(description="The app's release before it: `store version`.")


class WindowList(BaseModel):
    """Windows that touch a span of time, the newest first."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    since: datetime = Field(serialization_alias="from", description="The span's begin, within it.")
    until: datetime = Field(serialization_alias="to", description="The span's end, outside it.")
    truncated: bool = Field(description="Whether older windows were left out, for the limit.")
    windows: tuple[WindowView, ...]


def window_list(
    windows: Sequence[Window],
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    limit: int | None = None,
) -> WindowList:
    """The newest `limit` of the windows, all of them if None; `now` ends those that are open."""
    newest = sorted(windows, key=lambda window: (window.began_at, window.id), reverse=True)
    shown = newest if limit is None else newest[:limit]
    return WindowList(
        since=since,
        until=until,
        truncated=len(shown) < len(newest),
        windows=tuple(_view(window, now) for window in shown),
    )


def as_json(listing: WindowList) -> str:
    """One object, on one line, its keys always in the same order."""
    return listing.model_dump_json()


def _view(window: Window, now: datetime) -> WindowView:
    told = {field.name: getattr(window, field.name) for field in fields(window)}
    often = sorted(window.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return WindowView.model_validate(
        {
            **told,
            "open": window.is_open,
            "reasons": dict(often),
            "began_uncertainty_seconds": _between(window.began_after, window.began_at),
            "ended_uncertainty_seconds": _between(window.ended_after, window.ended_at),
            "duration_seconds": _between(window.began_at, window.ended_at or now),
        }
    )


def _between(earlier: datetime | None, later: datetime | None) -> float | None:
    if earlier is None or later is None:
        return None
    return max(0.0, (later - earlier).total_seconds())
