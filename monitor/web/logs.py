"""What uvicorn has to say, said through structlog; what clients do wrong is not worth a line."""

import logging

import structlog

_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


class _ToStructlog(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._log = structlog.get_logger()

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on an error of the application or of uvicorn itself."""
        self._log.error("web server: " + record.getMessage().strip(), exc_info=record.exc_info)


def route_uvicorn_logs() -> None:
    """Let uvicorn's errors reach structlog, and nothing of uvicorn reach anything else."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = name != _LOGGERS[0]
        logger.setLevel(logging.ERROR)
    logging.getLogger(_LOGGERS[0]).handlers = [_ToStructlog()]
