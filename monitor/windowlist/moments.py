"""Moments as a person writes them into a question: a date, or a time with its offset."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

EXAMPLES = (
    "a date (2026-10-31), or a time with its offset from UTC "
    "(2026-10-31T08:00:00+07:00 or 2026-10-31T01:00:00Z)"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    rf"({_DATE.pattern})[Tt ]([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})(?:\.([0-9]{{1,9}}))?"
    r"([Zz]|[+ -][0-9]{2}:[0-9]{2})"
)
_DAY = timedelta(days=1)
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


def read_moment(text: str, zone: tzinfo, *, closing: bool = False) -> datetime:
    """The moment in UTC. A date is when that day begins in `zone`; as the end of a span (`closing`)
    it is when the day is over.

    Raises ValueError, which says what is allowed and nothing of what was written.
    """
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text) + (_DAY if closing else timedelta())
            return _late_enough(datetime.combine(day, time(), zone).astimezone(UTC))
        if parts := _TIME.fullmatch(text):
            on, clock, fraction, offset = parts.groups()
            # A plus sign that nobody encoded comes out of a URL as a space.
            offset = offset.upper().replace(" ", "+")
            said = f"{on}T{clock}.{(fraction or '0')[:6]:0<6}{offset}"
            return _late_enough(datetime.fromisoformat(said).astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no such moment; write {EXAMPLES}") from error
    raise ValueError(f"write {EXAMPLES}")


def _late_enough(moment: datetime) -> datetime:
    if moment < _EARLIEST:
        raise ValueError("before there were clocks such as ours")
    return moment
