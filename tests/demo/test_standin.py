"""Stand-ins behave as they are told, and the monitor's own probes see it so."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.clock import SystemClock
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.demo.certificates import Authority
from monitor.demo.conduct import Conduct
from monitor.demo.configuration import write_configuration
from monitor.demo.hosts import EXPIRING, HOSTS, LOOPBACK
from monitor.demo.pages import NEW_VERSION, OLD_VERSION
from monitor.demo.standin import StandIn
from monitor.demo.story import STORY
from monitor.model import Outcome, Reason, Result
from monitor.net.toolbox import system_net
from monitor.probes.run import run

REASONS = {
    Conduct.SLOW: Reason.SLOW_LATENCY,
    Conduct.BROKEN: Reason.CHECK_STATUS,
    Conduct.REFUSING: Reason.CONNECT_REFUSED,
    Conduct.SILENT: Reason.HTTP_TIMEOUT,
    Conduct.HANGING_UP: Reason.HTTP_CLOSED,
    Conduct.MAINTENANCE: Reason.MAINTENANCE_PAGE,
    Conduct.EXPIRED: Reason.TLS_CERT_EXPIRED,
}


class Stage:
    """Stand-ins on this loop, and the demonstration's probes of them."""

    def __init__(self, folder: Path, authority: Authority, stand_in: StandIn) -> None:
        root_file = folder / "root.pem"
        authority.write_root(root_file)
        self.stand_in = stand_in
        self.settings: Settings = load(
            write_configuration(folder / "probes.yaml", root_file, stand_in.ports), environ={}
        )
        self._net = system_net(SystemClock(), "test")

    async def seen(self, name: str) -> Outcome:
        """The outcome of a run of a probe."""
        (found,) = ((s, probe) for s, probe in self.settings.probes if probe.id == name)
        service, probe = found
        return await run(probe, self._net, service=service, location="here")

    async def reason(self, name: str) -> Reason | None:
        """Why the probe is not well."""
        return (await self.seen(name)).reason

    async def days_left(self, name: str) -> int:
        """How many days the certificate is good that the probe is shown."""
        outcome = await self.seen(name)
        assert outcome.tls is not None
        assert outcome.tls.leaf is not None
        return (outcome.tls.leaf.not_after - outcome.started_at).days


@pytest.fixture
def authority() -> Authority:
    return Authority(SystemClock().now())


@pytest.fixture
async def stage(tmp_path: Path, authority: Authority) -> AsyncIterator[Stage]:
    stand_in = StandIn(authority)
    await stand_in.become(dict.fromkeys(HOSTS, Conduct.WELL))
    yield Stage(tmp_path, authority, stand_in)
    stand_in.close()


async def test_all_are_well_over_verified_tls_at_first(stage: Stage) -> None:
    for _, probe in stage.settings.probes:
        outcome = await stage.seen(probe.id)
        assert outcome.result is Result.OK, outcome.detail
        assert probe.kind == "tcp" or outcome.tls is not None


@pytest.mark.parametrize("conduct", REASONS)
async def test_a_conduct_is_seen_for_what_it_is_and_so_is_its_end(
    stage: Stage, conduct: Conduct
) -> None:
    await stage.stand_in.become({"sso": conduct})
    assert await stage.reason("sso-page") is REASONS[conduct]
    assert await stage.reason("website-home") is None
    await stage.stand_in.become({"sso": Conduct.WELL})
    assert await stage.reason("sso-page") is None


def test_the_story_claims_no_other_reason() -> None:
    for act in STORY:
        for effect in act.effects:
            if effect.reason is not None:
                assert effect.reason is REASONS[act.changes[effect.service]]


async def test_a_shop_offers_the_next_version_once_it_is_told(stage: Stage) -> None:
    before = (await stage.seen("app-store-release")).release
    await stage.stand_in.become({"app-stores": Conduct.UPDATED})
    after = (await stage.seen("app-store-release")).release
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == (OLD_VERSION, NEW_VERSION)


async def test_a_certificate_is_good_for_its_own_name_alone(stage: Stage, tmp_path: Path) -> None:
    text = (tmp_path / "probes.yaml").read_text()
    port = stage.stand_in.ports["sso.jmo.example"]
    other = f"https://www.jmo.example:{port}/"
    (tmp_path / "probes.yaml").write_text(text.replace(f"https://sso.jmo.example:{port}/", other))
    stage.settings = load(tmp_path / "probes.yaml", environ={})
    assert await stage.reason("sso-page") is Reason.TLS_CERT_HOSTNAME


async def test_one_certificate_has_only_days_left_and_the_others_months(stage: Stage) -> None:
    assert HOSTS["sipp"] == (EXPIRING,)
    days = [await stage.days_left(name) for name in ("sipp-page", "sso-page")]
    assert days == [4, 89]  # and some hours


async def test_a_port_stays_with_its_host_while_nobody_listens(stage: Stage) -> None:
    ports = dict(stage.stand_in.ports)
    await stage.stand_in.become(dict.fromkeys(HOSTS, Conduct.REFUSING))
    for name in ("control-one", "sso-page", "jmo-api-tcp"):
        assert await stage.reason(name) is Reason.CONNECT_REFUSED
    await stage.stand_in.become(dict.fromkeys(HOSTS, Conduct.WELL))
    assert stage.stand_in.ports == ports
    assert await stage.reason("control-one") is None


async def test_who_comes_without_tls_or_a_request_leaves_the_others_alone(stage: Stage) -> None:
    port = stage.stand_in.ports["sso.jmo.example"]
    _, plain = await asyncio.open_connection(LOOPBACK, port)
    plain.write(b"GET / HTTP/1.1\r\n\r\n")
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    reader, chatty = await asyncio.open_connection(LOOPBACK, port, ssl=trusting)
    chatty.write(b"x" * 100_000)
    assert await reader.read() == b""
    assert await stage.reason("sso-page") is None
    plain.close()
    chatty.close()
