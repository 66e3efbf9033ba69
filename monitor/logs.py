"""Logging: structured events, written by a thread of their own so that no pipe blocks a probe."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from typing import Literal

import structlog
from structlog.typing import Processor

Format = Literal["text", "json"]


@contextmanager
def logging_to_stderr(level: str, form: Format) -> Iterator[None]:
    """Log events of `level` and above while the block runs; its end writes what is queued."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=_renderer(form))
    )
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(queue, handler)
    root = logging.getLogger()
    feeder = _Feeder(queue)
    root.addHandler(feeder)
    root.setLevel(logging.WARNING)  # libraries; our own events go by `level`
    logging.getLogger("monitor").setLevel(level.upper())
    listener.start()
    try:
        yield
    finally:
        listener.stop()
        root.removeHandler(feeder)
        structlog.reset_defaults()


class _Feeder(QueueHandler):
    """Hands records on as they are: structlog's events are dictionaries, not texts."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record


def _renderer(form: Format) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
