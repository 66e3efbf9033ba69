"""The demonstration as a person starts it: a process, a terminal's lines, a page, and an end."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.narrator import INTRODUCTION, THE_END
from monitor.demo.story import ENDS_SECONDS, STORY, Act, Effect
from monitor.model import State, Verdict
from tests.support.processes import free_ports
from tests.support.program import PATIENCE_SECONDS, ROOT, Client, command
from tests.support.servers import respond, serve

FIRST_SECONDS = 15.0
WHOLE_SECONDS = 180.0
LOOK_SECONDS = 0.25
NOTICES = {
    "id": "Ini peragaan: semua server di sini tiruan, bukan JMO yang sebenarnya.",
    "en": "This is a demonstration: every server here is a stand-in, not the real JMO.",
}
WINDOWS = [
    ("jmo-api", "degraded", "slow_latency"),
    ("sso", "down", "check_status"),
    ("lapak-asik", "down", "connect_refused"),
    ("tracking", "down", "http_timeout"),
    ("jmo-api", "down", "http_closed"),
    ("website", "down", "maintenance_page"),
    ("sipp", "down", "tls_cert_expired"),
]
"""Every window of the day, each with what was the matter most of the time."""


@dataclass(slots=True)
class Show:
    """A running demonstration."""

    client: Client
    process: Process
    began: float
    folder: Path
    """Where it keeps what is temporary."""

    @property
    def seconds(self) -> float:
        """Since the process was started."""
        return asyncio.get_running_loop().time() - self.began

    async def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        return (await self.process.stdout.readline()).decode().rstrip("\n")

    async def until_act(self, act: Act) -> None:
        """Read on until it says what happens in an act."""
        async with asyncio.timeout(ENDS_SECONDS):
            while not (await self.line()).endswith(act.says.english):
                pass

    async def status(self) -> dict[str, Any]:
        """What the API says of all."""
        found: dict[str, Any] = (await self.client.get("/api/v1/status")).json()
        return found

    async def until_verdict(self, verdict: Verdict) -> None:
        """Ask again and again."""
        while (await self.status())["verdict"] != verdict:  # noqa: ASYNC110 - it only answers
            await asyncio.sleep(LOOK_SECONDS)

    async def missing(self, act: Act) -> list[Effect | Verdict]:
        """What an act is to bring, and has not brought yet."""
        answer = await self.client.get("/api/v1/services")
        services = {service["id"]: service for service in answer.json()["services"]}
        missing: list[Effect | Verdict] = [
            effect for effect in act.effects if not shows(services[effect.service], effect)
        ]
        verdict = act.verdict if (await self.status())["verdict"] != act.verdict else None
        return [*missing, verdict] if verdict else missing

    async def ends(self, number: signal.Signals) -> tuple[int | None, str]:
        """Send a signal; the exit code, once nobody can write to standard error any more.

        The stand-in can: so it has ended as well.
        """
        self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE_SECONDS):
            _, stderr = await self.process.communicate()
        return self.process.returncode, stderr.decode()


def shows(service: dict[str, Any], effect: Effect) -> bool:
    """Whether a service is as an act says, and its last runs have that reason."""
    reasons = {probe["last"]["reason"] for probe in service["probes"] if probe["last"]}
    return service["state"] == effect.state and (effect.reason is None or effect.reason in reasons)


@asynccontextmanager
async def show(folder: Path, *options: str) -> AsyncIterator[Show]:
    """Start it on a free port, in English; its temporary folder is in `folder`."""
    (port,) = free_ports(1)
    arguments = ("demo", "--lang", "en", "--listen", f"127.0.0.1:{port}", *options)
    began = asyncio.get_running_loop().time()
    process = await asyncio.create_subprocess_exec(
        *command(*arguments),
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    client = Client(f"http://127.0.0.1:{port}/")
    try:
        yield Show(client, process, began, folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_trouble_is_seen_within_fifteen_seconds_on_pages_that_say_it_is_none(
    tmp_path: Path,
) -> None:
    async with show(tmp_path) as demo:
        async with asyncio.timeout(FIRST_SECONDS):
            await demo.until_act(STORY[0])
            await demo.until_verdict(Verdict.OPERATIONAL)
            await demo.until_verdict(Verdict.DEGRADED)
        assert demo.seconds < FIRST_SECONDS
        services = (await demo.status())["services"]
        first = next(service for service in services if service["state"] == State.DEGRADED)
        name, window = first["id"], first["window"]
        assert name in {effect.service for effect in STORY[1].effects}
        samples = await demo.client.samples()
        assert samples.value("jmo_service_state", service=name, state="degraded") == 1
        for page in ("/", f"/service/{name}", "/service/website", f"/window/{window}"):
            for language, notice in NOTICES.items():
                assert notice in (await demo.client.get(f"{page}?lang={language}")).text, page


async def test_an_interrupt_ends_it_and_leaves_nothing(tmp_path: Path) -> None:
    async with show(tmp_path) as demo:
        await demo.until_act(STORY[0])
        assert list(tmp_path.iterdir()) != []
        assert await demo.ends(signal.SIGINT) == (0, "")
    assert list(tmp_path.iterdir()) == []


async def test_it_begins_by_saying_that_nothing_is_real(tmp_path: Path) -> None:
    async with show(tmp_path) as demo:
        lines = [await demo.line() for _ in INTRODUCTION]
        assert lines == [said.english.format(url=demo.client.url) for said in INTRODUCTION]
        assert await demo.ends(signal.SIGTERM) == (0, "")
    assert list(tmp_path.iterdir()) == []


async def test_told_to_end_before_it_began_it_ends_as_well(tmp_path: Path) -> None:
    async with show(tmp_path) as demo:
        while not list(tmp_path.iterdir()):  # noqa: ASYNC110 - the file system tells nobody
            await asyncio.sleep(0)
        await asyncio.sleep(0.2)  # in which the stand-in is being started
        code, stderr = await demo.ends(signal.SIGTERM)
    assert (code, stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


async def test_a_monitor_that_is_killed_takes_the_stand_in_along(tmp_path: Path) -> None:
    async with show(tmp_path) as demo:
        await demo.until_act(STORY[0])
        code, _ = await demo.ends(signal.SIGKILL)
    assert code == -signal.SIGKILL


async def test_a_stand_in_that_is_killed_ends_it_with_one_clear_line(tmp_path: Path) -> None:
    async with show(tmp_path) as demo:
        await demo.until_act(STORY[0])
        pid = demo.process.pid
        (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(int(child), signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_SECONDS):
            _, stderr = await demo.process.communicate()
    assert demo.process.returncode == 1
    assert stderr == b"Error: the stand-in for JMO has ended, with exit code -9\n"
    assert list(tmp_path.iterdir()) == []


async def test_a_taken_port_is_one_clear_line_and_leaves_nothing(tmp_path: Path) -> None:
    async with (
        serve(respond(200)) as server,
        show(tmp_path, "--listen", f"127.0.0.1:{server.port}") as demo,
    ):
        stdout, stderr = await demo.process.communicate()
    assert (demo.process.returncode, stdout) == (1, b"")
    (line,) = stderr.decode().splitlines()
    assert f"cannot listen on 127.0.0.1 port {server.port}: Address already in use" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
async def test_every_act_brings_what_the_story_says_and_all_of_it_takes_three_minutes(
    tmp_path: Path,
) -> None:
    async with show(tmp_path, "--once") as demo:
        ends = [*(act.at_seconds for act in STORY), ENDS_SECONDS]
        for act, (begins, end) in zip(STORY, pairwise(ends), strict=True):
            await demo.until_act(act)
            await _until_brought(demo, act, end - begins)
        answer = await demo.client.get("/api/v1/windows")
        while not (line := await demo.line()).endswith(THE_END.english):
            assert line
        stdout, stderr = await demo.process.communicate()
        took = demo.seconds
    assert (demo.process.returncode, stdout, stderr) == (0, b"", b"")
    assert took <= WHOLE_SECONDS
    windows = sorted(answer.json()["windows"], key=lambda window: window["began_at"])
    found = [(w["service"], w["severity"], w["reason"]) for w in windows]
    assert sorted(found) == sorted(WINDOWS)
    assert all(window["ended_at"] for window in windows)
    assert list(tmp_path.iterdir()) == []


async def _until_brought(demo: Show, act: Act, length_seconds: float) -> None:
    """Look until an act has brought all that it is to bring, while it lasts."""
    deadline = demo.seconds + length_seconds
    while missing := await demo.missing(act):
        assert demo.seconds < deadline, f"at {act.at_seconds:g} s this did not come: {missing}"
        await asyncio.sleep(LOOK_SECONDS)
