"""The HTTP surface, and the server that carries it."""

from monitor.web.app import build_app
from monitor.web.guard import Limits
from monitor.web.inside import BusyError, HistoryError, Inside, ReloadError
from monitor.web.server import ListenError, WebServer

__all__ = [
    "BusyError",
    "HistoryError",
    "Inside",
    "Limits",
    "ListenError",
    "ReloadError",
    "WebServer",
    "build_app",
]
