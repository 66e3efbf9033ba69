"""An HTTP answer's figures, read from its status and headers; every header is the other side's."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from monitor.model import HttpAnswer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITHOUT_BODY = frozenset({204, 304})

Headers = tuple[tuple[str, str], ...]


def readable(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Headers as text: names in lower case, values as Latin-1, which every byte is."""
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in raw)


def read_answer(
    status: int, headers: Headers, *, http_version: str, followed: int, ssl: bool, now: datetime
) -> HttpAnswer:
    """The figures of an answer whose body is still to come, after `followed` redirects."""
    first = dict(reversed(headers))
    return HttpAnswer(
        status_code=status,
        http_version=http_version,
        redirects=followed + (status in _REDIRECTS and "location" in first),
        ssl=ssl,
        content_length=_content_length(status, first),
        body_bytes=0,
        truncated=False,
        last_modified=_http_date(first.get("last-modified")),
        retry_after_seconds=_retry_after(first.get("retry-after"), now),
    )


def _content_length(status: int, headers: Mapping[str, str]) -> int:
    """As blackbox exporter has it: -1 where the header is missing or no number."""
    if status in _WITHOUT_BODY:
        return 0
    value = headers.get("content-length")
    is_number = value is not None and value.isascii() and value.isdecimal() and len(value) < 19
    return int(value) if value is not None and is_number else -1


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from now: the header holds a number of them, or a date (RFC 9110, 10.2.3)."""
    if value is not None and value.strip().isascii() and value.strip().isdecimal():
        return float(value.strip()[:9])
    date = _http_date(value)
    return None if date is None else max(0.0, (date - now).total_seconds())


def _http_date(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value[:64])
    except (ValueError, TypeError, OverflowError):
        return None  # a header that holds no date is as good as none
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
