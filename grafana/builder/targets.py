"""Every query of every dashboard as Grafana would ask it, for whoever wants to ask them himself."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SPECIAL = re.compile(r"[\\^$*+?.()|{}\[\]]")
VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen above a dashboard, and how wide a panel is."""

    range_seconds: int
    values: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """One value, or several of which any may match. `location` is `.*` where all are chosen."""
    scrape_seconds: int = 15
    """The data source's scrape interval."""
    points: int = 1000
    """How many points a panel asks for at most: its width in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One query with everything put in."""

    dashboard: str
    """The dashboard's uid."""
    panel: int | None
    """None for the query of an annotation."""
    title: str
    ref: str
    expression: str
    instant: bool
    range_seconds: int
    """The panel's range, which may be its own."""
    step_seconds: int


def every_target(folder: Path, choice: Choice) -> Iterator[Target]:
    """Those of all dashboards in the folder."""
    for path in sorted(folder.glob("*.json")):
        yield from targets(json.loads(path.read_text(encoding="utf-8")), choice)


def targets(dashboard: Mapping[str, Any], choice: Choice) -> Iterator[Target]:
    """Those of one dashboard: of its panels first, then of its annotations."""
    for panel in dashboard["panels"]:
        for query in panel.get("targets", ()):
            yield _target(dashboard, panel, query, choice)
    for annotation in dashboard["annotations"].get("list", ()):
        whole = {"id": None, "title": annotation["name"]}
        yield _target(dashboard, whole, annotation["target"], choice)


def _target(
    dashboard: Mapping[str, Any], panel: Mapping[str, Any], query: Mapping[str, Any], choice: Choice
) -> Target:
    own_range = panel.get("timeFrom")
    range_seconds = seconds(own_range) if own_range else choice.range_seconds
    lowest = panel.get("interval") or query.get("interval")
    at_least = max(choice.scrape_seconds, seconds(lowest) if lowest else 0)
    step = max(at_least, -(-range_seconds // choice.points))
    return Target(
        dashboard=dashboard["uid"],
        panel=panel["id"],
        title=panel["title"],
        ref=query["refId"],
        expression=put_in(query["expr"], choice, range_seconds=range_seconds, step_seconds=step),
        instant=query["instant"],
        range_seconds=range_seconds,
        step_seconds=step,
    )


def seconds(duration: str) -> int:
    """Of a duration such as `5m` or `30d`."""
    return int(duration[:-1]) * UNITS[duration[-1]]


def put_in(expression: str, choice: Choice, *, range_seconds: int, step_seconds: int) -> str:
    """The expression with the chosen values; raises KeyError on a variable that nobody chose."""
    rate_seconds = max(step_seconds + choice.scrape_seconds, 4 * choice.scrape_seconds)
    built_in = {
        "__range": f"{range_seconds}s",
        "__range_s": str(range_seconds),
        "__interval": f"{step_seconds}s",
        "__rate_interval": f"{rate_seconds}s",
    }

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if not name.isidentifier():
            return match[0]  # $1, of a replacement
        return built_in.get(name) or _chosen(choice.values[name])

    return VARIABLE.sub(value, expression)


def _chosen(value: str | Sequence[str]) -> str:
    """As Grafana puts it into a matcher: one value as it is, several as alternatives."""
    if isinstance(value, str):
        return value
    escaped = [SPECIAL.sub(lambda match: "\\\\" + match[0], one) for one in value]
    return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"
