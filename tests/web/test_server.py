"""The server's thread: where it listens, how it stops, and what it says when it cannot start."""

import asyncio
import socket
import sys
import threading

import pytest
import structlog
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from monitor.clock import SystemClock
from monitor.web import ListenError, WebServer
from monitor.web.server import SWITCH_SECONDS
from tests.web.surface import Whole, connect, get, rest_of, serving

HELLO = PlainTextResponse("hello")
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def stopped_within(server: WebServer, seconds: float) -> bool:
    """Whether a stop takes no longer than that."""
    clock = SystemClock()
    began = clock.monotonic()
    server.stop()
    return clock.monotonic() - began <= seconds


def test_a_free_port_is_found_and_told() -> None:
    with serving(HELLO) as server:
        assert server.port > 0
        assert server.url == f"http://127.0.0.1:{server.port}/"
        assert get(server, "/").body == b"hello"


def test_its_thread_does_not_keep_the_interpreter_for_long() -> None:
    sys.setswitchinterval(0.005)
    with serving(HELLO):
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)


def test_it_listens_on_ipv6_too() -> None:
    server = WebServer(Whole(HELLO), "::1", 0)
    server.start()
    try:
        assert server.url == f"http://[::1]:{server.port}/"
        with socket.create_connection(("::1", server.port), timeout=5) as connection:
            connection.sendall(REQUEST)
            assert rest_of(connection).endswith(b"hello")
    finally:
        server.stop()


def test_a_port_that_is_taken_is_an_error_that_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ListenError) as caught:
            WebServer(HELLO, "127.0.0.1", port).start()
    assert str(caught.value) == (
        f"cannot listen on 127.0.0.1 port {port}: Address already in use; "
        "stop the program that has this port, or choose another address"
    )


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 8175), ("127.0.0.1", 99_999), ("a..b", 8175)]
)
def test_an_address_that_cannot_be_had_is_an_error(host: str, port: int) -> None:
    with pytest.raises(ListenError, match=f"cannot listen on {host} port {port}"):
        WebServer(HELLO, host, port).start()


def test_the_port_is_free_again_after_a_stop() -> None:
    with serving(HELLO) as first:
        get(first, "/")
    again = WebServer(Whole(HELLO), "127.0.0.1", first.port)
    again.start()
    again.stop()


def test_a_server_that_never_started_stops_at_once() -> None:
    assert stopped_within(WebServer(HELLO, "127.0.0.1", 0), 0.1)


def test_a_stop_ends_the_thread_and_may_be_repeated() -> None:
    with serving(HELLO) as server:
        pass
    assert "web" not in {thread.name for thread in threading.enumerate()}
    server.stop()


def test_a_half_open_connection_does_not_hold_up_a_stop() -> None:
    with serving(HELLO) as server, connect(server) as connection:
        connection.sendall(b"GET /")
        get(server, "/")  # the one before it has been accepted by now
        assert stopped_within(server, 2.0)
        assert rest_of(connection) == b""


def test_a_reader_who_does_not_read_does_not_hold_up_a_stop() -> None:
    begun = threading.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        async def zeros() -> object:
            while True:
                begun.set()
                yield bytes(65536)

        await StreamingResponse(zeros())(scope, receive, send)  # type: ignore[arg-type]

    with serving(endless) as server, connect(server) as connection:
        connection.sendall(REQUEST)
        assert begun.wait(5)
        assert stopped_within(server, 2.5)


def test_an_answer_under_way_is_finished_before_the_stop() -> None:
    begun = threading.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        await HELLO(scope, receive, send)

    with serving(slow) as server, connect(server) as connection:
        connection.sendall(REQUEST)
        assert begun.wait(5)
        server.stop()
        assert rest_of(connection).endswith(b"hello")


def test_what_breaks_in_the_application_is_logged_through_structlog() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("broken inside")

    with structlog.testing.capture_logs() as logs, serving(broken) as server:
        assert get(server, "/").status == 500
    (entry,) = logs
    assert entry["log_level"] == "error"
    assert entry["event"] == "web server: Exception in ASGI application"
    assert "broken inside" in str(entry["exc_info"])


def test_who_is_cut_off_at_the_end_is_no_error() -> None:
    begun = threading.Event()

    async def hanging(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        await asyncio.Event().wait()

    with (
        structlog.testing.capture_logs() as logs,
        serving(hanging) as server,
        connect(server) as connection,
    ):
        connection.sendall(REQUEST)
        assert begun.wait(5)
        assert stopped_within(server, 2.5)
    assert logs == []


def test_what_clients_do_wrong_is_not_logged(capfd: pytest.CaptureFixture[str]) -> None:
    with structlog.testing.capture_logs() as logs, serving(HELLO) as server:
        with connect(server) as connection:
            connection.sendall(b"nonsense\r\n\r\n")
            rest_of(connection)
        get(server, "/", "Connection: Upgrade", "Upgrade: websocket")
    assert logs == []
    assert capfd.readouterr() == ("", "")


def test_an_application_that_blocks_the_loop_is_given_up_and_logged() -> None:
    begun, leave = threading.Event(), threading.Event()

    async def blocking(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        leave.wait(10)
        await HELLO(scope, receive, send)

    server = WebServer(Whole(blocking), "127.0.0.1", 0)
    server.start()
    with structlog.testing.capture_logs() as logs, connect(server) as connection:
        connection.sendall(REQUEST)
        assert begun.wait(5)
        assert stopped_within(server, 3.0)
        leave.set()
        server.stop()
    assert [entry["event"] for entry in logs] == ["the web server did not stop in time"]


def test_a_server_that_breaks_down_says_so() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("broken from the start")

    server = WebServer(broken, "127.0.0.1", 0)
    with structlog.testing.capture_logs() as logs:
        server.start()
        server.stop()
    reason, *_, entry = logs
    assert "broken from the start" in str(reason["exc_info"])
    assert entry["event"] == "the web server broke down"
    assert entry["address"] == server.url
