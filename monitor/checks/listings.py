"""An app's listing, read from a shop's answer: bounded, and never an error, whatever it holds.

Apple's look-up is documented: JSON, the fields named in its Search API. Google's page makes no
promises. What is looked for is what such pages have long held: blocks of data for its scripts, in
which the version stands alone as `[[["1.2.3"]]`, the oldest Android beside it, and the day of the
last update as `[["…",[seconds,nanoseconds]]]`. Within texts that people wrote a quotation mark is
escaped, so none of them can look like that.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType

from monitor.checks.assertions import parse_json
from monitor.model import Release
from monitor.patterns import Pattern

APP_STORE, PLAY_STORE = "app_store", "play_store"
MOST_JSON_BYTES = 256 * 1024
"""A look-up of one app takes about 10 KiB; to read a large document would hold up other probes."""
MOST_SPOTS = 20_000
MOST_SEARCHES = 2_000
"""So many places of a page are looked at, and so many searched: a few milliseconds each."""
_BEFORE_BYTES, _AFTER_BYTES = 64, 160
_LONGEST_TEXT = 64

_SIGNS = (b"AF_initDataCallback", b"SoftwareApplication")
"""Of a page that lists an app: data for its scripts, or schema.org's word for an app."""
_VERSION = Pattern(r'^\[\[\["(\d[0-9A-Za-z.+_ -]{0,39})"\]\]')
_OLDEST_OS = Pattern(r'^\[\[\["[^"]{1,40}"\]\],[\[\]0-9,nul]{0,60}"(\d[0-9.]{0,15})')
_UPDATED = Pattern(r'\[\["[^"\[\]]{1,60}",\[(\d{9,11}),\d{1,9}\]\]\]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a shop's answer says of an app; what it does not say is None."""

    known: bool = False
    """Whether the answer has the shape of one by this shop about this app."""
    offered: bool = False
    """Whether the shop has the app; a known answer may say that it has not."""
    bundle: str | None = None
    """The app's own identifier, where the shop asks for another one."""
    version: str | None = None
    released_at: datetime | None = None
    minimum_os: str | None = None

    def release(self, store: str) -> Release | None:
        """The listing as a fact; None where there is none."""
        if not self.offered:
            return None
        return Release(
            store=store,
            version=self.version,
            released_at=self.released_at,
            minimum_os=self.minimum_os,
        )


def read_listing(store: str, app: str, body: bytes) -> Listing:
    """What a shop's answer, asked for `app`, says of it."""
    return _READERS[store](app, body)


def _read_look_up(app: str, body: bytes) -> Listing:
    document = parse_json(body) if len(body) <= MOST_JSON_BYTES else None
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        return Listing()
    if not results:
        return Listing(known=True)
    result = results[0]
    if not isinstance(result, dict):
        return Listing()
    return Listing(
        known=True,
        offered=True,
        bundle=_text(result.get("bundleId")),
        version=_text(result.get("version")),
        released_at=_moment(result.get("currentVersionReleaseDate")),
        minimum_os=_text(result.get("minimumOsVersion")),
    )


def _read_page(app: str, body: bytes) -> Listing:
    name = app.encode()
    named = any(trace in body for trace in (b'"%b"' % name, b'id=%b"' % name, b"id=%b&" % name))
    if not named or not any(sign in body for sign in _SIGNS):
        return Listing()
    version, oldest = _first(body, b'[[["', 0, _VERSION, _OLDEST_OS)
    (updated,) = _first(body, b'",[', _BEFORE_BYTES, _UPDATED)
    return Listing(
        known=True,
        offered=True,
        version=_text(version),
        released_at=_from_seconds(updated),
        minimum_os=_text(oldest),
    )


def _first(page: bytes, mark: bytes, before_bytes: int, *patterns: Pattern) -> list[str | None]:
    """What the patterns capture around the first mark, with a digit behind it, that the first of
    them fits.
    """
    for spot in islice(_spots(page, mark), MOST_SEARCHES):
        window = page[max(0, spot - before_bytes) : spot + _AFTER_BYTES]
        found = [pattern.first_group_in(window) for pattern in patterns]
        if found[0] is not None:
            return [text.decode(errors="replace") if text else None for text in found]
    return [None] * len(patterns)


def _spots(page: bytes, mark: bytes) -> Iterator[int]:
    spot = -1
    for _ in range(MOST_SPOTS):
        spot = page.find(mark, spot + 1)
        if spot < 0:
            return
        if page[spot + len(mark) : spot + len(mark) + 1].isdigit():
            yield spot


def _text(value: object) -> str | None:
    """A short, printable text: it becomes a label."""
    text = value.strip() if isinstance(value, str) else ""
    return text if 0 < len(text) <= _LONGEST_TEXT and text.isprintable() else None


def _moment(value: object) -> datetime | None:
    """A moment as ISO 8601 has it, in UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value[:_LONGEST_TEXT])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None  # a date that is none is as good as missing


def _from_seconds(value: str | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(value), UTC) if value is not None else None
    except (ValueError, OverflowError, OSError):
        return None  # past the year 9999


_READERS: Mapping[str, Callable[[str, bytes], Listing]] = MappingProxyType(
    {APP_STORE: _read_look_up, PLAY_STORE: _read_page}
)
