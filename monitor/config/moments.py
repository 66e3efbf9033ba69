"""Local times of the configuration file as moments of UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def instant(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC; one without an offset is by the clocks of `zone`.

    Raises ValueError where those clocks never showed it, or showed it twice.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    # The two readings of PEP 495; they differ only where the clocks are changed.
    local = moment.replace(tzinfo=zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    what = "comes twice" if first < second else "is skipped"
    raise ValueError(
        f"{moment:%Y-%m-%dT%H:%M} {what} in {zone.key}, where clocks are changed then; write it"
        f" with its offset from UTC, such as {local.isoformat(timespec='minutes')}"
    )
