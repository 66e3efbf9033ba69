"""The faults of names, connections and handshakes, met by kinds that go to a host and a port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.support.certificates import Authority
from tests.support.faults.http import Fault, Options

_PORTS = {"http": 80, "https": 443}


def endpoint(options: Options) -> Options:
    """The keys of an http probe, with `host` and `port` in place of its URL."""
    url = urlsplit(options["url"])
    rest = {key: value for key, value in options.items() if key != "url"}
    return {"host": url.hostname, "port": url.port or _PORTS[url.scheme], **rest}


def at_endpoint(fault: Fault, **more: object) -> Fault:
    """The same fault, with more keys."""

    @asynccontextmanager
    async def same(authority: Authority) -> AsyncIterator[Options]:
        async with fault(authority) as options:
            yield {**endpoint(options), **more}

    return same
