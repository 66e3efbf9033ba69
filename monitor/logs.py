"""Logging: structured events, written by a thread of their own so that no pipe blocks a probe."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue
from typing import Literal

import structlog
from structlog.typing import Processor

MOST_WAITING = 10_000
"""So many lines wait for a slow reader; what comes then is dropped and counted."""
LAST_WORDS_SECONDS = 2.0
"""How long the end of the program waits for its last lines to be written."""

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
    queue: Queue[logging.LogRecord] = Queue(MOST_WAITING)
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
        _finish(listener)
        root.removeHandler(feeder)
        structlog.reset_defaults()


class _Feeder(QueueHandler):
    """Hands records on as they are: structlog's events are dictionaries, not texts.

    Where nobody reads what is written, new lines are dropped, and their number is told later.
    """

    dropped = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            if self.dropped:
                self.queue.put_nowait(_said(f"{self.dropped} log lines were dropped before this"))
                self.dropped = 0
            self.queue.put_nowait(record)
        except Full:
            self.dropped += 1


def _said(text: str) -> logging.LogRecord:
    return logging.LogRecord("monitor", logging.WARNING, __file__, 0, text, None, None)


def _finish(listener: QueueListener) -> None:
    """Have the rest written; leave at once where the pipe takes nothing any more.

    The interpreter itself would wait for the same pipe, and nobody could end the program.
    """
    failed = sys.exc_info()[0] is not None
    written = threading.Event()

    def stop() -> None:
        with suppress(Full):  # so many wait that not even the end can be told
            listener.stop()
            written.set()

    threading.Thread(target=stop, daemon=True).start()
    if not written.wait(LAST_WORDS_SECONDS):
        os._exit(1 if failed else 0)


def _renderer(form: Format) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
