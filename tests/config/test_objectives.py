"""The sections `slo`, `essential`, `states` and `history` become what the program goes by."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.assess.rules import ProbeRules, Quota, ServiceRules, StateRules
from monitor.config.settings import History, Settings
from monitor.model import LATENCY_SECONDS, Role, Slo
from tests.config.files import file_with, load_text, problems_of


def with_service(lines: str, head: str = "") -> str:
    """A file whose service has these lines."""
    return file_with("", head).replace("    probes:", f"    {lines}\n    probes:")


def loaded(folder: Path, lines: str, head: str = "") -> Settings:
    return load_text(folder, with_service(lines, head))


def test_an_objective_is_read_as_ratios_and_seconds(tmp_path: Path) -> None:
    lines = "slo: {availability: 99.5%, latency: {under: 2s, target: 95%}, window: 7d}"
    (service,) = loaded(tmp_path, lines).services
    assert service.info.slo == Slo(
        availability=0.995, latency_under_seconds=2, latency=0.95, window_seconds=7 * 86_400
    )
    (service,) = loaded(tmp_path, "slo: {availability: 99.9%}").services
    assert service.info.slo == Slo(availability=0.999, window_seconds=30 * 86_400)
    (service,) = load_text(tmp_path, file_with("")).services
    assert service.info.slo is None


@pytest.mark.parametrize("seconds", LATENCY_SECONDS)
def test_every_bound_of_the_histogram_can_be_promised(tmp_path: Path, seconds: float) -> None:
    lines = f"slo: {{availability: 99%, latency: {{under: {seconds}s, target: 95%}}}}"
    (service,) = loaded(tmp_path, lines).services
    assert service.info.slo is not None
    assert service.info.slo.latency_under_seconds == seconds


@pytest.mark.parametrize("ratio", ["0%", "100%", "100.0%"])
def test_an_objective_can_be_missed_and_kept(tmp_path: Path, ratio: str) -> None:
    (problem,) = problems_of(tmp_path, with_service(f"slo: {{availability: {ratio}}}"))
    assert "an objective lies between 0% and 100% and is neither" in problem


def test_a_service_is_essential_where_it_says_so(tmp_path: Path) -> None:
    assert loaded(tmp_path, "essential: true").roster.services[0].essential
    assert loaded(tmp_path, "essential: true").rules.services[0].essential
    assert not load_text(tmp_path, file_with("")).rules.services[0].essential


def test_the_rules_know_each_service_and_its_probes(tmp_path: Path) -> None:
    text = file_with("interval: 2m\ntimeout: 15s\nrole: supporting")
    assert load_text(tmp_path, text).rules.services == (
        ServiceRules(
            id="web",
            essential=False,
            states=StateRules(),
            probes=(
                ProbeRules(
                    id="web-page",
                    role=Role.SUPPORTING,
                    interval_seconds=120,
                    timeout_seconds=15,
                ),
            ),
        ),
    )


def test_states_are_the_service_s_own_or_the_file_s_or_ours_key_by_key(tmp_path: Path) -> None:
    head = "defaults: {states: {down: 2 of 4, recover: 2, merge_gap: 1m}}\n"
    lines = "states: {down: 1 of 1, degraded: 4 of 60, merge_gap: 0s}"
    own = StateRules(
        down=Quota(needed=1, of=1),
        degraded=Quota(needed=4, of=60),
        recover=2,
        merge_gap_seconds=0,
    )
    assert loaded(tmp_path, lines, head).rules.services[0].states == own
    file_s = StateRules(down=Quota(needed=2, of=4), recover=2, merge_gap_seconds=60)
    assert load_text(tmp_path, file_with("", head)).rules.services[0].states == file_s
    assert loaded(tmp_path, "states: {}").rules.services[0].states == StateRules()


def test_history_has_lengths_of_its_own(tmp_path: Path) -> None:
    assert load_text(tmp_path, file_with("")).history == History()
    found = load_text(tmp_path, file_with("", "history: {results: 1d, rollups: 3660d}\n"))
    assert found.history == History(results=timedelta(days=1), rollups=timedelta(days=3660))


def test_controls_are_no_service_of_the_rules(tmp_path: Path) -> None:
    head = "controls: {quorum: 1, probes: [{id: c, kind: http, url: 'http://127.0.0.1/'}]}\n"
    assert [s.id for s in load_text(tmp_path, file_with("", head)).rules.services] == ["web"]
