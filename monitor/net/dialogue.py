"""What is said over a stream and what is heard, each expectation within its bounds."""

from monitor.model import Reason
from monitor.net.failure import AttemptError
from monitor.net.search import AWAITED_BYTES, Search
from monitor.net.stream import READ_BYTES, Stream


class Dialogue:
    """One attempt's side of a conversation; `transcript` is what of the other side was used."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._heard = bytearray()
        self._stale = 0
        self._ended = False
        self.transcript = bytearray()
        """What each expectation took, in order: to the end of its match, or all that it saw."""

    async def say(self, data: bytes) -> None:
        """Send. Raises httpcore.WriteError."""
        await self._stream.write(data)
        self._stale = len(self._heard)

    async def hear(self, search: Search) -> bool:
        """Read until the search finds something, the other side ends, or it has said too much.

        Raises OSError, and AttemptError where the other side closed without an answer.
        """
        while True:
            final = self._ended or len(self._heard) >= AWAITED_BYTES
            end = search.find(self._heard, final=final)
            if end is not None:
                self._take(end)
                return True
            if final or search.given_up:
                break
            await self._listen()
        if self._ended and len(self._heard) <= self._stale:
            said = "the other side closed the connection without an answer"
            raise AttemptError(Reason.EXCHANGE_CLOSED, said)
        self._take(len(self._heard))
        return False

    def forget(self) -> None:
        """Drop what came and was not awaited: before TLS anybody could have said it."""
        self._heard.clear()
        self._stale = 0

    async def _listen(self) -> None:
        piece = await self._stream.read(min(READ_BYTES, AWAITED_BYTES - len(self._heard)))
        self._ended = not piece
        self._heard += piece

    def _take(self, end: int) -> None:
        self.transcript += self._heard[:end]
        del self._heard[:end]
        self._stale = max(0, self._stale - end)
