"""Time as whole milliseconds since 1970: sums of spans are exact, and the store keeps the same."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

Ms = int
"""A moment, in milliseconds since 1970 (UTC), or a span in milliseconds."""


def to_ms(moment: datetime) -> Ms:
    """The whole milliseconds of an aware moment; what is finer is dropped."""
    return (moment - _EPOCH) // _MILLISECOND


def to_moment(ms: Ms) -> datetime:
    """The moment in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


def span_ms(seconds: float) -> Ms:
    """A span of seconds in whole milliseconds."""
    return round(seconds * 1000)
