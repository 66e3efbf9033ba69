"""What is told of services over a span, recorded or replayed: windows and settled time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.model import Assessment, Segment, State, Window
from monitor.store import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Windows and settled time, by service; both in order."""

    windows: Mapping[str, tuple[Window, ...]]
    segments: Mapping[str, tuple[Segment, ...]]

    def known_from(self, service: str) -> datetime | None:
        """When the state of a service is first known."""
        known = (s for s in self.segments.get(service, ()) if s.state is not State.UNKNOWN)
        return next((segment.began_at for segment in known), None)

    def settled_until(self, service: str) -> datetime | None:
        """Up to when its past can change no more."""
        segments = self.segments.get(service)
        return segments[-1].ended_at if segments else None


def recorded_story(
    reader: Reader, services: frozenset[str], since: datetime, until: datetime
) -> Story:
    """What the history holds of a span: windows of all services, segments of those named.

    Windows may begin before the span and end after it. Raises StoreError.
    """
    windows = reader.windows(since, until)
    segments = {s: reader.segments(s, since, until) for s in {*services, *_services(windows)}}
    return Story(windows=_by_service(windows), segments=segments)


@dataclass(slots=True)
class Listener:
    """Keeps what assessments say, as the store would."""

    windows: dict[str, Window] = field(default_factory=dict)
    """By id, as they are now."""
    segments: dict[str, list[Segment]] = field(default_factory=dict)

    def hear(self, said: Assessment) -> None:
        """Take in what one assessment changes."""
        for name in said.withdrawn:
            self.windows.pop(name, None)
        for window in said.windows:
            self.windows[window.id] = window
        for segment in said.segments:
            self._settle(segment)

    def _settle(self, segment: Segment) -> None:
        """Keep a segment; one that goes on from the last makes it longer."""
        known = self.segments.setdefault(segment.service, [])
        if known and known[-1].state is segment.state and known[-1].ended_at == segment.began_at:
            known[-1] = replace(known[-1], ended_at=segment.ended_at)
        else:
            known.append(segment)

    @property
    def story(self) -> Story:
        """All that was heard so far."""
        windows = sorted(self.windows.values(), key=lambda window: (window.began_at, window.id))
        segments = {service: tuple(known) for service, known in self.segments.items()}
        return Story(windows=_by_service(tuple(windows)), segments=segments)


def _services(windows: tuple[Window, ...]) -> set[str]:
    return {window.service for window in windows}


def _by_service(windows: tuple[Window, ...]) -> dict[str, tuple[Window, ...]]:
    return {
        service: tuple(window for window in windows if window.service == service)
        for service in sorted(_services(windows))
    }
