"""The way from the probing loop to the writer's thread: nobody waits here but the writer."""

import threading

from monitor.model import Assessment
from monitor.store.batch import Batch, Checkpoint


class Inbox:
    """Collects what is to be written. `put` holds its lock for microseconds, and does no I/O."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._changed = threading.Condition()
        self._waiting = Batch(limit=limit)
        self._taken = 0
        self._dropped = 0
        self._closed = False
        self._nudged = False

    @property
    def closed(self) -> bool:
        """Whether the end has come."""
        return self._closed

    @property
    def queued(self) -> int:
        """Items that are not written yet."""
        with self._changed:
            return len(self._waiting) + self._taken

    @property
    def dropped(self) -> int:
        """Items that were given up since the start."""
        with self._changed:
            return self._waiting.dropped + self._dropped

    def put(self, assessment: Assessment, checkpoint: Checkpoint | None) -> None:
        """Add one assessment; after the end it is only counted."""
        with self._changed:
            if self._closed:
                self._dropped += 1
                return
            idle = self._waiting.is_empty
            self._waiting.add(assessment, checkpoint)
            if idle or self._waiting.urgent:
                self._changed.notify()

    def take(self, *, idle_seconds: float, gather_seconds: float) -> Batch:
        """Wait for something, then a little longer for more of it; take all there is.

        After `idle_seconds`, or a nudge, the batch may be empty. A closed window is not kept
        waiting for others.
        """
        with self._changed:
            if self._changed.wait_for(self._has_news, idle_seconds):
                self._changed.wait_for(self._is_pressing, gather_seconds)
            batch, self._waiting = self._waiting, Batch(limit=self._limit)
            self._dropped += batch.dropped
            batch.dropped = 0
            self._taken = len(batch)
            self._nudged = False
            return batch

    def rest(self, seconds: float) -> None:
        """Wait for nothing but the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed, seconds)

    def done(self) -> None:
        """What was taken is written."""
        with self._changed:
            self._taken = 0

    def give_back(self, batch: Batch) -> None:
        """What was taken could not be written: it comes before what came meanwhile."""
        with self._changed:
            batch.follow(self._waiting)
            self._waiting = batch
            self._taken = 0

    def give_up(self, items: int) -> None:
        """So many items will never be written."""
        with self._changed:
            self._taken = 0
            self._dropped += items

    def nudge(self) -> None:
        """Have the writer look up though nothing came."""
        with self._changed:
            self._nudged = True
            self._changed.notify()

    def close(self) -> None:
        """The end: what is there is taken at once, and nothing is added."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _has_news(self) -> bool:
        return self._closed or self._nudged or not self._waiting.is_empty

    def _is_pressing(self) -> bool:
        return self._closed or self._nudged or self._waiting.urgent
