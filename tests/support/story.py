"""A scripted bad day: real servers that fail on cue, the real program, and the windows it keeps.

Everything happens at intervals of a second: a service is slow, one answers 500, one refuses, one
presents an expired certificate, one is down across a restart, one across a `kill -9`, and at the
end our own network is cut. One stays well for all of it.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from monitor.model import Reason, Segment, State, Window
from monitor.store import Reader
from tests.support import files
from tests.support.certificates import Authority
from tests.support.program import outer_program
from tests.support.servers import Peer, answer, serve

INTERVAL_SECONDS = 1.0
SLOW_SECONDS = 0.5
HOST = "localhost"


class Mood(StrEnum):
    """How a server is."""

    WELL = "well"
    SLOW = "slow"
    BROKEN = "broken"
    AWAY = "away"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Truth:
    """A window that really was."""

    service: str
    began_at: datetime
    ended_at: datetime
    severity: State
    reason: Reason


@dataclass(frozen=True, slots=True)
class Edge:
    """How far off a window's beginning and end are, in seconds; late is positive."""

    service: str
    began_seconds: float
    ended_seconds: float


@dataclass
class Told:
    """What the program kept of the day, and what was so."""

    truths: list[Truth]
    windows: tuple[Window, ...]
    segments: dict[str, tuple[Segment, ...]]
    cut: tuple[datetime, datetime]
    """When our own network was away."""

    @property
    def edges(self) -> list[Edge]:
        """How far off each edge is that belongs to a true window."""
        found = []
        for truth in self.truths:
            for window in self.windows:
                if window.service == truth.service and window.ended_at is not None:
                    began = (window.began_at - truth.began_at).total_seconds()
                    ended = (window.ended_at - truth.ended_at).total_seconds()
                    found.append(Edge(truth.service, began, ended))
        return found


@dataclass
class Actor:
    """One server that can be told how to be; `away` closes its port."""

    name: str
    authority: Authority
    port: int = 0
    mood: Mood = Mood.WELL
    changes: dict[Mood, datetime] = field(default_factory=dict)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def become(self, mood: Mood) -> datetime:
        """Be so from now on; returns when that was."""
        if self.mood is Mood.AWAY or self.port == 0:
            await self._listen(mood)
        elif mood is Mood.AWAY:
            await self._open.aclose()
        pair = self.authority.expired(HOST) if mood is Mood.EXPIRED else None
        if pair is not None or self.mood is Mood.EXPIRED:
            await self._open.aclose()
            await self._listen(mood)
        self.mood = mood
        return datetime.now(UTC)

    async def _listen(self, mood: Mood) -> None:
        expired = mood is Mood.EXPIRED
        pair = self.authority.expired(HOST) if expired else self.authority.pair(HOST)
        self._open = AsyncExitStack()
        context = self.authority.context(pair)
        server = await self._open.enter_async_context(
            serve(self._answer, tls=context, port=self.port)
        )
        self.port = server.port

    async def _answer(self, peer: Peer) -> None:
        mood = self.mood
        await peer.request()
        if mood is Mood.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        await peer.send(answer(500 if mood is Mood.BROKEN else 200, b"JMO"))

    async def leave(self) -> None:
        """Close for good."""
        await self._open.aclose()


_FAULTS = {
    "slow": (Mood.SLOW, State.DEGRADED, Reason.SLOW_LATENCY),
    "broken": (Mood.BROKEN, State.DOWN, Reason.CHECK_STATUS),
    "away": (Mood.AWAY, State.DOWN, Reason.CONNECT_REFUSED),
    "expired": (Mood.EXPIRED, State.DOWN, Reason.TLS_CERT_EXPIRED),
}
_ALL = ("well", *_FAULTS, "restarted", "killed", "control")


async def play(folder: Path) -> Told:
    """Play the whole day, about 45 seconds, in a folder."""
    authority = Authority(folder)
    async with _stage(authority) as actors:
        config = files.write(folder / "probes.yaml", _configuration(authority, actors))
        truths: list[Truth] = []
        async with outer_program(config) as program:
            await asyncio.sleep(5)
            began = {name: await actors[name].become(f[0]) for name, f in _FAULTS.items()}
            began["restarted"] = await actors["restarted"].become(Mood.BROKEN)
            await asyncio.sleep(6)
            await program.stop()
        async with outer_program(config) as program:
            await asyncio.sleep(2)
            for name, (_, severity, reason) in _FAULTS.items():
                ended = await actors[name].become(Mood.WELL)
                truths.append(Truth(name, began[name], ended, severity, reason))
            ended = await actors["restarted"].become(Mood.WELL)
            down = (State.DOWN, Reason.CHECK_STATUS)
            truths.append(Truth("restarted", began["restarted"], ended, *down))
            killed_began = await actors["killed"].become(Mood.BROKEN)
            await asyncio.sleep(5)
            await program.stop(signal.SIGKILL)
        async with outer_program(config):
            await asyncio.sleep(3)
            ended = await actors["killed"].become(Mood.WELL)
            truths.append(Truth("killed", killed_began, ended, *down))
            await asyncio.sleep(5)
            cut = [await _all(actors, Mood.AWAY)]
            await asyncio.sleep(8)
            cut.append(await _all(actors, Mood.WELL))
            await asyncio.sleep(5)
    return _told(folder, truths, (cut[0], cut[1]))


@asynccontextmanager
async def _stage(authority: Authority) -> AsyncIterator[dict[str, Actor]]:
    actors = {name: Actor(name, authority) for name in _ALL}
    try:
        await _all(actors, Mood.WELL)
        yield actors
    finally:
        for actor in actors.values():
            await actor.leave()


async def _all(actors: dict[str, Actor], mood: Mood) -> datetime:
    """Have everybody be so; returns when the first was."""
    moments = [await actor.become(mood) for actor in actors.values()]
    return min(moments)


def _configuration(authority: Authority, actors: dict[str, Actor]) -> dict[str, object]:
    def probe(name: str) -> files.Probe:
        often = {"interval": "1s", "timeout": "900ms", "slow_after": "300ms"}
        tls = {"ca_file": str(authority.root_file)}
        url = f"https://{HOST}:{actors[name].port}/"
        return files.probe(f"{name}-page", url, family="ip4", tls=tls, **often)

    services = [files.service(name, probe(name)) for name in _ALL if name != "control"]
    states = {"down": "3 of 5", "degraded": "3 of 5", "recover": 3, "merge_gap": "1s"}
    return files.configuration(
        services=services, controls=[probe("control")], defaults={"states": states}
    )


def _told(folder: Path, truths: list[Truth], cut: tuple[datetime, datetime]) -> Told:
    reader = Reader(folder / "data" / "history.sqlite")
    whole = (cut[0] - timedelta(hours=1), cut[1] + timedelta(hours=1))
    try:
        return Told(
            truths=truths,
            windows=reader.windows(*whole),
            segments={name: reader.segments(name, *whole) for name in _ALL},
            cut=cut,
        )
    finally:
        reader.close()
