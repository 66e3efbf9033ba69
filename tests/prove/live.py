"""A real monitor under faults that come on cue, scraped by a real Prometheus with our rules."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from grafana.builder.targets import Choice
from tests.prove import dashboards
from tests.prove.dashboards import Board
from tests.prove.prometheus import Answer, Prometheus, prometheus
from tests.support import files
from tests.support.certificates import Authority
from tests.support.program import Outer, outer_program
from tests.support.story import HOST, Actor, Mood

RULES = Path(__file__).parents[2] / "prometheus" / "rules"
SERVICES = ("a", "b")
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.2
HOUR_SECONDS = 3600
_CONFIGURATION = """
global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
rule_files: [{folder}/rules/*.yml]
scrape_configs:
  - job_name: jmo
    file_sd_configs: [{{files: ["{folder}/monitors.json"]}}]
"""


@dataclass
class Live:
    """The stage: servers, one monitor that may be off, and Prometheus."""

    folder: Path
    prometheus: Prometheus
    actors: dict[str, Actor]
    boards: dict[str, Board] = field(default_factory=dashboards.boards)

    async def become(self, mood: Mood) -> datetime:
        """Have every service be so; returns when that was."""
        await asyncio.gather(*(self.actors[name].become(mood) for name in SERVICES))
        return datetime.now(UTC)

    @asynccontextmanager
    async def monitor(self) -> AsyncIterator[Outer]:
        """Have the monitor on until the end of the block, where Prometheus finds it."""
        async with outer_program(self.folder / "probes.yaml") as program:
            labels = {"location": "uji", "instance": "uji"}
            found = [{"targets": [httpx.URL(program.url).netloc.decode()], "labels": labels}]
            new = self.folder / "monitors.new"
            new.write_text(json.dumps(found))
            new.rename(self.folder / "monitors.json")
            yield program
            await program.stop()

    async def ask(self, uid: str, name: str, **chosen: str) -> Answer:
        """What a panel is told now."""
        values = {**_VALUES, "service": SERVICES, **chosen}
        choice = Choice(range_seconds=HOUR_SECONDS, scrape_seconds=1, values=values)
        found = dashboards.asked(self.boards[uid], choice)
        (target,) = (target for said, target in found if said == name)
        return await asyncio.to_thread(self.prometheus.ask, target, datetime.now(UTC))

    async def ask_all(self) -> dict[tuple[str, str], Answer]:
        """What every panel is told now."""
        choice = Choice(range_seconds=HOUR_SECONDS, scrape_seconds=1, values=_VALUES)
        found = {
            (uid, name): target
            for uid, board in self.boards.items()
            for name, target in dashboards.asked(board, choice)
        }
        now = datetime.now(UTC)
        return {
            key: await asyncio.to_thread(self.prometheus.ask, target, now)
            for key, target in found.items()
        }

    async def until(self, uid: str, name: str, says: Callable[[Answer], bool]) -> Answer:
        """Wait until a panel says so."""
        answer = None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while answer is None or not says(answer):
                    await asyncio.sleep(LOOK_SECONDS)
                    answer = await self.ask(uid, name)
        except TimeoutError as error:
            raise AssertionError(f"{uid} {name} never said so; it said {answer}") from error
        return answer


_VALUES = {
    "service": ".*",
    "location": ".*",
    "interval": "1",
    "period": "always",
    "slo_window": "30d",
}


@asynccontextmanager
async def live(folder: Path) -> AsyncIterator[Live]:
    """Set the stage; the monitor is off."""
    authority = Authority(folder)
    async with AsyncExitStack() as stack:
        actors = {name: Actor(name, authority) for name in (*SERVICES, "control")}
        for actor in actors.values():
            await actor.become(Mood.WELL)
            stack.push_async_callback(actor.leave)
        files.write(folder / "probes.yaml", _monitored(authority, actors))
        _rules_without_patience(folder)
        text = _CONFIGURATION.format(folder=folder)
        server = stack.enter_context(prometheus(folder, folder / "tsdb", text))
        yield Live(folder, server, actors)


def _rules_without_patience(folder: Path) -> None:
    """Our rules; an alert fires and clears at once, since nobody has minutes here."""
    (folder / "rules").mkdir()
    for path in RULES.glob("*.yml"):
        text = re.sub(r"\b(for|keep_firing_for|interval): \d+[smh]", r"\1: 1s", path.read_text())
        (folder / "rules" / path.name).write_text(text)


def _monitored(authority: Authority, actors: dict[str, Actor]) -> dict[str, object]:
    def probe(name: str) -> files.Probe:
        often = {"interval": "1s", "timeout": "900ms", "slow_after": "700ms"}
        url = f"https://{HOST}:{actors[name].port}/"
        tls = {"ca_file": str(authority.root_file)}
        return files.probe(f"{name}-page", url, family="ip4", tls=tls, **often)

    slo = {
        "availability": "99.5%",
        "latency": {"under": "2s", "target": "95%"},
        "window": "30d",
    }
    services = [{**files.service(name, probe(name)), "slo": slo} for name in SERVICES]
    states = {"down": "2 of 3", "degraded": "2 of 3", "recover": 2, "merge_gap": "1s"}
    return files.configuration(
        services=services,
        controls=[probe("control")],
        defaults={"states": states},
        calendar=[{"id": "always", "name": "Selalu", "days": "1..31"}],
    )
