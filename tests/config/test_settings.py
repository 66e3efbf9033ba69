"""Settings as the rest of the program sees them."""

from pathlib import Path

import pytest

from tests.config.files import file_with, load_text

CONTROLS = "controls: {quorum: 1, probes: [{id: c, kind: http, url: URL}]}\n"


def test_the_roster_names_every_probe_and_no_secret(tmp_path: Path) -> None:
    head = CONTROLS.replace("URL", "'https://c.example.org/'")
    settings = load_text(tmp_path, file_with("auth: {bearer: canary}\nrole: supporting", head))
    roster = settings.roster
    assert roster.location == "jakarta"
    assert [(p.id, p.service, p.kind, p.role) for p in roster.probes] == [
        ("c", "control", "http", "critical"),
        ("web-page", "web", "http", "supporting"),
    ]
    assert [service.id for service in roster.services] == ["web"]
    assert [service.id for service in settings.services] == ["web"]
    assert "canary" not in repr(settings)


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("", 0),
        (CONTROLS.replace("URL", "'http://127.0.0.1/'"), 0),
        (CONTROLS.replace("URL", "'https://c.example.org/'"), 5),
    ],
)
def test_controls_keep_the_budget_of_a_public_host(
    tmp_path: Path, head: str, seconds: float
) -> None:
    assert load_text(tmp_path, file_with("", head)).control_pace_seconds == seconds
