"""A server that answers `/<milliseconds>/<name>` after so many milliseconds, and logs how many it
really took: from the moment the request was read to the moment the answer was written.

    python -m benchmarks.delay_server PORT LOG [CERTIFICATE KEY]

The log is written at SIGTERM, a line an answer: name, Unix time of the answer, seconds.
"""

import asyncio
import signal
import ssl
import sys
import time
from pathlib import Path
from typing import cast

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\nhalaman JMO"
Entry = tuple[str, float, float]


class _Delayed(asyncio.Protocol):
    def __init__(self, log: list[Entry]) -> None:
        self._log = log
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._received.endswith(b"\r\n\r\n"):
            read_at = time.monotonic()
            _, milliseconds, name = self._received.split(b" ", 2)[1].split(b"/")
            loop = asyncio.get_running_loop()
            loop.call_later(int(milliseconds) / 1000, self._answer, name.decode(), read_at)

    def _answer(self, name: str, read_at: float) -> None:
        taken = time.monotonic() - read_at
        self._transport.write(_ANSWER)
        self._transport.close()
        self._log.append((name, time.time(), taken))


async def serve(port: int, tls: ssl.SSLContext | None) -> list[Entry]:
    """Answer until SIGTERM; returns the log."""
    entries: list[Entry] = []
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    server = await loop.create_server(
        lambda: _Delayed(entries), "127.0.0.1", port, ssl=tls, backlog=4096
    )
    await stopping.wait()
    server.close()
    return entries


def main() -> None:
    """Serve as the command line says."""
    port, log, *pair = sys.argv[1:]
    tls = None
    if pair:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*pair)
    entries = asyncio.run(serve(int(port), tls))
    lines = (f"{name} {at:.6f} {taken:.6f}\n" for name, at, taken in entries)
    Path(log).write_text("".join(lines))


if __name__ == "__main__":
    main()
