"""What must hold between the parts of a file that are each well: ids, times, budgets, quorum."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from monitor.config import outline
from monitor.config.errors import Path, Problem, dotted
from monitor.config.settings import CONTROL_SERVICE
from monitor.config.trail import place_of
from monitor.config.tree import Mapping, find
from monitor.fields import format_duration
from monitor.probes import Probe

SHORTEST_INTERVAL = timedelta(seconds=30)
"""To a public host: a service in trouble is not helped by its watchers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A probe, and where it stands in the file."""

    path: Path
    probe: Probe


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file whose parts are read, as far as they are well."""

    root: Mapping
    data: Any
    probes: tuple[Placed, ...]
    requests_per_minute: int | None
    """None where `manners` is broken."""

    def problem(self, path: Path, text: str, *, of_key: bool = False) -> Problem:
        """A problem at the place of a path."""
        return Problem(text=text, path=path, place=place_of(self.root, path, of_key=of_key))

    def setting(self, placed: Placed, *keys: str) -> Path:
        """Where the first of these keys is set for a probe: at it, or in `defaults`."""
        paths = [(*placed.path, key) for key in keys] + [("defaults", key) for key in keys]
        return next((path for path in paths if find(self.root, path)), placed.path)

    def nearest(self, path: Path) -> Path:
        """The path as far as it leads to what stands in the file."""
        while path and find(self.root, path) is None:
            path = path[:-1]
        return path


def check(draft: Draft) -> Iterator[Problem]:
    """Everything that does not go together."""
    for rule in _RULES:
        yield from rule(draft)


def _service_ids(draft: Draft) -> Iterator[Problem]:
    entries = [(path, service.get("id")) for path, service in outline.services(draft.data)]
    yield from repeated(draft, entries, "service")
    for path, name in entries:
        if name == CONTROL_SERVICE:
            said = f"{CONTROL_SERVICE!r} is the service of the controls; choose another id"
            yield draft.problem((*path, "id"), said)


def _probe_ids(draft: Draft) -> Iterator[Problem]:
    entries = [(path, probe.get("id")) for path, probe in outline.probes(draft.data)]
    yield from repeated(draft, entries, "probe")


def repeated(draft: Draft, entries: list[tuple[Path, Any]], what: str) -> Iterator[Problem]:
    """Each id that stands again, of entries that are mappings with their paths."""
    seen: dict[str, Path] = {}
    for holder, name in entries:
        path = (*holder, "id")
        if not isinstance(name, str):
            continue
        first = seen.setdefault(name, path)
        if first is not path:
            line = place_of(draft.root, first).line
            said = f"the {what} id {name!r} is taken by {dotted(first[:-1])} in line {line}"
            yield draft.problem(path, f"{said}; ids are unique in the file")


def _times(draft: Draft) -> Iterator[Problem]:
    for placed in draft.probes:
        probe = placed.probe
        interval, timeout = format_duration(probe.interval), format_duration(probe.timeout)
        if probe.timeout >= probe.interval:
            said = f"timeout {timeout} must be shorter than interval {interval}"
            yield draft.problem(draft.setting(placed, "timeout", "interval"), said)
        if probe.slow_after >= probe.timeout:
            slow = format_duration(probe.slow_after)
            said = f"slow_after {slow} must be shorter than timeout {timeout}"
            yield draft.problem(draft.setting(placed, "slow_after", "timeout"), said)
        if probe.interval < SHORTEST_INTERVAL and probe.is_public:
            floor = format_duration(SHORTEST_INTERVAL)
            said = f"interval {interval} is too short for the public host {probe.host}"
            yield draft.problem(draft.setting(placed, "interval"), f"{said}; at least {floor}")


def _budget(draft: Draft) -> Iterator[Problem]:
    if draft.requests_per_minute is None:
        return
    by_host: dict[str, list[Placed]] = defaultdict(list)
    for placed in draft.probes:
        if placed.probe.is_public:
            by_host[placed.probe.host.removesuffix(".")].append(placed)
    for host, group in by_host.items():
        a_minute = sum(map(_requests_a_minute, group))
        if a_minute > draft.requests_per_minute:
            said = (
                f"with this, {len(group)} probes ask {host} {a_minute:.4g} times a minute, and"
                f" manners.requests_per_minute is {draft.requests_per_minute}; lengthen their"
                " intervals, or leave some out"
            )
            yield draft.problem(group[-1].path, said)


def _requests_a_minute(placed: Placed) -> float:
    """Each step of a journey is a request."""
    requests = max(1, len(placed.probe.step_names))
    return requests * (timedelta(minutes=1) / placed.probe.interval)


def _quorum(draft: Draft) -> Iterator[Problem]:
    section = draft.data.get("controls")
    if not isinstance(section, dict) or not isinstance(section.get("probes"), list):
        return
    quorum, count = section.get("quorum"), len(section["probes"])
    if isinstance(quorum, int) and quorum > count > 0:
        said = f"{quorum} is more than there are controls; at most {count}"
        yield draft.problem(("controls", "quorum"), said)


_RULES: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    _service_ids,
    _probe_ids,
    _times,
    _budget,
    _quorum,
)
