"""What must hold between the parts of a file."""

from pathlib import Path

import pytest

from tests.config.files import HEAD, SERVICE, file_with, problems_of

PUBLIC = "https://www.example.org/"
INSIDE = ["http://127.0.0.1:8080/", "http://10.0.0.1/", "http://[::1]/", "http://localhost:1/"]


def probe_lines(*probes: str) -> str:
    """A file with these probes in its one service, each in YAML's flow style."""
    service = SERVICE.partition("      - id: web-page")[0]
    return HEAD + service + "".join(f"      - {{kind: http, {probe}}}\n" for probe in probes)


@pytest.mark.parametrize("url", [*INSIDE, "http://monitor/", "http://192.168.1.1/"])
def test_what_is_not_public_may_be_asked_as_often_as_one_likes(tmp_path: Path, url: str) -> None:
    quick = "interval: 100ms\ntimeout: 90ms\nslow_after: 80ms"
    assert problems_of(tmp_path, file_with(quick, url=url)) == []


@pytest.mark.parametrize("url", [PUBLIC, "http://1.1.1.1/", "http://[2606:4700::1111]/"])
def test_a_public_host_is_not_asked_more_often_than_every_30_seconds(
    tmp_path: Path, url: str
) -> None:
    assert problems_of(tmp_path, file_with("interval: 30s", url=url)) == []
    (problem,) = problems_of(tmp_path, file_with("interval: 29s999ms", url=url))
    assert "at least 30s" in problem


def test_a_public_name_that_is_mapped_inside_is_not_public(tmp_path: Path) -> None:
    lines = "interval: 10s\ntimeout: 5s\nresolve: {WWW.example.org.: 127.0.0.1}"
    assert problems_of(tmp_path, file_with(lines)) == []
    outside = lines.replace("127.0.0.1", "93.184.215.14")
    assert len(problems_of(tmp_path, file_with(outside))) == 1
    other = lines.replace("WWW", "other")
    assert len(problems_of(tmp_path, file_with(other))) == 1


def test_a_private_name_that_is_mapped_outside_is_public(tmp_path: Path) -> None:
    lines = "interval: 20s\nresolve: {localhost: 93.184.215.14}"
    assert len(problems_of(tmp_path, file_with(lines, url="http://localhost/"))) == 1


def test_controls_obey_the_floor_too(tmp_path: Path) -> None:
    head = "controls: {quorum: 1, probes: [{id: c, kind: http, url: https://a.example.net/,"
    assert problems_of(tmp_path, file_with("", f"{head} interval: 60s}}]}}\n")) == []
    (problem,) = problems_of(tmp_path, file_with("", f"{head} interval: 20s}}]}}\n"))
    assert problem == (
        "3:91: controls.probes[0].interval: interval 20s is too short for the public host"
        " a.example.net; at least 30s"
    )


def test_a_budget_counts_all_probes_of_a_host_and_controls(tmp_path: Path) -> None:
    controls = f"controls: {{quorum: 1, probes: [{{id: c, kind: http, url: {PUBLIC}}}]}}\n"
    for limit, fits in ((3, True), (2, False)):
        head = f"manners: {{requests_per_minute: {limit}}}\n{controls}"
        text = file_with("interval: 30s", head)
        assert (problems_of(tmp_path, text) == []) is fits


def test_a_budget_is_one_host_s_alone(tmp_path: Path) -> None:
    urls = [PUBLIC, "https://a.example.org/", "https://www.example.org.:8443/", *INSIDE]
    text = probe_lines(*(f'id: p{n}, url: "{url}"' for n, url in enumerate(urls)))
    limit = "manners: {requests_per_minute: 1}\n"
    (problem,) = problems_of(tmp_path, limit + text)
    assert "2 probes ask www.example.org 2 times a minute" in problem


def test_times_are_compared_where_they_are_set(tmp_path: Path) -> None:
    assert problems_of(tmp_path, file_with("interval: 30s\ntimeout: 29s")) == []
    (problem,) = problems_of(tmp_path, file_with("slow_after: 3s\ntimeout: 2s"))
    assert problem.startswith("11:21: services[0].probes[0].slow_after: ")
    (problem,) = problems_of(tmp_path, file_with("timeout: 2s"))
    assert problem == (
        "11:18: services[0].probes[0].timeout: slow_after 3s must be shorter than timeout 2s"
    )


def test_times_from_defaults_are_told_once_there(tmp_path: Path) -> None:
    probes = [f'id: p{n}, url: "http://127.0.0.1/"' for n in range(3)]
    text = "defaults: {timeout: 5m, interval: 1m}\n" + probe_lines(*probes)
    assert problems_of(tmp_path, text) == [
        "1:21: defaults.timeout: timeout 5m must be shorter than interval 1m"
    ]


def test_rules_are_checked_on_the_probes_that_are_well(tmp_path: Path) -> None:
    text = probe_lines(
        'id: a, url: "http://127.0.0.1/", timeout: 2m',
        'id: a, url: "http://127.0.0.1/", timeout: never',
        'id: b, url: "http://127.0.0.1/", timeout: 3m',
    )
    places = [problem.partition(": ")[0] for problem in problems_of(tmp_path, text)]
    assert places == ["8:64", "9:26", "9:64", "10:64"]


def test_a_broken_section_stops_no_other_check(tmp_path: Path) -> None:
    text = "manners: {requests_per_minute: none}\n" + probe_lines(
        'id: a, url: "http://a", timeout: 2m'
    )
    assert len(problems_of(tmp_path, text)) == 2
    text = text.replace("manners: {requests_per_minute: none}", "controls: {quorum: 3, probes: 1}")
    assert len(problems_of(tmp_path, text)) == 2
    text = text.replace("controls: {quorum: 3, probes: 1}", "controls: {quorum: 1, probes: []}")
    assert len(problems_of(tmp_path, text)) == 2


def test_ids_that_are_no_text_are_not_compared(tmp_path: Path) -> None:
    text = probe_lines(*['id: 1, url: "http://127.0.0.1/"'] * 2)
    assert all("must be" in p or "is not an id" in p for p in problems_of(tmp_path, text))
