"""The two formats of a scrape, and how an Accept header chooses between them."""

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, choose_encoder, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write metrics."""

    content_type: str
    write: Callable[[CollectorRegistry], bytes]
    """Writes all that a registry collects."""
    end: bytes
    """What `write` puts after the last family."""


@dataclass(frozen=True, slots=True)
class Page:
    """A scrape's answer, in pieces that are sent one after the other."""

    content_type: str
    pieces: tuple[bytes, ...]


TEXT = Format(CONTENT_TYPE_PLAIN_0_0_4, generate_latest, b"")
OPENMETRICS = Format(openmetrics.CONTENT_TYPE_LATEST, openmetrics.generate_latest, b"# EOF\n")


def choose(accept: str) -> Format:
    """The format that an Accept header asks for, as prometheus_client reads it.

    Later versions and other ways of escaping are answered with the two formats that every
    Prometheus reads; the content type says which one it is.
    """
    try:
        content_type = choose_encoder(accept)[1]
    except TypeError:  # a version that is no number, which the library does not expect
        return TEXT
    return OPENMETRICS if content_type.startswith("application/openmetrics-text") else TEXT
