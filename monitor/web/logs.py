"""What uvicorn has to say, said through structlog; what clients do wrong is not worth a line."""

import logging
from asyncio import CancelledError

import structlog
from uvicorn import Server

_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


class _ToStructlog(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._log = structlog.get_logger()

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on an error of the application or of uvicorn itself."""
        if not _is_of_the_end(record):
            text = record.getMessage().strip()
            self._log.error(f"web server: {text}", exc_info=record.exc_info)


def _is_of_the_end(record: logging.LogRecord) -> bool:
    """Whether it says that somebody was cut off when the server stopped, as is meant to be."""
    cancelled = record.exc_info is not None and isinstance(record.exc_info[1], CancelledError)
    return cancelled or record.funcName == Server.shutdown.__name__


def route_uvicorn_logs() -> None:
    """Let uvicorn's errors reach structlog, and nothing of uvicorn reach anything else."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = name != _LOGGERS[0]
        logger.setLevel(logging.ERROR)
    logging.getLogger(_LOGGERS[0]).handlers = [_ToStructlog()]
