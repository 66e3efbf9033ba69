"""A conversation over a real socket pair: what is heard, in which pieces, and how it may end."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest

from monitor.model import Reason
from monitor.net.dialogue import Dialogue
from monitor.net.failure import AttemptError
from monitor.net.search import AWAITED_BYTES, AWAITED_LINES, LineSearch, TextSearch
from monitor.net.stream import Stream
from monitor.patterns import Pattern


@asynccontextmanager
async def dialogue(*said: bytes, closes: bool = True) -> AsyncIterator[Dialogue]:
    """A dialogue with somebody who says these pieces, however little is read, and may hang up."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    stream = Stream(ours)
    talking = asyncio.create_task(talk(theirs, said, closes=closes))
    try:
        yield Dialogue(stream)
    finally:
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        stream.close()
        theirs.close()


async def talk(sock: socket.socket, pieces: Iterable[bytes], *, closes: bool) -> None:
    for piece in pieces:
        await asyncio.get_running_loop().sock_sendall(sock, piece)
        await asyncio.sleep(0)
    if closes:
        sock.shutdown(socket.SHUT_WR)


def line(source: str) -> LineSearch:
    return LineSearch(Pattern(source))


async def test_a_text_that_straddles_pieces_is_heard() -> None:
    async with dialogue(b"+PO", b"NG\r\n") as talk:
        assert await talk.hear(TextSearch(b"PONG"))
        assert talk.transcript == b"+PONG"


async def test_what_follows_a_match_is_left_for_the_next() -> None:
    async with dialogue(b"220 jmo\r\n250-A\r\n250 B\r\n") as talk:
        assert await talk.hear(TextSearch(b"220"))
        assert await talk.hear(line("^250 "))
        assert talk.transcript == b"220 jmo\r\n250-A\r\n250 B\r\n"


async def test_the_last_line_needs_no_end_once_the_other_side_has_hung_up() -> None:
    async with dialogue(b"220 jmo") as talk:
        assert await talk.hear(line("^220 jmo$"))


async def test_another_answer_is_no_answer_and_is_kept() -> None:
    async with dialogue(b"421 sibuk\r\n") as talk:
        assert not await talk.hear(line("^220"))
        assert talk.transcript == b"421 sibuk\r\n"


async def test_hanging_up_without_a_word_is_told_apart() -> None:
    async with dialogue() as talk:
        with pytest.raises(AttemptError) as error:
            await talk.hear(line("^220"))
        assert error.value.reason is Reason.EXCHANGE_CLOSED


async def test_hanging_up_without_an_answer_is_the_same_whatever_was_said_before() -> None:
    async with dialogue(b"220 jmo\r\n") as talk:
        assert await talk.hear(TextSearch(b"220"))
        await talk.say(b"EHLO\r\n")
        with pytest.raises(AttemptError) as error:
            await talk.hear(line("^250"))
        assert error.value.reason is Reason.EXCHANGE_CLOSED


async def test_more_than_is_awaited_is_not_read() -> None:
    async with dialogue(*[b"x" * 1024] * 80, b"y", closes=False) as talk:
        assert not await talk.hear(TextSearch(b"y"))
        assert len(talk.transcript) == AWAITED_BYTES


async def test_a_text_at_the_very_end_of_what_is_awaited_is_heard() -> None:
    async with dialogue(b"x" * (AWAITED_BYTES - 2), b"yz", b"x", closes=False) as talk:
        assert await talk.hear(TextSearch(b"yz"))


async def test_more_lines_than_are_awaited_are_not_tried() -> None:
    async with dialogue(b"\n" * AWAITED_LINES, b"220\n", closes=False) as talk:
        assert not await talk.hear(line("^220"))


async def test_what_was_said_before_tls_is_forgotten() -> None:
    async with dialogue(b"220 siap\r\n250 disisipkan\r\n", closes=False) as talk:
        assert await talk.hear(line("^220"))
        talk.forget()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await talk.hear(line("^250"))
        assert talk.transcript == b"220 siap\r\n"
