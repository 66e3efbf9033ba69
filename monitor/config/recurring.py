"""Times that come again: the sections `calendar` and `maintenance`, and the rules made of them."""

from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from monitor.assess.calendar import WHOLE_DAY, Maintenance, Once, Period, Recurrence
from monitor.config.moments import instant
from monitor.config.texts import Words
from monitor.fields import (
    Dates,
    DayParts,
    Identifier,
    Misfit,
    Moment,
    MonthDays,
    Spec,
    Weekdays,
    given,
)

_ONCE = ("start", "end")
_AGAIN = ("days", "weekdays", "dates", "times")


class Recurring(Spec):
    """Local times, of which all that are given must agree."""

    days: MonthDays | None = Field(
        None, description="Days of the month: 25, 25..5 (over the month's end), or a list"
    )
    weekdays: Weekdays | None = Field(
        None, description="Days of the week: mon, mon..fri, or a list"
    )
    dates: Dates | None = Field(
        None, description="Dates: 2026-12-24, 2026-12-24..2027-01-02, or a list"
    )
    times: DayParts | None = Field(
        None, description="Times of the day: 08:00..16:00, 22:00..06:00 into the next, or a list"
    )

    def recurrence(self, zone: ZoneInfo) -> Recurrence:
        """The times as a rule."""
        return Recurrence(
            zone=zone,
            days=self.days,
            weekdays=self.weekdays,
            dates=self.dates,
            times=self.times or WHOLE_DAY,
        )


class PeriodSection(Recurring):
    """A named time that comes again, such as month-end; it tags results and windows."""

    id: Identifier = Field(description="Unique in the calendar; becomes the label `period`")
    name: Words = Field(description="What people call it: one text, or {id: …, en: …}")

    @model_validator(mode="after")
    def _comes(self) -> Self:
        if not given(self, _AGAIN):
            raise ValueError(f"set at least one of {', '.join(_AGAIN)}; this sets none")
        return self

    def period(self, zone: ZoneInfo) -> Period:
        """The period as a rule."""
        return Period(id=self.id, when=self.recurrence(zone))


class MaintenanceSection(Recurring):
    """Announced maintenance, once or again and again; meanwhile nothing counts."""

    services: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = Field(
        None, description="Ids of the services that it is for; all where this is not set"
    )
    start: Moment | None = Field(
        None, description="When it begins: 2026-12-01T22:00, local or with an offset from UTC"
    )
    end: Moment | None = Field(None, description="When it is over, likewise")
    why: Words = Field(description="What it is for: one text, or {id: …, en: …}")

    @model_validator(mode="after")
    def _comes(self) -> Self:
        once, again = given(self, _ONCE), given(self, _AGAIN)
        if once and again:
            said = (
                f"start and end are for what comes once, {', '.join(_AGAIN)} for what comes again"
            )
            raise Misfit((again[0],), f"{said}; use either")
        if len(once) == 1:
            (missing,) = set(_ONCE) - set(once)
            raise Misfit(once, f"{once[0]} needs {missing} beside it")
        if not once and not again:
            raise ValueError(f"set start and end, or at least one of {', '.join(_AGAIN)}")
        return self

    def maintenance(self, zone: ZoneInfo) -> Maintenance:
        """The maintenance as a rule. Raises ValueError where a local time is none, or two."""
        if self.start is None or self.end is None:
            when: Once | Recurrence = self.recurrence(zone)
        else:
            when = Once(start=instant(self.start, zone), end=instant(self.end, zone))
        return Maintenance(
            services=frozenset(self.services or ()),
            why=self.why.id,
            why_en=self.why.en,
            when=when,
        )
