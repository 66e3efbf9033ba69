"""The shipped probes.yaml watches what it should, politely."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.model import Role, Slo
from monitor.probes import AppReleaseProbe, HttpProbe
from monitor.probes.app_release import ReleaseExpect
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


def test_jmo_is_out_without_its_app_or_its_log_in(shipped: Settings) -> None:
    assert [s.id for s in shipped.rules.services if s.essential] == ["jmo-api", "sso"]


def test_every_service_of_bpjs_has_an_objective(shipped: Settings) -> None:
    objectives = {service.id: service.info.slo for service in shipped.services}
    assert objectives.pop("app-stores") is None
    assert set(objectives.values()) == {
        Slo(
            availability=0.995,
            latency_under_seconds=2,
            latency=0.95,
            window_seconds=30 * 86_400,
        )
    }


def test_its_calendar_knows_month_ends_and_working_hours(shipped: Settings) -> None:
    assert [period.id for period in shipped.roster.periods] == ["akhir-bulan", "jam-kerja"]
    zone = ZoneInfo(shipped.timezone)
    for day, hour, held in (
        (25, 7, ("akhir-bulan",)),
        (25, 8, ("akhir-bulan", "jam-kerja")),
        (24, 16, ()),
        (24, 15, ("jam-kerja",)),
        (19, 12, ()),
    ):
        moment = datetime(2026, 9, day, hour, tzinfo=zone)
        assert shipped.calendar.at(moment) == held
    assert shipped.maintenance == ()


def test_it_asks_politely(shipped: Settings) -> None:
    for _, probe in shipped.probes:
        assert probe.interval.total_seconds() >= 60
        assert probe.timeout.total_seconds() == 10
        assert probe.slow_after.total_seconds() == 3
        if probe.kind in {"dns", "tcp", "tls"}:
            continue  # they send no request
        assert isinstance(probe, HttpProbe | AppReleaseProbe)
        assert probe.target.startswith("https://")
        assert probe.tls.verify
        if isinstance(probe, HttpProbe):
            assert probe.method in {"GET", "HEAD"}
            assert (probe.headers, probe.body, probe.auth) == ({}, None, None)


def test_it_looks_the_app_up_in_both_shops_once_an_hour(shipped: Settings) -> None:
    found = [probe for _, probe in shipped.probes if isinstance(probe, AppReleaseProbe)]
    assert [(probe.store, probe.app, probe.country) for probe in found] == [
        ("play_store", "com.bpjstku", "id"),
        ("app_store", "1444834757", "id"),
    ]
    for probe in found:
        assert probe.interval.total_seconds() == 3600
        assert (probe.url, probe.expect) == (None, ReleaseExpect())


def test_it_leaves_room_in_the_budget(shipped: Settings) -> None:
    hosts = {probe.host for _, probe in shipped.probes}
    for host in hosts:
        a_minute = sum(60 / p.interval.total_seconds() for _, p in shipped.probes if p.host == host)
        assert a_minute <= MARGIN * shipped.manners.requests_per_minute


def test_a_healthy_page_cannot_look_down(shipped: Settings) -> None:
    for service, probe in shipped.probes:
        if service == "control" or not isinstance(probe, HttpProbe):
            continue
        assert str(probe.expect.status) == "200-499"
        assert probe.expect.reads_body is False
        assert (probe.expect.headers, probe.expect.latency) == ((), None)


def test_what_is_not_jmo_s_own_or_says_less_than_a_page_is_supporting(shipped: Settings) -> None:
    roles = {probe.id: probe.role for _, probe in shipped.probes}
    supporting = {name for name, role in roles.items() if role is Role.SUPPORTING}
    assert supporting == {
        *("play-store-release", "app-store-page", "app-store-release"),
        *("website-contact", "website-how-to-claim"),
        *("jmo-api-dns", "jmo-api-tcp", "jmo-api-tls"),
    }


def test_every_probe_says_how_sure_its_target_is() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    probes = [number for number, line in enumerate(lines) if re.match(r" +- id: .*-", line)]
    kinds = [number for number in probes if "kind:" in lines[number + 1]]
    assert len(kinds) == 18
    for number in kinds:
        assert lines[number - 1].lstrip().startswith("# "), lines[number]


def test_the_apps_front_address_is_looked_at_layer_by_layer(shipped: Settings) -> None:
    (service,) = [service for service in shipped.services if service.id == "jmo-api"]
    assert [probe.kind for probe in service.probes] == ["http", "dns", "tcp", "tls"]
    assert {probe.subject_host for probe in service.probes} == {"api-jmo.bpjsketenagakerjaan.go.id"}
    assert [probe.role for probe in service.probes[1:]] == [Role.SUPPORTING] * 3
