"""The web server: uvicorn in a thread with a loop of its own, so no client can delay a probe."""

import asyncio
import socket
import sys
import threading

import structlog
from starlette.types import ASGIApp
from uvicorn import Server

from monitor.web.guard import BACKLOG, GuardedConfig, Limits, Places
from monitor.web.logs import route_uvicorn_logs

STOP_SECONDS = 2.0
"""A stop takes no longer; who is still being answered then is cut off."""
SWITCH_SECONDS = 0.0005
"""So long may this thread keep the interpreter from the probing loop; Python's own is 5 ms, and a
run waits for it at every step, so that visitors would show as latency of what is probed."""

_log = structlog.get_logger()


class ListenError(Exception):
    """The server cannot listen where it was told to; the text says where, why, and what to do."""


class WebServer:
    """Serves an application on one address, from `start` to `stop`."""

    def __init__(self, app: ASGIApp, host: str, port: int, limits: Limits | None = None) -> None:
        """`port` 0 takes any free one; `host` is an address or a name of this machine."""
        self._host = host
        self._port = port
        self._server = _Server(GuardedConfig(app, limits or Limits()))
        self._server.server_state = Places()
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port it listens on; known once it has started."""
        return self._port

    @property
    def url(self) -> str:
        """Where to find it."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}/"

    def start(self) -> None:
        """Listen, then serve in a thread. Raises ListenError where the address cannot be had."""
        listener = _listen(self._host, self._port)
        self._port = listener.getsockname()[1]
        route_uvicorn_logs()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._thread = threading.Thread(target=self._run, args=(listener,), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, finish what is under way, and return within STOP_SECONDS."""
        if self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(STOP_SECONDS)
        if self._thread.is_alive():
            _log.error("the web server did not stop in time", seconds=STOP_SECONDS)

    def _run(self, listener: socket.socket) -> None:
        try:
            with listener:
                asyncio.run(self._server.serve_on(listener))
        except (Exception, SystemExit):  # noqa: BLE001 - the thread's last word, else unheard
            _log.exception("the web server broke down", address=self.url)


class _Server(Server):
    async def serve_on(self, listener: socket.socket) -> None:
        """Serve until told to stop, then leave no connection behind."""
        await self.serve(sockets=[listener])
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # lets the transports tell their protocols


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        # Without it a restart would have to wait until the last connections are forgotten.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        listener.close()
        why = getattr(error, "strerror", None) or error
        raise ListenError(
            f"cannot listen on {host} port {port}: {why}; "
            "stop the program that has this port, or choose another address"
        ) from error
    return listener
