"""What is started with these files: Prometheus, Alertmanager, Grafana, and all of it by compose."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from monitor.demo.configuration import TEMPLATE
from tests.prometheus.rulefiles import FOLDER, ROOT, alerts, promtool
from tests.support.processes import find, free_ports, started
from tests.support.waiting import until

PROVISIONING = ROOT / "grafana" / "provisioning"
ALERTMANAGER = FOLDER / "alertmanager.yml"
LISTS = ("targets", "compose", "demo")
"""Folders with lists of targets: one of them is Prometheus's."""
EXPECTED_RECEIVERS = {"page": "pager", "ticket": "tickets", "info": "nobody"}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def amtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [find("amtool", "prometheus-alertmanager"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["prometheus.yml", "agent.yml", "on-demand.yml"])
def test_promtool_accepts_the_configuration(name: str) -> None:
    syntax = ("--syntax-only",) if name == "agent.yml" else ()  # the password's file is not there
    found = promtool("check", "config", *syntax, FOLDER / name)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_rules_that_are_loaded_are_all_of_them() -> None:
    patterns = read(FOLDER / "prometheus.yml")["rule_files"]
    loaded = {path for pattern in patterns for path in FOLDER.glob(pattern)}
    assert loaded == set((FOLDER / "rules").iterdir())


@pytest.mark.parametrize("name", ["prometheus.yml", "agent.yml", "on-demand.yml"])
def test_a_scrape_ends_before_the_next_one(name: str) -> None:
    settings = read(FOLDER / name)["global"]
    assert int(settings["scrape_timeout"][:-1]) < int(settings["scrape_interval"][:-1])


@pytest.mark.parametrize("folder", LISTS)
def test_promtool_accepts_every_list_of_targets(folder: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "rules", tmp_path / "rules")
    shutil.copytree(FOLDER / folder, tmp_path / "targets")
    shutil.copy(FOLDER / "prometheus.yml", tmp_path)
    found = promtool("check", "config", tmp_path / "prometheus.yml")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("folder", LISTS)
def test_a_list_of_targets_has_every_file(folder: str) -> None:
    text = (FOLDER / "prometheus.yml").read_text(encoding="utf-8")
    names = set(re.findall(r"targets/([\w.]+\.yml)", text))
    assert {path.name for path in (FOLDER / folder).iterdir()} == names


def test_targets_have_the_same_labels_with_containers_and_without() -> None:
    ours, containers = FOLDER / "targets", FOLDER / "compose"
    for name in (path.name for path in ours.iterdir()):
        labels = [[group.get("labels") for group in read(at / name)] for at in (ours, containers)]
        assert labels[0] == labels[1]


def test_targets_look_from_where_the_shipped_configuration_looks() -> None:
    (group,) = read(FOLDER / "targets" / "monitors.yml")
    place = group["labels"]["location"]
    assert f"${{MONITOR_LOCATION:-{place}}}" in (ROOT / "probes.yaml").read_text(encoding="utf-8")


def test_amtool_accepts_the_example() -> None:
    found = amtool("check-config", str(ALERTMANAGER))
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(("severity", "receiver"), EXPECTED_RECEIVERS.items())
def test_a_severity_goes_where_it_should(severity: str, receiver: str) -> None:
    found = amtool(
        "config", "routes", "test", f"--config.file={ALERTMANAGER}", f"severity={severity}"
    )
    assert found.stdout.strip() == receiver


def test_inhibitions_name_alerts_and_subjects_that_there_are() -> None:
    names = {rule["alert"] for rule in alerts()}
    subjects = {rule["labels"]["about"] for rule in alerts()}
    for rule in read(ALERTMANAGER)["inhibit_rules"]:
        for matcher in (*rule["source_matchers"], *rule["target_matchers"]):
            label, values = re.fullmatch(r'(\w+)=~?"([\w|]+)"', matcher).groups()  # type: ignore[union-attr]
            known = {"alertname": names, "about": subjects, "severity": {"page", "ticket"}}[label]
            assert set(values.split("|")) <= known, matcher


def _alert(name: str, **labels: str) -> dict[str, Any]:
    (rule,) = (rule for rule in alerts() if rule["alert"] == name)
    return {"labels": {"alertname": name, **rule["labels"], **labels}}


class Alertmanager:
    """A running one."""

    def __init__(self, url: str) -> None:
        self._alerts = f"{url}/api/v2/alerts"

    def send(self, alerts: list[dict[str, Any]]) -> None:
        """Let these alerts fire."""
        httpx.post(self._alerts, json=alerts).raise_for_status()

    def names(self, *, inhibited: bool) -> set[str]:
        """The alerts that are kept back, or those that are not."""
        shown = httpx.get(self._alerts).raise_for_status().json()
        return {
            alert["labels"]["alertname"]
            for alert in shown
            if bool(alert["status"]["inhibitedBy"]) is inhibited
        }


STORIES = {
    "the verdict says it for its services": (
        [
            _alert("JmoDown"),
            _alert("JmoServiceDown", service="sso"),
            _alert("JmoBudgetBurn1h", service="sso", slo="availability"),
            _alert("JmoStoreDown", location="jakarta"),
        ],
        {"JmoServiceDown", "JmoBudgetBurn1h"},
    ),
    "without a network anywhere nothing is said of JMO": (
        [
            _alert("JmoOwnNetworkDownEverywhere"),
            _alert("JmoOwnNetworkDown", location="jakarta"),
            _alert("JmoDown"),
            _alert("JmoServiceUnknown", service="sso", location="jakarta"),
            _alert("JmoConfigReloadFailed", location="jakarta", instance="a"),
        ],
        {"JmoOwnNetworkDown", "JmoDown", "JmoServiceUnknown"},
    ),
    "without a network at one place the others are believed": (
        [
            _alert("JmoOwnNetworkDown", location="jakarta"),
            _alert("JmoProbeSilent", location="jakarta", service="sso", probe="sso-page"),
            _alert("JmoServiceUnknown", location="medan", service="sso"),
            _alert("JmoServiceDown", service="sso"),
        ],
        {"JmoProbeSilent"},
    ),
    "the louder of two about the same": (
        [
            _alert("JmoBudgetBurn6h", service="sso", slo="latency"),
            _alert("JmoBudgetBurn1d", service="sso", slo="latency"),
            _alert("JmoBudgetBurn3d", service="sso", slo="availability"),
            _alert("JmoCertificateExpiresVerySoon", service="sso", probe="sso-page"),
            _alert("JmoCertificateExpiresSoon", service="sso", probe="sso-page"),
        ],
        {"JmoBudgetBurn1d", "JmoCertificateExpiresSoon"},
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_an_alertmanager_keeps_back_what_is_said_already(story: str, tmp_path: Path) -> None:
    """Its receivers are cut off: nothing leaves this machine."""
    config = read(ALERTMANAGER)
    config["receivers"] = [{"name": receiver["name"]} for receiver in config["receivers"]]
    file = tmp_path / "alertmanager.yml"
    file.write_text(json.dumps(config))
    (port,) = ports = free_ports(1)
    command = [
        find("prometheus-alertmanager", "prometheus-alertmanager"),
        f"--config.file={file}",
        f"--storage.path={tmp_path / 'data'}",
        "--cluster.listen-address=",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    sent, kept_back = STORIES[story]
    names = {alert["labels"]["alertname"] for alert in sent}
    with started(command, ports=ports, log=tmp_path / "alertmanager.log"):
        alertmanager = Alertmanager(f"http://127.0.0.1:{port}")
        alertmanager.send(sent)
        until(lambda: alertmanager.names(inhibited=True) >= kept_back, f"{kept_back} kept back")
        assert alertmanager.names(inhibited=False) == names - kept_back


def compose() -> Any:
    return read(ROOT / "compose.yaml")


def addresses_in(folder: str) -> list[str]:
    """Everything that a folder's lists of targets name."""
    lists = [read(path) for path in (FOLDER / folder).iterdir()]
    return [target for groups in lists for group in groups for target in group["targets"]]


SERVICES = ("monitor", "prometheus", "alertmanager", "grafana")
DEMONSTRATION = ("demo", "demo-prometheus", "demo-grafana")
every_service = pytest.mark.parametrize("name", SERVICES + DEMONSTRATION)


def test_compose_has_these_services() -> None:
    assert tuple(compose()["services"]) == SERVICES + DEMONSTRATION


@every_service
def test_the_demonstration_is_started_with_its_profile_alone(name: str) -> None:
    profiles = compose()["services"][name].get("profiles", [])
    assert profiles == (["demo"] if name in DEMONSTRATION else [])


@every_service
def test_the_demonstration_and_the_rest_do_not_know_each_other(name: str) -> None:
    friends = DEMONSTRATION if name in DEMONSTRATION else SERVICES
    assert compose()["services"][name].get("depends_on", {}).keys() <= set(friends)
    lists = {"prometheus": "compose", "demo-prometheus": "demo"}
    if name in lists:
        hosts = {address.partition(":")[0] for address in addresses_in(lists[name])}
        assert hosts <= {*friends, "localhost"}


def test_of_the_demonstration_nobody_is_told_and_nothing_is_kept() -> None:
    assert read(FOLDER / "demo" / "alertmanagers.yml") == []
    (group,) = read(FOLDER / "demo" / "monitors.yml")
    location = group["labels"]["location"]
    assert f"\nlocation: {location}\n" in TEMPLATE.read_text(encoding="utf-8")
    for name in DEMONSTRATION:
        volumes = compose()["services"][name].get("volumes", ())
        assert all(volume.startswith("./") for volume in volumes)


@every_service
def test_a_container_can_do_little_and_is_asked_whether_it_is_well(name: str) -> None:
    service = compose()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"
    assert not {"privileged", "network_mode", "cap_add", "user"} & service.keys()


@every_service
def test_a_container_is_reached_from_this_machine_alone(name: str) -> None:
    for port in compose()["services"][name]["ports"]:
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)


def test_no_two_containers_want_the_same_port_of_this_machine() -> None:
    ports = [port for service in compose()["services"].values() for port in service["ports"]]
    assert len({port.split(":")[1] for port in ports}) == len(ports)


@pytest.mark.parametrize("name", SERVICES)
def test_a_port_is_the_same_inside_and_outside(name: str) -> None:
    for port in compose()["services"][name]["ports"]:
        assert port.split(":")[1] == port.split(":")[2]


@pytest.mark.parametrize("name", SERVICES[1:] + DEMONSTRATION[1:])
def test_an_image_is_pinned_by_its_version(name: str) -> None:
    assert re.fullmatch(r"[a-z/]+:v?\d+\.\d+\.\d+", compose()["services"][name]["image"])


@every_service
def test_what_a_container_mounts_is_there(name: str) -> None:
    document = compose()
    for volume in document["services"][name].get("volumes", ()):
        source, target, *mode = volume.split(":")
        if source.startswith("./"):
            assert (ROOT / source).exists(), source
            assert mode == ["ro"]
        else:
            assert source in document["volumes"]
        assert target.startswith("/")


def test_a_file_that_a_container_is_told_of_lies_where_it_looks() -> None:
    services = compose()["services"]
    for name, option in (("prometheus", "--config.file="), ("alertmanager", "--config.file=")):
        (path,) = (c.removeprefix(option) for c in services[name]["command"] if option in c)
        assert _on_this_machine(services[name], path).is_file(), path
    environment = services["grafana"]["environment"]
    assert _on_this_machine(services["grafana"], environment["JMO_DASHBOARDS"]).is_dir()
    assert _on_this_machine(services["grafana"], "/etc/grafana/provisioning") == PROVISIONING


def _on_this_machine(service: Any, path: str) -> Path:
    mounts: list[list[str]] = [volume.split(":")[:2] for volume in service["volumes"]]
    source, target = max((m for m in mounts if path.startswith(m[1])), key=lambda m: len(m[1]))
    return ROOT.joinpath(source, Path(path).relative_to(target))


def test_grafana_has_no_password_that_everybody_knows() -> None:
    document = compose()
    environment = document["services"]["grafana"]["environment"]
    assert environment["GF_SECURITY_ADMIN_PASSWORD__FILE"] == "/run/secrets/grafana-admin-password"
    assert "GF_SECURITY_ADMIN_PASSWORD" not in environment
    assert environment["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    file = document["secrets"]["grafana-admin-password"]["file"]
    ignored = subprocess.run(["git", "check-ignore", "-q", file], cwd=ROOT, check=False)
    assert ignored.returncode == 0
    assert f">{file.removeprefix('./')}" in (ROOT / "docs/deploy.md").read_text(encoding="utf-8")


def test_containers_find_each_other_by_their_names_and_ports() -> None:
    services = compose()["services"]
    ports = {name: service["ports"][0].rpartition(":")[2] for name, service in services.items()}
    addresses = [*addresses_in("compose"), *addresses_in("demo")]
    for name in ("grafana", "demo-grafana"):
        asked = services[name]["environment"]["JMO_PROMETHEUS_URL"]
        addresses.append(asked.removeprefix("http://"))
    for address in addresses:
        host, _, port = address.partition(":")
        assert ports["prometheus" if host == "localhost" else host] == port


def test_the_demonstration_listens_where_it_is_looked_for() -> None:
    demo = compose()["services"]["demo"]
    port = demo["environment"]["JMO_MONITOR_LISTEN"].removeprefix("0.0.0.0:")
    assert demo["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_grafana_is_given_the_source_that_dashboards_ask() -> None:
    document = read(PROVISIONING / "datasources" / "prometheus.yml")
    assert document["apiVersion"] == 1
    (source,) = document["datasources"]
    assert source["type"] == "prometheus"
    assert source["uid"] == "jmo-prometheus"
    assert source["isDefault"] is True
    assert source["url"] == "$JMO_PROMETHEUS_URL"
    interval = read(FOLDER / "prometheus.yml")["global"]["scrape_interval"]
    assert source["jsonData"]["timeInterval"] == interval


def test_grafana_is_given_the_dashboards_and_lets_nobody_change_them() -> None:
    document = read(PROVISIONING / "dashboards" / "jmo.yml")
    assert document["apiVersion"] == 1
    (provider,) = document["providers"]
    assert provider["type"] == "file"
    assert provider["options"]["path"] == "$JMO_DASHBOARDS"
    assert provider["allowUiUpdates"] is False


def test_grafana_is_told_all_that_provisioning_takes_from_its_environment() -> None:
    told = compose()["services"]["grafana"]["environment"]
    for path in PROVISIONING.glob("*/*.yml"):
        text = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
        assert set(re.findall(r"\$(\w+)", text)) <= told.keys(), path
