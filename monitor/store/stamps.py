"""Moments as the store keeps them: whole milliseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """An aware moment in milliseconds; what is finer is dropped."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(stamp: int) -> datetime:
    """The moment in UTC."""
    return _EPOCH + stamp * _MILLISECOND


def to_ms_or_none(moment: datetime | None) -> int | None:
    """`to_ms` of what may be missing."""
    return None if moment is None else to_ms(moment)


def from_ms_or_none(stamp: int | None) -> datetime | None:
    """`from_ms` of what may be missing."""
    return None if stamp is None else from_ms(stamp)
