"""What is known of one service: state, settled time, windows; replaced as a whole each time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Self

from monitor.model import Segment, ServiceInfo, State, Window

SEVERITIES = tuple(state for state in State if state.is_bad)
"""What a window may be at worst."""

LAST_WINDOWS = 3
"""So many windows of each severity are shown after their end, so that none is lost to somebody who
looks now and then."""

_NO_TIME = MappingProxyType(dict.fromkeys(State, 0.0))
_NO_WINDOWS = MappingProxyType(dict.fromkeys(SEVERITIES, 0))
_NO_WINDOW_TIME = MappingProxyType(dict.fromkeys(SEVERITIES, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigures:
    """One service's figures at one moment. What did not change is the same object as before."""

    info: ServiceInfo
    state: State = State.UNKNOWN
    since: datetime | None = None
    """When the state began; None while the service was not assessed."""
    seconds: Mapping[State, float]
    """Settled time by state."""
    windows: Mapping[State, int]
    """Windows that can change no more, by severity."""
    window_seconds: Mapping[State, float]
    """Their degraded and down time, by severity."""
    current: Window | None = None
    """The open window."""
    ended: tuple[Window, ...] = ()
    """Windows that have ended and may still change, the newest first."""
    past: tuple[Window, ...] = ()
    """The last ones that can change no more: by severity, the newest first."""

    @classmethod
    def of(cls, info: ServiceInfo) -> Self:
        """The figures of a service that was not assessed: every series there is, at zero."""
        return cls(info=info, seconds=_NO_TIME, windows=_NO_WINDOWS, window_seconds=_NO_WINDOW_TIME)

    def under(self, info: ServiceInfo) -> Self:
        """The figures after a reload."""
        return replace(self, info=info)

    @property
    def key(self) -> str:
        """What makes a service the same one after a reload."""
        return self.info.id

    @property
    def labels(self) -> Mapping[str, str]:
        """By which labels it is known."""
        return {"service": self.info.id}

    def in_state(self, state: State, since: datetime) -> Self:
        """The figures in this state."""
        return replace(self, state=state, since=since)

    def after(self, segment: Segment) -> Self:
        """The figures with more settled time in them."""
        spent = self.seconds[segment.state] + segment.seconds
        return replace(self, seconds={**self.seconds, segment.state: spent})

    def counting(self, window: Window) -> Self:
        """The figures with one more window, which can change no more."""
        severity, seconds = window.severity, window.degraded_seconds + window.down_seconds
        return replace(
            self.remembering(window),
            windows={**self.windows, severity: self.windows[severity] + 1},
            window_seconds={
                **self.window_seconds,
                severity: self.window_seconds[severity] + seconds,
            },
        )

    def remembering(self, window: Window) -> Self:
        """The figures with this window among those that can change no more."""
        past = sorted((window, *self.past), key=_began, reverse=True)
        last = [[w for w in past if w.severity is s][:LAST_WINDOWS] for s in SEVERITIES]
        return replace(self, past=tuple(chain(*last)))


def _began(window: Window) -> datetime:
    return window.began_at
