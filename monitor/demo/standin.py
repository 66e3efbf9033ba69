"""The stand-in: a server on loopback for each host, with TLS, that behaves as it is told.

It is a process of its own, `python -m monitor.demo.standin ROOT_FILE`. Within the monitor's process
it would take turns with the probing loop, and what is measured would in part be the measuring. On
standard output it tells its ports; each line of standard input is how services behave from now on;
the end of that is its end too, so that it never outlives who started it.
"""

import asyncio
import json
import socket
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path

from monitor.clock import SystemClock
from monitor.demo import pages
from monitor.demo.certificates import Authority
from monitor.demo.conduct import Conduct
from monitor.demo.hosts import HOSTS, LOOPBACK

SLOW_SECONDS = 0.75
PATIENCE_SECONDS = 10.0
"""No connection is kept longer."""


class Host:
    """One host. Its port stays its own while nobody listens there."""

    def __init__(self, service: str, name: str, authority: Authority) -> None:
        self._service = service
        self._name = name
        self._conduct = Conduct.WELL
        self._expired = authority.expired(name)
        self._context = authority.good(name)
        self._context.sni_callback = self._choose_certificate
        self._holder = _bound(0)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.port: int = self._holder.getsockname()[1]

    async def become(self, conduct: Conduct) -> None:
        """Behave so from now on; what has been asked already is answered as it was."""
        self._conduct = conduct
        if conduct is Conduct.REFUSING:
            self._stop_listening()
        elif self._server is None:
            self._server = await asyncio.start_server(
                self._serve, sock=_bound(self.port), ssl=self._context
            )

    def close(self) -> None:
        """End for good, and leave no connection behind."""
        self._stop_listening()
        self._holder.close()
        for task in self._open:
            task.cancel()

    def _stop_listening(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _choose_certificate(
        self, shaken: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext
    ) -> None:
        if self._conduct is Conduct.EXPIRED:
            shaken.context = self._expired

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await reader.readuntil(b"\r\n\r\n")
                await self._answer(reader, writer)
        except (OSError, EOFError, asyncio.LimitOverrunError):
            pass  # whoever asked has gone, or only wanted to see that somebody is there
        except asyncio.CancelledError:
            pass  # by `close`; streams of Python 3.11 ask even a cancelled handler what it raised
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conduct = self._conduct
        if conduct is Conduct.SILENT:
            await reader.read()  # until the other side gives up
        elif conduct is not Conduct.HANGING_UP:
            await asyncio.sleep(SLOW_SECONDS if conduct is Conduct.SLOW else 0)
            writer.write(pages.answer(self._service, self._name, conduct))
            await writer.drain()


class StandIn:
    """All hosts; they listen once they are told how to be."""

    def __init__(self, authority: Authority) -> None:
        self._hosts = {
            service: {name: Host(service, name, authority) for name in names}
            for service, names in HOSTS.items()
        }

    @property
    def ports(self) -> Mapping[str, int]:
        """Where each host is."""
        return {name: host.port for hosts in self._hosts.values() for name, host in hosts.items()}

    async def become(self, conducts: Mapping[str, Conduct]) -> None:
        """Let services behave so, one after the other."""
        for service, conduct in conducts.items():
            for host in self._hosts[service].values():
                await host.become(conduct)

    def close(self) -> None:
        """End for good."""
        for hosts in self._hosts.values():
            for host in hosts.values():
                host.close()


def _bound(port: int) -> socket.socket:
    """A socket at a port that several may share; it refuses whoever comes until it listens."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind((LOOPBACK, port))
    return bound


async def _perform(root_file: Path) -> None:
    authority = Authority(SystemClock().now())
    authority.write_root(root_file)
    stand_in = StandIn(authority)
    await stand_in.become(dict.fromkeys(HOSTS, Conduct.WELL))
    print(json.dumps(stand_in.ports), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = json.loads(line)
        await stand_in.become({service: Conduct(word) for service, word in told.items()})
    stand_in.close()


if __name__ == "__main__":
    asyncio.run(_perform(Path(sys.argv[1])))
