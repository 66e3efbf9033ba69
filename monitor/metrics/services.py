"""The figures of all services: made of assessments by the probing loop, read by whoever publishes.

A window is counted when it can change no more; until then its last figures are kept.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace

from monitor.metrics.service import ServiceFigures
from monitor.model import Assessment, ServiceInfo, State, Window

_Changes = MutableMapping[str, ServiceFigures]
"""The figures as they will be, by service."""


class Services:
    """One thread writes; any thread may read, without a lock.

    Like those of probes, a service's figures are a frozen record that is replaced as a whole, once
    for each assessment: nobody sees a state without the window that it belongs to.
    """

    def __init__(self, infos: Iterable[ServiceInfo]) -> None:
        self._figures = {info.id: ServiceFigures.of(info) for info in infos}
        self._unfinished: dict[str, Window] = {}
        self._shown: Mapping[str, State] | None = None

    @property
    def figures(self) -> tuple[ServiceFigures, ...]:
        """The figures of every service, in the order of the roster."""
        return tuple(self._figures.values())

    def replace(self, infos: Iterable[ServiceInfo]) -> None:
        """Take over a new configuration: removed services vanish, others keep their counters."""
        known = self._figures
        self._figures = {
            info.id: known[info.id].under(info) if info.id in known else ServiceFigures.of(info)
            for info in infos
        }
        self._unfinished = {
            id: window for id, window in self._unfinished.items() if window.service in self._figures
        }
        self._shown = None

    def remember(self, windows: Iterable[Window]) -> None:
        """Show windows again that can change no more; they are not counted."""
        for window in windows:
            if window.service in self._figures:
                known = self._figures[window.service]
                self._figures[window.service] = known.remembering(window)

    def assess(self, said: Assessment) -> None:
        """Take over what has changed; of a service that is not configured nothing is kept."""
        changes: dict[str, ServiceFigures] = {}
        if said.service_states is not self._shown:  # a new mapping comes with a new state only
            self._shown = said.service_states
            changes |= _in_other_states(self._figures, said)
        figures: _Changes = ChainMap(changes, self._figures)
        for segment in said.segments:
            if segment.service in figures:
                figures[segment.service] = figures[segment.service].after(segment)
        if said.windows or said.finished or said.withdrawn:
            self._hear_windows(figures, said)
        self._figures.update(changes)

    def _hear_windows(self, figures: _Changes, said: Assessment) -> None:
        told = {window.id: window for window in said.windows if window.service in figures}
        self._unfinished |= told
        finished, withdrawn = tuple(self._take(said.finished)), tuple(self._take(said.withdrawn))
        for window in finished:
            figures[window.service] = figures[window.service].counting(window)
        for service in {window.service for window in (*told.values(), *finished, *withdrawn)}:
            current, ended = self._unfinished_of(service)
            known = figures[service]
            if current is not known.current or ended != known.ended:
                figures[service] = replace(known, current=current, ended=ended)

    def _take(self, ids: Iterable[str]) -> Iterator[Window]:
        for id in ids:
            if id in self._unfinished:
                yield self._unfinished.pop(id)

    def _unfinished_of(self, service: str) -> tuple[Window | None, tuple[Window, ...]]:
        """The open window, and those that have ended, the newest first."""
        its = [window for window in self._unfinished.values() if window.service == service]
        ended = sorted((w for w in its if not w.is_open), key=lambda w: w.began_at, reverse=True)
        return next((w for w in its if w.is_open), None), tuple(ended)


def _in_other_states(
    figures: Mapping[str, ServiceFigures], said: Assessment
) -> dict[str, ServiceFigures]:
    """The services whose state is another than before, or began at another time."""
    return {
        service: known.in_state(state, said.since[service])
        for service, state in said.service_states.items()
        if (known := figures.get(service)) is not None
        and (state is not known.state or said.since[service] != known.since)
    }
