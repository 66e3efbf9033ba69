"""What tests of probes share: an authority, and a way to run a probe as the program does."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from monitor.clock import SystemClock
from monitor.model import Outcome
from monitor.net.toolbox import Net
from monitor.probes import KINDS, Probe
from monitor.probes.run import run
from tests.support.certificates import Authority
from tests.support.ownnet import pingable

RunProbe = Callable[..., Awaitable[Outcome]]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One root for all tests."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def own_network() -> Iterator[None]:
    """A network in which one may ping, for all of a module's tests."""
    with pingable():
        yield


def probe_of(**options: Any) -> Probe:
    """A probe, http unless it is said, with one attempt and a deadline for all that is honest."""
    keys = {"id": "p", "kind": "http", "attempts": 1, "timeout": "5s", **options}
    return KINDS[keys["kind"]].model_validate(keys)


async def run_probe(**options: Any) -> Outcome:
    """Run a probe with these keys, as the program does."""
    net = Net(clock=SystemClock(), user_agent="jmo-monitor-test", hosts={})
    return await run(probe_of(**options), net, service="s", location="here")
