"""A file that asks for pings is refused where the system does not allow them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.config.compose import compose
from monitor.config.crosscheck import Draft, Placed
from monitor.config.document import decode, events
from monitor.config.pings import check_permission
from monitor.probes import KINDS
from tests.config.files import HEAD, file_with, load_text
from tests.support.ownnet import forbid_pings, pingable

SERVICE = """\
services:
  - id: web
    name: Web
    symptom: s
    probes:
      - {id: page, kind: http, url: https://www.example.org/}
      - {id: ping, kind: icmp, host: 127.0.0.1}
      - id: ping-too
        kind: icmp
        host: 127.0.0.2
"""
TEXT = HEAD + SERVICE


@pytest.fixture
def own_network() -> Iterator[None]:
    """A network in which one may ping."""
    with pingable():
        yield


def draft(*kinds: str) -> Draft:
    """A draft of TEXT, of whose probes these kinds stand at their places."""
    keys = {"http": {"url": "https://www.example.org/"}, "icmp": {"host": "127.0.0.1"}}
    placed = tuple(
        Placed(
            path=("services", 0, "probes", number),
            probe=KINDS[kind].model_validate({"id": f"p{number}", "kind": kind, **keys[kind]}),
        )
        for number, kind in enumerate(kinds)
    )
    root, problems = compose(events(decode(TEXT.encode())))
    assert not problems
    return Draft(root=root, data={}, probes=placed, requests_per_minute=12)


def test_each_icmp_probe_is_told_at_its_kind() -> None:
    problems = list(check_permission(draft("http", "icmp", "icmp"), lambda: "no pings here"))
    assert [str(problem) for problem in problems] == [
        "9:26: services[0].probes[1].kind: no pings here",
        "11:15: services[0].probes[2].kind: no pings here",
    ]


def test_where_pings_are_allowed_all_is_well() -> None:
    assert list(check_permission(draft("http", "icmp"), lambda: None)) == []


def test_without_an_icmp_probe_nobody_asks() -> None:
    def never() -> str | None:
        raise AssertionError("asked all the same")

    assert list(check_permission(draft("http"), never)) == []


@pytest.mark.usefixtures("own_network")
def test_a_file_with_icmp_probes_loads_where_they_are_allowed(tmp_path: Path) -> None:
    kinds = [probe.kind for _, probe in load_text(tmp_path, TEXT).probes]
    assert kinds == ["http", "icmp", "icmp"]


def run_monitor(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody who may not ping."""
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        preexec_fn=forbid_pings,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["validate", "check", "run"])
def test_every_command_says_where_and_what_to_do(tmp_path: Path, command: str) -> None:
    file = tmp_path / "probes.yaml"
    file.write_text(TEXT)
    done = run_monitor(command, "--config", str(file))
    assert done.returncode == 2
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{file}:9:26: services[0].probes[1].kind: this system does not let")
    assert 'sysctl -w net.ipv4.ping_group_range="0 2147483647"' in first
    assert second.startswith(f"{file}:11:15: ")


def test_a_file_without_icmp_probes_is_well_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "probes.yaml"
    file.write_text(file_with(""))
    assert run_monitor("validate", "--config", str(file)).returncode == 0
