"""Numbers, times and phrases as they are written in Indonesian and in English.

Two languages need twelve months, seven days and two marks; the library for all languages is tens
of megabytes.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from monitor.words import times
from monitor.words.phrase import Language, Phrase

_PERCENT_DIGITS = (2, 3, 4)
_UNITS = (
    (86_400, times.DAYS),
    (3600, times.HOURS),
    (60, times.MINUTES),
    (1, times.SECONDS),
)
_TO_INDONESIAN = str.maketrans(".,", ",.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One language in one time zone."""

    language: Language
    zone: tzinfo

    def say(self, phrase: Phrase, **values: object) -> str:
        """A phrase, with these values put in."""
        return phrase.said_in(self.language).format(**values)

    def say_plainly(self, phrase: Phrase) -> str:
        """A phrase that somebody else wrote: braces in it are but letters."""
        return phrase.said_in(self.language)

    def number(self, value: int | float, digits: int = 0) -> str:
        """`43.200,5` or `43,200.5`."""
        return self._marked(f"{value:,.{digits}f}")

    def percent(self, ratio: float) -> str:
        """A share in two decimals, more where all or nothing would be told that is not."""
        if ratio in {0, 1}:
            return self._percent(self.number(ratio * 100))
        for digits in _PERCENT_DIGITS:
            if not 0 <= ratio <= 1 or 0 < round(ratio * 100, digits) < 100:
                return self._percent(self.number(ratio * 100, digits))
        finest = 10 ** -_PERCENT_DIGITS[-1]
        near = f"> {self.number(100 - finest, 4)}" if ratio > 0.5 else f"< {self.number(finest, 4)}"
        return self._percent(near)

    def whole_percent(self, ratio: float) -> str:
        """A share for a narrow cell, without its sign; neither 0 nor 100 unless it is that."""
        rounded = round(ratio * 100)
        if rounded == 0 and ratio > 0:
            return "<1"
        return ">99" if rounded == 100 and ratio < 1 else str(rounded)

    def objective(self, ratio: float) -> str:
        """A share as somebody has set it, with as many decimals as it has."""
        exact = Decimal(str(round(ratio * 100, 6))).normalize()
        return self._percent(self._marked(f"{exact:f}"))

    def duration(self, seconds: float) -> str:
        """In its two largest units: `3 jam 42 mnt`."""
        if 0 < seconds < 1:
            return f"< 1 {self.say(times.SECONDS)}"
        left, parts = round(seconds), list[str]()
        for size, unit in _UNITS:
            count, left = divmod(left, size)
            if count:
                parts.append(f"{self.number(count)} {self.say(unit)}")
            elif parts:
                break
            if len(parts) == 2:
                break
        return " ".join(parts) or f"0 {self.say(times.SECONDS)}"

    def full_date(self, day: date) -> str:
        """`31 Agustus 2026`."""
        return f"{day.day} {self._month_name(day.month)} {day.year}"

    def short_day(self, day: date) -> str:
        """`31 Sen`: day of the month and of the week."""
        return f"{day.day} {self.say(times.WEEKDAYS[day.weekday()])}"

    def month(self, year: int, number: int) -> str:
        """`Agustus 2026`."""
        return f"{self._month_name(number)} {year}"

    def day(self, moment: datetime) -> str:
        """The day of a moment by the clocks of this speech's zone: `31 Agustus 2026`."""
        return self.full_date(self._local(moment))

    def moment(self, moment: datetime) -> str:
        """Day, time and zone, in this speech's zone: `31 Agustus 2026 09.00.00 WIB`."""
        local = self._local(moment)
        time = self._time(local, "%H:%M:%S")
        return f"{self.full_date(local)} {time} {zone_label(local)}"

    def clock(self, moment: datetime) -> str:
        """The time by the clock: `09.00 WIB`."""
        local = moment.astimezone(self.zone)
        return f"{self._time(local, '%H:%M')} {zone_label(local)}"

    def brief(self, moment: datetime, now: datetime) -> str:
        """The time, after the day where it is not that of `now`: `31 Agustus 09.00 WIB`."""
        local, today = moment.astimezone(self.zone), now.astimezone(self.zone)
        if local.date() == today.date():
            return self.clock(moment)
        year = "" if local.year == today.year else f" {local.year}"
        return f"{local.day} {self._month_name(local.month)}{year} {self.clock(moment)}"

    def hour(self, hour: int) -> str:
        """An hour of the day, from its begin to its end: `09.00-10.00`."""
        mark = "." if self.language is Language.INDONESIAN else ":"
        return f"{hour:02}{mark}00-{hour + 1:02}{mark}00"

    def _local(self, moment: datetime) -> datetime:
        try:
            return moment.astimezone(self.zone)
        except OverflowError:  # somebody else's date, at the end of all time
            return moment

    def _time(self, local: datetime, form: str) -> str:
        time = f"{local:{form}}"
        return time.replace(":", ".") if self.language is Language.INDONESIAN else time

    def _percent(self, number: str) -> str:
        return f"{number} %" if self.language is Language.INDONESIAN else f"{number}%"

    def _marked(self, number: str) -> str:
        indonesian = self.language is Language.INDONESIAN
        return number.translate(_TO_INDONESIAN) if indonesian else number

    def _month_name(self, number: int) -> str:
        return self.say(times.MONTHS[number - 1])


def zone_label(local: datetime) -> str:
    """`WIB`, `WITA`, `WIT`, `CEST`; `UTC-03` where a zone has no letters of its own."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in {"+", "-"} else name
