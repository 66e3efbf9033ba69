"""The demonstration's configuration is that of the shipped file, at another pace and place."""

from datetime import UTC, datetime

import pytest

from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.demo.configuration import write_configuration
from monitor.demo.hosts import CONTROL, HOSTS, LOOPBACK, label
from monitor.probes.hosted import HostedProbe
from tests.config.files import SHIPPED
from tests.support.certificates import Authority

NAMES = [name for names in HOSTS.values() for name in names]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("demo")
    root_file = Authority(folder).root_file
    ports = {name: 40_000 + number for number, name in enumerate(NAMES)}
    return load(write_configuration(folder / "probes.yaml", root_file, ports), environ={})


def test_it_says_that_it_is_a_demonstration_and_from_where_it_looks(settings: Settings) -> None:
    assert settings.location == "demo"
    assert "peragaan" in settings.page.notice
    assert "demonstration" in settings.page.notice_en


def test_services_are_called_and_matter_as_in_the_shipped_file(settings: Settings) -> None:
    shipped = {service.id: service.info for service in load(SHIPPED, environ={}).services}
    for service in settings.services:
        ours, theirs = service.info, shipped[service.id]
        assert (ours.name, ours.name_en) == (theirs.name, theirs.name_en)
        assert (ours.symptom, ours.symptom_en) == (theirs.symptom, theirs.symptom_en)
        assert ours.essential is theirs.essential
    assert {service.id for service in settings.services} == HOSTS.keys() - {CONTROL}


def test_every_probe_goes_to_a_stand_in_of_its_service_on_this_machine(settings: Settings) -> None:
    for service, probe in settings.probes:
        assert isinstance(probe, HostedProbe)
        assert probe.host in HOSTS[service]
        assert probe.resolve[probe.host] == LOOPBACK
        assert not probe.is_public


def test_every_stand_in_is_asked(settings: Settings) -> None:
    assert {probe.host for _, probe in settings.probes} == set(NAMES)


def test_names_can_be_nobodys_and_their_labels_differ() -> None:
    assert all(name.endswith(".example") for name in NAMES)
    assert len({label(name) for name in NAMES}) == len(NAMES)


def test_the_month_ends_every_day(settings: Settings) -> None:
    days = (datetime(2026, 2, day, tzinfo=UTC) for day in range(1, 29))
    assert {settings.calendar.at(day) for day in days} == {("akhir-bulan",)}
