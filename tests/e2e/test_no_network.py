"""The shipped file where there is no way out: nothing has failed, since nothing was seen.

A copy of it is run in which every name is looked up at a name server on loopback: what is tested is
the same on a machine that has a network, and nobody is asked anything.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.config.loader import load
from tests.support import files
from tests.support.clocks import ManualClock
from tests.support.names import NXDOMAIN, SILENT, Name, name_server
from tests.support.program import Samples, inner_program, said, until

LISTED_SECONDS = 15.0


@dataclass(frozen=True)
class Shipped:
    """What the shipped file configures."""

    probes: frozenset[str]
    hosts: frozenset[str]
    services: int


@pytest.fixture
def shipped() -> Shipped:
    settings = load(files.SHIPPED, {})
    return Shipped(
        probes=frozenset(probe.id for _, probe in settings.probes),
        hosts=frozenset(probe.subject_host for _, probe in settings.probes),
        services=len(settings.services),
    )


def counted(samples: Samples, result: str) -> set[str]:
    """The probes that came to this at least once."""
    return {
        its["probe"]
        for name, its, value in samples.every
        if name == "probe_runs_total" and its["result"] == result and value
    }


async def test_every_probe_is_listed_at_once_and_all_that_happens_is_our_own_fault(
    tmp_path: Path, shipped: Shipped
) -> None:
    clock = ManualClock()
    path = tmp_path / "probes.yaml"
    async with name_server({}) as resolver:
        files.write(path, files.shipped_by_way_of(f"127.0.0.1:{resolver.port}"))
        async with inner_program(path, clock=clock) as program:
            began = clock.monotonic()
            first = await until(program, clock, lambda samples: True)
            listed_after = clock.monotonic() - began
            samples = await until(
                program, clock, lambda samples: counted(samples, "void") == shipped.probes
            )
            network = program.journal.said("own network")
    assert listed_after < LISTED_SECONDS
    assert first.labels("jmo_monitor_probe_info", "probe") == shipped.probes
    assert len(first.labels("jmo_service_info", "service")) == shipped.services
    for result in ("ok", "degraded", "failed"):
        assert counted(samples, result) == set()
    reasons = {
        its["reason"]
        for name, its, value in samples.every
        if name == "probe_failures_total" and value
    }
    assert reasons == {"local_network_down"}
    assert samples.values("probe_success") == []
    assert samples.value("jmo_monitor_own_network_up") == 0
    assert [event["state"] for event in network] == ["down"]
    assert {name for name, _, _ in resolver.questions} == shipped.hosts


@pytest.mark.parametrize(("how", "timeout"), [(NXDOMAIN, "10s"), (SILENT, "500ms")])
async def test_check_says_that_it_is_the_readers_own_network(
    how: Name, timeout: str, tmp_path: Path, shipped: Shipped
) -> None:
    path = tmp_path / "probes.yaml"
    async with name_server(dict.fromkeys(shipped.hosts, how)) as resolver:
        whole = files.shipped_by_way_of(f"127.0.0.1:{resolver.port}")
        # one attempt, since waiting for a second one is all that would take time here
        whole["defaults"] |= {"timeout": timeout, "slow_after": "400ms", "attempts": 1}
        files.write(path, whole)
        came = await said("check", "--config", str(path), COLUMNS="80")
    assert (came.exit_code, came.stderr) == (3, "")
    lines = came.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    rows = {line.split()[0]: line.split() for line in lines if "? void" in line}
    assert rows.keys() == shipped.probes
    # a run that timed out while a busy machine held us up is void for that
    assert {row[-1] for row in rows.values()} - {"local_overload"} == {"local_network_down"}
    assert " ".join(lines[-2:]).startswith("It is your own network: the controls do not answer")
