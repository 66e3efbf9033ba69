"""A socket as a stream that httpcore can speak over, with TLS of our own on top.

The socket is ours from the first byte to the last: every read is small and counted, a fast server
cannot keep the loop to itself, and closing is one plain call that works after any cancellation.
"""

import asyncio
import socket
import ssl
from contextlib import suppress
from typing import Any

import httpcore

from monitor.model import Reason
from monitor.net.failure import AttemptError

READ_BYTES = 16 * 1024
"""The most that is read at once: larger pieces let a hostile server stall the loop."""
HEAD_READ_BYTES = 4 * 1024
"""The same while headers are awaited, whose parsing costs more for each byte."""
HEAD_LIMIT_BYTES = 256 * 1024
"""The most that may arrive before the headers are complete."""
READS_A_TURN = 4
"""After so many reads the loop gets its turn, even if data is waiting."""


class Stream(httpcore.AsyncNetworkStream):
    """A connected socket, plain or under TLS."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._reads = 0
        self._head_bytes = 0
        self._in_head = False
        self.tls: ssl.SSLObject | None = None

    async def handshake(self, context: ssl.SSLContext, server_name: str) -> None:
        """Make TLS. Raises ssl.SSLError, OSError, or AttemptError where the other side hung up.

        `tls` is set from the start, so that a certificate which was refused can still be read.
        """
        self.tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_name)
        while True:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                if not await self._fill():
                    said = "the other side closed the connection during the handshake"
                    raise AttemptError(Reason.TLS_CLOSED, said) from None
            except ssl.SSLError:
                self._send_last_words()
                raise
            else:
                return  # the last flight, where it is ours, goes out with the first write

    def expect_head(self) -> None:
        """From here on headers are awaited, within HEAD_LIMIT_BYTES."""
        self._in_head, self._head_bytes = True, 0

    def head_done(self) -> None:
        """The headers are complete."""
        self._in_head = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most READ_BYTES; empty when the other side is done. Raises OSError, SSLError."""
        limit = min(max_bytes, HEAD_READ_BYTES if self._in_head else READ_BYTES)
        data = await (self._receive(limit) if self.tls is None else self._decrypt(self.tls, limit))
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_LIMIT_BYTES:
                said = f"more than {HEAD_LIMIT_BYTES} bytes came without an answer's headers"
                raise AttemptError(Reason.HTTP_MALFORMED, said)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all. Raises httpcore.WriteError, after which an answer may still come."""
        if not buffer:  # h11 ends a request without a body by nothing at all
            return
        try:
            if self.tls is None:
                await self._loop.sock_sendall(self._sock, buffer)
            else:
                self.tls.write(buffer)
                await self._flush()
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close at once."""
        self.close()

    def close(self) -> None:
        """Close at once; may be called again."""
        if self.tls is not None:
            self._say_goodbye(self.tls)
            self.tls = None  # it is large, and httpx keeps answers in reference cycles
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:
        """The TLS object, where there is one."""
        return self.tls if info == "ssl_object" else None

    async def _receive(self, limit: int) -> bytes:
        self._reads += 1
        if self._reads % READS_A_TURN == 0:
            await asyncio.sleep(0)
        return await self._loop.sock_recv(self._sock, limit)

    async def _fill(self) -> bool:
        """Feed TLS with what the socket has; False when the other side is done."""
        data = await self._receive(READ_BYTES)
        if not data:
            self._incoming.write_eof()
            return False
        self._incoming.write(data)
        return True

    async def _decrypt(self, tls: ssl.SSLObject, limit: int) -> bytes:
        more = True
        while more:
            try:
                return tls.read(limit)
            except ssl.SSLWantReadError:
                await self._flush()
                more = await self._fill()
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                more = False
        return b""

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._loop.sock_sendall(self._sock, self._outgoing.read())

    def _say_goodbye(self, tls: ssl.SSLObject) -> None:
        with suppress(ssl.SSLError, ValueError):  # the other side's goodbye is not waited for
            tls.unwrap()
        self._send_last_words()

    def _send_last_words(self) -> None:
        """An alert or a goodbye, as far as it goes without waiting."""
        with suppress(OSError):  # nobody may listen any more
            self._sock.send(self._outgoing.read())
