"""The shipped probes.yaml watches what it should, politely."""

import re

import pytest

from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.model import Role
from monitor.probes import HttpProbe
from tests.config.files import SHIPPED

MARGIN = 0.75  # attempts and sharpened runs need room beside the regular ones


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return load(SHIPPED, {})


def test_it_watches_every_service(shipped: Settings) -> None:
    assert [service.id for service in shipped.services] == [
        *("jmo-api", "sso", "lapak-asik", "tracking", "app-stores"),
        *("sipp", "website", "bsu", "pmi", "ejakon"),
    ]
    assert (shipped.controls.quorum, len(shipped.controls.probes)) == (2, 4)


def test_it_speaks_both_languages(shipped: Settings) -> None:
    for service in shipped.services:
        info = service.info
        assert all((info.name, info.name_en, info.symptom, info.symptom_en))
        assert info.symptom != info.symptom_en


def test_it_takes_place_and_contact_from_the_environment() -> None:
    found = load(SHIPPED, {"MONITOR_LOCATION": "bandung", "MONITOR_CONTACT": "mailto:a@b.example"})
    assert found.location == "bandung"
    assert found.manners.user_agent.endswith("(+mailto:a@b.example)")
    assert load(SHIPPED, {}).location == "jakarta"


def test_it_asks_politely(shipped: Settings) -> None:
    for _, probe in shipped.probes:
        assert isinstance(probe, HttpProbe)
        assert probe.method in {"GET", "HEAD"}
        assert probe.interval.total_seconds() >= 60
        assert probe.timeout.total_seconds() == 10
        assert probe.slow_after.total_seconds() == 3
        assert probe.url.startswith("https://")
        assert (probe.headers, probe.body, probe.auth) == ({}, None, None)
        assert probe.tls.verify


def test_it_leaves_room_in_the_budget(shipped: Settings) -> None:
    hosts = {probe.host for _, probe in shipped.probes}
    for host in hosts:
        a_minute = sum(60 / p.interval.total_seconds() for _, p in shipped.probes if p.host == host)
        assert a_minute <= MARGIN * shipped.manners.requests_per_minute


def test_a_healthy_page_cannot_look_down(shipped: Settings) -> None:
    for service, probe in shipped.probes:
        if service == "control" or probe.id == "app-store-lookup":
            continue
        assert isinstance(probe, HttpProbe)
        assert str(probe.expect.status) == "200-499"
        assert probe.expect.reads_body is False
        assert (probe.expect.headers, probe.expect.latency) == ((), None)


def test_what_is_not_jmo_s_own_is_supporting(shipped: Settings) -> None:
    roles = {probe.id: probe.role for _, probe in shipped.probes}
    supporting = {name for name, role in roles.items() if role is Role.SUPPORTING}
    assert supporting == {
        *("play-store-page", "app-store-page", "app-store-lookup"),
        *("website-contact", "website-how-to-claim"),
    }


def test_every_probe_says_how_sure_its_target_is() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    probes = [number for number, line in enumerate(lines) if re.match(r" +- id: .*-", line)]
    kinds = [number for number in probes if "kind:" in lines[number + 1]]
    assert len(kinds) == 18
    for number in kinds:
        assert lines[number - 1].lstrip().startswith("# "), lines[number]
