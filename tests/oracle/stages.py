"""What both sides ask: servers on loopback, and both sides' words for where they are."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager

from tests.oracle.sides import NAME, Aim, Ground, Stage
from tests.support.certificates import Authority, Pair
from tests.support.faults.tcp import mail_with_tls
from tests.support.servers import Script, serve

Make = Callable[[Authority], Pair]


def good(authority: Authority) -> Pair:
    """A certificate with its chain."""
    return authority.behind_intermediate(NAME)


def endpoint(script: Script, pair: Make | None = None, *, host: str = "127.0.0.1") -> Stage:
    """A server that does as it is told, under TLS where there is a certificate."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        tls = ground.authority.context(pair(ground.authority)) if pair else None
        async with serve(script, tls=tls, host=host) as server:
            yield _aim(server.port, ground.trust if pair else None, host)

    return stage


def starting_tls(pair: Make) -> Stage:
    """A mail server that begins TLS when it is asked to."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        context = ground.authority.context(pair(ground.authority))
        async with serve(mail_with_tls(context)) as server:
            yield _aim(server.port, ground.trust)

    return stage


def at_port(port: Callable[[], AbstractContextManager[int]], *, tls: bool = False) -> Stage:
    """A port that nobody serves."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        with port() as number:
            yield _aim(number, ground.trust if tls else None)

    return stage


def _aim(port: int, tls: dict[str, str] | None, host: str = "127.0.0.1") -> Aim:
    shown = f"[{host}]" if ":" in host else host
    return Aim(f"{shown}:{port}", {"host": host, "port": port} | ({"tls": tls} if tls else {}))
