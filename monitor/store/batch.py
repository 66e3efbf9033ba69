"""What waits to be written: bounded, and with what became outdated meanwhile left out."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from monitor.model import Assessment, Outcome, ReleaseChange, Segment, Transition, Window

Checkpoint = str | Callable[[], str]
"""The assessor's memory as text, or what makes the text, called on the writer's thread."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """Changes in their order; where a list grows over `limit` its oldest items are dropped."""

    limit: int
    outcomes: deque[Outcome] = field(default_factory=deque)
    transitions: deque[Transition] = field(default_factory=deque)
    segments: dict[str, deque[Segment]] = field(default_factory=dict)
    """By service."""
    windows: dict[str, Window] = field(default_factory=dict)
    """By id, as they are now."""
    withdrawn: dict[str, None] = field(default_factory=dict)
    """Ids of windows that are to be deleted."""
    releases: deque[ReleaseChange] = field(default_factory=deque)
    checkpoint: Checkpoint | None = None
    urgent: bool = False
    """Whether a window was closed, which is to be written at once."""
    dropped: int = 0
    """How many items found no room."""

    def __len__(self) -> int:
        return (
            len(self.outcomes)
            + len(self.transitions)
            + sum(map(len, self.segments.values()))
            + len(self.windows)
            + len(self.withdrawn)
            + len(self.releases)
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not len(self) and self.checkpoint is None

    def add(self, assessment: Assessment, checkpoint: Checkpoint | None) -> None:
        """Take in what one assessment changed."""
        if assessment.outcome is not None:
            self.outcomes.append(assessment.outcome)
        self.transitions.extend(assessment.transitions)
        for segment in assessment.segments:
            self._add_segment(segment)
        for name in assessment.withdrawn:
            self._withdraw(name)
        for window in assessment.windows:
            self._add_window(window)
        if assessment.release is not None:
            self.releases.append(assessment.release)
        if checkpoint is not None:
            self.checkpoint = checkpoint
        self.urgent = self.urgent or any(not window.is_open for window in assessment.windows)
        self._trim()

    def follow(self, later: "Batch") -> None:
        """Take in what came after."""
        self.outcomes.extend(later.outcomes)
        self.transitions.extend(later.transitions)
        for segments in later.segments.values():
            for segment in segments:
                self._add_segment(segment)
        for name in later.withdrawn:
            self._withdraw(name)
        for window in later.windows.values():
            self._add_window(window)
        self.releases.extend(later.releases)
        self.checkpoint = self.checkpoint if later.checkpoint is None else later.checkpoint
        self.urgent = self.urgent or later.urgent
        self.dropped += later.dropped
        self._trim()

    def _add_segment(self, segment: Segment) -> None:
        """Keep a segment; one that goes on from the last makes it longer."""
        known = self.segments.setdefault(segment.service, deque())
        last = known[-1] if known else None
        if last and last.state is segment.state and last.ended_at == segment.began_at:
            known[-1] = replace(last, ended_at=segment.ended_at)
        else:
            known.append(segment)

    def _add_window(self, window: Window) -> None:
        self.withdrawn.pop(window.id, None)
        self.windows[window.id] = window

    def _withdraw(self, name: str) -> None:
        self.windows.pop(name, None)
        self.withdrawn[name] = None

    def _trim(self) -> None:
        lists: tuple[deque[Any], ...] = (
            self.outcomes,
            self.transitions,
            self.releases,
            *self.segments.values(),
        )
        for items in lists:
            while len(items) > self.limit:
                items.popleft()
                self.dropped += 1
        for names in (self.windows, self.withdrawn):
            while len(names) > self.limit:
                del names[next(iter(names))]
                self.dropped += 1
