"""What a client may do to our port, each limit against a real socket."""

import asyncio
import gc
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from typing import cast

import pytest
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from monitor.clock import SystemClock
from monitor.web import Limits, WebServer
from monitor.web.guard import GuardedProtocol, Places
from monitor.web.headers import SECURITY_HEADERS
from tests.web.surface import ask, connect, get, parsed, rest_of, serving, surface

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
HELLO = PlainTextResponse("hello")
PATIENT = Limits(head_seconds=60, answer_seconds=60)


def padded(length: int) -> bytes:
    """A request whose head has exactly so many bytes."""
    start = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Padding: "
    return start + b"x" * (length - len(start) - 4) + b"\r\n\r\n"


def asking_for(length: int) -> bytes:
    """A request whose first line has exactly so many bytes, its end not counted."""
    around = len(b"GET / HTTP/1.1")
    return b"GET /" + b"x" * (length - around) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Counted:
    """An application that counts the requests that reach it."""

    def __init__(self) -> None:
        self.requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say hello."""
        self.requests += 1
        await HELLO(scope, receive, send)


COUNTED = Counted()


@pytest.fixture(scope="module")
def usual() -> Iterator[WebServer]:
    """A server with the usual limits."""
    with serving(COUNTED) as server:
        yield server


def test_a_request_is_answered_and_the_connection_ends(usual: WebServer) -> None:
    answer = ask(usual, REQUEST)
    assert (answer.status, answer.body) == (200, b"hello")
    assert answer.headers["connection"] == "close"


def test_a_head_may_come_in_pieces(usual: WebServer) -> None:
    with connect(usual) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in REQUEST:
            connection.sendall(bytes([byte]))
        assert parsed(rest_of(connection)).body == b"hello"


def test_a_head_may_have_bare_line_ends(usual: WebServer) -> None:
    assert ask(usual, b"GET / HTTP/1.1\nHost: localhost\n\n").status == 200


def test_a_second_request_on_the_same_connection_is_not_answered(usual: WebServer) -> None:
    before = COUNTED.requests
    assert ask(usual, REQUEST + REQUEST).body == b"hello"
    assert COUNTED.requests == before + 1


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (padded(16 * 1024), HTTPStatus.OK),
        (padded(16 * 1024 + 1), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
        (padded(100 * 1024), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
        (asking_for(4 * 1024 - 1), HTTPStatus.OK),
        (asking_for(4 * 1024 + 1), HTTPStatus.REQUEST_URI_TOO_LONG),
        (b"x" * 5000, HTTPStatus.REQUEST_URI_TOO_LONG),
        (b"no request at all\r\n\r\n", HTTPStatus.BAD_REQUEST),
        (b"GET / HTTP/1.1\r\n\r\n", HTTPStatus.BAD_REQUEST),
        (b"\r\n\r\n", HTTPStatus.BAD_REQUEST),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", HTTPStatus.OK),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", HTTPStatus.BAD_REQUEST),
    ],
)
def test_a_request_is_kept_within_its_limits(
    usual: WebServer, request_: bytes, status: int
) -> None:
    before = COUNTED.requests
    answer = ask(usual, request_)
    assert answer.status == status
    assert COUNTED.requests - before == (status == HTTPStatus.OK)
    assert answer.headers["connection"] == "close"
    if status != HTTPStatus.OK:
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name.lower()] == value


def test_a_body_is_never_waited_for() -> None:
    with serving(HELLO, PATIENT) as server:
        request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
        assert ask(server, request).status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_what_comes_after_the_request_changes_nothing() -> None:
    arrived, leave = threading.Event(), threading.Event()

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        arrived.set()
        await asyncio.to_thread(leave.wait, 5)
        await HELLO(scope, receive, send)

    with serving(busy) as server, connect(server) as connection:
        connection.sendall(REQUEST)
        assert arrived.wait(5)
        connection.sendall(REQUEST + bytes(100_000))
        leave.set()
        assert parsed(rest_of(connection)).body == b"hello"


def test_an_upgrade_to_a_websocket_is_not_made(usual: WebServer) -> None:
    answer = get(usual, "/", "Connection: Upgrade", "Upgrade: websocket")
    assert answer.status == 200


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost:"], ids=["nothing", "half"])
def test_a_head_that_does_not_come_in_time_is_not_waited_for(sent: bytes) -> None:
    clock = SystemClock()
    with serving(HELLO, Limits(head_seconds=0.2)) as server, connect(server) as connection:
        began = clock.monotonic()
        connection.sendall(sent)
        answer = parsed(rest_of(connection))
    assert answer.status == HTTPStatus.REQUEST_TIMEOUT
    assert clock.monotonic() - began >= 0.15


def test_dripping_a_head_gains_no_time() -> None:
    with serving(HELLO, Limits(head_seconds=0.3)) as server, connect(server) as connection:
        connection.settimeout(0.02)
        received = b""
        for byte in REQUEST * 10:
            try:
                connection.sendall(bytes([byte]))
                received = connection.recv(100)
                break
            except TimeoutError:
                continue
    assert received.startswith(b"HTTP/1.1 408 ")


def test_a_reader_who_does_not_take_the_answer_in_time_is_dropped() -> None:
    dropped = threading.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        async def zeros() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield bytes(65536)
                    await asyncio.sleep(0)
            finally:
                dropped.set()

        await StreamingResponse(zeros())(scope, receive, send)

    with serving(endless, Limits(answer_seconds=0.3)) as server, connect(server) as connection:
        connection.sendall(REQUEST)
        assert dropped.wait(5)
        with pytest.raises(ConnectionResetError):
            read_all(connection)


def read_all(connection: socket.socket) -> None:
    """Read until the other side closes. Raises ConnectionResetError where it resets."""
    while connection.recv(65536):
        pass


def test_an_answer_that_is_long_in_coming_has_all_its_time_to_be_taken() -> None:
    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.4)
        await HELLO(scope, receive, send)

    with serving(late, Limits(head_seconds=0.2, answer_seconds=0.2)) as server:
        assert ask(server, REQUEST).body == b"hello"


@contextmanager
def half_open(server: WebServer, count: int) -> Iterator[list[socket.socket]]:
    """Connections whose requests never end."""
    with ExitStack() as stack:
        connections = [stack.enter_context(connect(server)) for _ in range(count)]
        for connection in connections:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        yield connections


def test_five_hundred_half_open_connections_do_not_delay_a_scrape() -> None:
    clock = SystemClock()
    with surface() as server, half_open(server, 500):
        took = []
        for _ in range(10):
            began = clock.monotonic()
            assert get(server, "/metrics").status == 200
            took.append(clock.monotonic() - began)
    assert sorted(took)[5] < 0.1


def test_of_too_many_connections_the_one_that_waited_longest_gives_way() -> None:
    limits = Limits(connections=4, head_seconds=60)
    with serving(HELLO, limits) as server, half_open(server, 4) as connections:
        assert ask(server, REQUEST).status == 200
        assert parsed(rest_of(connections[0])).status == HTTPStatus.SERVICE_UNAVAILABLE
        connections[3].sendall(b"alhost\r\n\r\n")
        assert parsed(rest_of(connections[3])).status == 200


async def endless_at_big(scope: Scope, receive: Receive, send: Send) -> None:
    """Says hello, or at /big what never ends."""

    async def zeros() -> AsyncIterator[bytes]:
        while True:
            yield bytes(65536)
            await asyncio.sleep(0)

    app = StreamingResponse(zeros()) if scope["path"] == "/big" else HELLO
    await app(scope, receive, send)


BIG = b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n"


def take_much(connection: socket.socket) -> None:
    """Read more than all buffers on the way hold. Raises ConnectionResetError where it is reset."""
    taken = 0
    while taken < 20_000_000:
        data = connection.recv(65536)
        assert data
        taken += len(data)


def test_readers_who_do_not_take_their_answers_shut_nobody_out() -> None:
    limits = Limits(connections=4, head_seconds=60, answer_seconds=60)
    with serving(endless_at_big, limits) as server, ExitStack() as stack:
        readers = [stack.enter_context(connect(server)) for _ in range(4)]
        for reader in readers:
            reader.sendall(BIG)
            assert reader.recv(100)
        assert [ask(server, REQUEST).status for _ in range(10)] == [200] * 10
        with pytest.raises(ConnectionResetError):
            read_all(readers[0])


def test_who_goes_on_taking_an_answer_gives_way_after_who_does_not() -> None:
    limits = Limits(connections=2, head_seconds=60, answer_seconds=60)
    with serving(endless_at_big, limits) as server, ExitStack() as stack:
        first, second = (stack.enter_context(connect(server)) for _ in range(2))
        for reader in (first, second):
            reader.sendall(BIG)
            assert reader.recv(100)
        take_much(first)
        assert ask(server, REQUEST).status == 200
        take_much(first)
        with pytest.raises(ConnectionResetError):
            read_all(second)


def test_visitors_who_wait_for_answers_leave_places_for_a_scrape() -> None:
    arrived = threading.Semaphore(0)
    leave = threading.Event()

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/":
            arrived.release()
            await asyncio.to_thread(leave.wait, 10)
        await HELLO(scope, receive, send)

    with serving(busy, Limits(connections=8, answering=2)) as server, ExitStack() as stack:
        waiting = [stack.enter_context(connect(server)) for _ in range(2)]
        for connection in waiting:
            connection.sendall(REQUEST)
            assert arrived.acquire(timeout=5)
        refused = ask(server, REQUEST)
        assert (refused.status, refused.headers["retry-after"]) == (503, "1")
        for name, value in SECURITY_HEADERS.items():
            assert refused.headers[name.lower()] == value
        assert get(server, "/metrics").status == get(server, "/-/healthy").status == 200
        leave.set()
        assert [parsed(rest_of(connection)).body for connection in waiting] == [b"hello"] * 2
        assert ask(server, REQUEST).status == 200


def test_while_all_connections_are_being_answered_another_one_is_refused() -> None:
    arrived = threading.Semaphore(0)
    leave = threading.Event()

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        arrived.release()
        await asyncio.to_thread(leave.wait, 10)
        await HELLO(scope, receive, send)

    with serving(busy, Limits(connections=3)) as server, ExitStack() as stack:
        waiting = [stack.enter_context(connect(server)) for _ in range(3)]
        for connection in waiting:
            connection.sendall(REQUEST)
            assert arrived.acquire(timeout=5)
        assert ask(server, REQUEST).status == HTTPStatus.SERVICE_UNAVAILABLE
        leave.set()
        assert [parsed(rest_of(connection)).body for connection in waiting] == [b"hello"] * 3
        assert ask(server, REQUEST).status == 200


def test_a_client_that_leaves_before_its_answer_breaks_nothing() -> None:
    left = threading.Event()

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.to_thread(left.wait, 5)
        await Response(bytes(10_000_000))(scope, receive, send)

    with serving(late) as server:
        with connect(server) as connection:
            connection.sendall(REQUEST)
        left.set()
        assert ask(server, REQUEST).status == 200


def test_a_connection_that_has_ended_is_let_go_of_without_the_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        with serving(HELLO) as server:
            for _ in range(5):
                assert ask(server, REQUEST).status == 200
                connect(server).close()
        left = [each for each in gc.get_objects() if isinstance(each, GuardedProtocol)]
    finally:
        gc.enable()
    assert left == []


def test_who_has_left_has_no_place_any_more_whatever_is_still_sent_to_it() -> None:
    places = Places()
    gone, there = (cast(GuardedProtocol, object()) for _ in range(2))
    for peer in (gone, there):
        places.taken.add(peer)
        places.step(peer)
    assert places.longest_waiting is gone
    places.leave(gone)
    places.step(gone)
    assert places.longest_waiting is there
    places.wait(there)
    assert places.answering == 1
    assert not places.longest_waiting
