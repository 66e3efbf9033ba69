"""What an assessor made of a world: the truth that panels are held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model import Assessment, Outcome, Segment, State, Window


@dataclass
class Told:
    """All that was told of, in the order in which it was."""

    segments: list[Segment] = field(default_factory=list)
    windows: dict[str, Window] = field(default_factory=dict)
    runs: list[Outcome] = field(default_factory=list)

    settled: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    """By service, when it became known up to when time is settled."""
    shown: dict[str, list[tuple[datetime, State]]] = field(default_factory=dict)
    """By service, from when on which state was shown."""
    _states: Mapping[str, State] | None = None

    def hear(self, said: Assessment) -> None:
        """Take over what became known."""
        self.segments += said.segments
        for segment in said.segments:
            self.settled.setdefault(segment.service, []).append((said.at, segment.ended_at))
        if said.service_states is self._states:
            return
        self._states = said.service_states
        for service, state in said.service_states.items():
            known = self.shown.setdefault(service, [])
            if not known or known[-1][1] is not state:
                known.append((said.at, state))
        self.windows |= {window.id: window for window in said.windows}
        for id in said.withdrawn:
            self.windows.pop(id, None)
