"""The commands that ask the history, as they are typed."""

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import Result
from icalendar import Calendar

from monitor.app import HISTORY_FILE
from monitor.config.loader import load
from monitor.store import Store
from tests.assess.chance import ended_at
from tests.assess.worlds import history as runs
from tests.replay.worlds import record_all, running
from tests.store.samples import assessed, history, written
from tests.support import files
from tests.support.clocks import EPOCH
from tests.test_cli import typed

ROOT = Path(__file__).parents[1]
LETTERS = "1111100000011111111d111110111"
"""Down from 09:05 to 09:11 in Jakarta; the rest are too few."""
SLOPPY = {"down": "1 of 1", "degraded": "1 of 1", "recover": 1, "merge_gap": "0s"}


def configuration(*names: str, **sections: Any) -> dict[str, Any]:
    """A service `app` with these probes, once a minute."""
    probes = [files.probe(name, "http://127.0.0.1:9/", interval="1m") for name in names]
    return files.configuration(*probes, **sections)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return files.write(tmp_path / "probes.yaml", configuration("app-a"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def kept(config: Path, data: Path) -> Path:
    """The configuration's path, once there is a history of it."""
    told = runs(LETTERS, "app-a", "app")
    record_all(data / HISTORY_FILE, load(config, {}).rules, told, timedelta(minutes=30))
    return config


def asked(command: str, config: Path, data: Path, *arguments: str) -> Result:
    """A command with its configuration and its history."""
    return typed(command, "--config", str(config), "--data", str(data), *arguments)


# windows


def test_windows_are_told_in_local_time_with_all_that_matters(kept: Path, data: Path) -> None:
    said = asked("windows", kept, data)
    assert said.exit_code == 0, said.output
    heading, row, legend, *_ = said.stdout.splitlines()
    assert heading.split() == [
        *("service", "began", "ended", "lasted", "severity", "reason", "runs", "edges", "period")
    ]
    assert row.split() == [
        *("app", "2026-08-31", "09:05:00", "09:11:00", "6m", "down"),
        *("http_timeout", "6", "1m", "/", "1m"),
    ]
    assert legend.startswith("times: WIB; edges:")


def test_a_window_that_goes_on_is_open(config: Path, data: Path) -> None:
    rules = load(config, {}).rules
    record_all(data / HISTORY_FILE, rules, runs("11100000", "app-a", "app"), timedelta())
    (_, row, *_) = asked("windows", config, data).stdout.splitlines()
    assert row.split()[:4] == ["app", "2026-08-31", "09:03:00", "open"]
    assert row.split()[-3:] == ["1m", "/", "-"]


def test_windows_of_a_running_monitor_are_told(kept: Path, data: Path) -> None:
    rules = load(kept, {}).rules
    with running(data / HISTORY_FILE, rules, EPOCH + timedelta(days=1)):
        assert "http_timeout" in asked("windows", kept, data).stdout


def test_a_history_is_only_read(kept: Path, data: Path) -> None:
    file = data / HISTORY_FILE
    before = file.read_bytes()
    for command in ("windows", "replay"):
        assert asked(command, kept, data).exit_code == 0
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "2026-08-31T09:11:00+07:00"),
        ("--until", "2026-08-31T02:05:00Z"),
        ("--until", "2026-08-30"),
        ("--severity", "degraded"),
        ("--since", "1ms"),
    ],
)
def test_where_there_is_no_window_a_sentence_says_so(
    kept: Path, data: Path, arguments: tuple[str, ...]
) -> None:
    said = asked("windows", kept, data, *arguments)
    assert said.exit_code == 0
    assert said.stdout.startswith("No window in which any service was d")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "2026-08-31", "--until", "2026-08-31"),
        ("--since", "2026-08-31T09:10:59+07:00"),
        ("--until", "2026-08-31T02:05:01Z"),
        ("--severity", "degraded", "--severity", "down"),
        ("--service", "app"),
        ("--since", "9999d"),
    ],
)
def test_windows_that_touch_the_span_are_told(
    kept: Path, data: Path, arguments: tuple[str, ...]
) -> None:
    assert "http_timeout" in asked("windows", kept, data, *arguments).stdout


def test_windows_as_json_csv_icalendar_and_markdown(kept: Path, data: Path) -> None:
    def told(form: str, *more: str) -> str:
        said = asked("windows", kept, data, "--format", form, *more)
        assert said.exit_code == 0
        return said.stdout_bytes.decode()

    (window,) = json.loads(told("json"))["windows"]
    assert (window["began_at"], window["down_seconds"]) == ("2026-08-31T02:05:00Z", 360)
    (row,) = csv.DictReader(io.StringIO(told("csv"), newline=""))
    assert (row["service"], row["runs"]) == ("app", "6")
    assert told("csv").count("\r\n") == 2
    (event,) = Calendar.from_ical(told("ics")).events
    assert event["SUMMARY"] == "Layanan app: down (http_timeout)"
    assert "| Layanan app | down | 2026-08-31 09:05:00 WIB" in told("markdown", "--lang", "en")


def test_names_are_said_in_the_language_asked_for(tmp_path: Path, data: Path) -> None:
    whole = configuration("app-a")
    whole["services"][0]["name"] = {"id": "Masuk", "en": "Log-in"}
    config = files.write(tmp_path / "two.yaml", whole)
    told = runs(LETTERS, "app-a", "app")
    record_all(data / HISTORY_FILE, load(config, {}).rules, told, timedelta())
    forms = ("--format", "markdown", "--lang")
    assert "| Masuk |" in asked("windows", config, data, *forms, "id").stdout
    assert "| Log-in |" in asked("windows", config, data, *forms, "en").stdout


def test_a_calendar_has_the_notice_that_the_page_has(kept: Path, data: Path) -> None:
    section = {"notice": {"id": "Uji coba.", "en": "On trial."}}
    files.write(kept, configuration("app-a", page=section))
    told = {
        lang: asked("windows", kept, data, "--format", "ics", "--lang", lang).stdout_bytes
        for lang in ("id", "en")
    }
    said = {lang: Calendar.from_ical(text.decode())["DESCRIPTION"] for lang, text in told.items()}
    assert said == {"id": "Uji coba.", "en": "On trial."}


def test_a_service_that_is_gone_may_be_asked_for_while_it_has_windows(
    kept: Path, data: Path, tmp_path: Path
) -> None:
    other = files.configuration(services=[files.service("new", files.probe("n", "http://h/"))])
    config = files.write(tmp_path / "other.yaml", other)
    assert "http_timeout" in asked("windows", config, data, "--service", "app").stdout
    refused = asked("windows", config, data, "--service", "nobody", "--service", "app")
    assert refused.exit_code == 2
    assert "no service is called nobody; there are: new" in refused.stderr


@pytest.mark.parametrize("command", ["windows", "replay"])
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--since", "yesterday"), "--since: 'yesterday' is no moment; write how long ago it was"),
        (("--until", "2026-02-30"), "--until: '2026-02-30' is no moment"),
        (("--since", "7d", "--until", "8d"), "--since must be earlier than --until"),
    ],
)
def test_a_moment_that_is_none_is_a_usage_error(
    kept: Path, data: Path, command: str, arguments: tuple[str, ...], why: str
) -> None:
    refused = asked(command, kept, data, *arguments)
    assert refused.exit_code == 2
    assert why in refused.stderr


# no history


@pytest.mark.parametrize("command", ["windows", "replay"])
def test_where_there_is_no_history_it_says_where_it_looked_and_what_to_do(
    config: Path, data: Path, command: str
) -> None:
    refused = asked(command, config, data)
    assert refused.exit_code == 1
    assert f"there is no history: {data / HISTORY_FILE} does not exist" in refused.stderr
    assert "--data" in refused.stderr
    assert not data.exists()


@pytest.mark.parametrize("command", ["windows", "replay"])
def test_a_history_that_cannot_be_read_is_an_error_and_no_traceback(
    config: Path, data: Path, command: str
) -> None:
    data.mkdir()
    (data / HISTORY_FILE).write_bytes(b"this is no database" * 100)
    refused = asked(command, config, data)
    assert refused.exit_code == 1
    assert "cannot be read: SQLITE_NOTADB" in refused.stderr


_AS_NOBODY = """
import os, sys
from pathlib import Path
import monitor.questions
from monitor.cli import main
from monitor.config.loader import load
load(Path(sys.argv[3]), {})  # what it takes to do so is read before it is out of sight
if os.geteuid() == 0:  # to whom nothing is read-only
    os.setgid(65534)
    os.setuid(65534)
main()
"""


def test_a_folder_in_which_nobody_may_write_is_said_to_be_the_cause() -> None:
    with TemporaryDirectory() as folder:
        outer, data = Path(folder), Path(folder) / "data"
        config = files.write(outer / "probes.yaml", configuration("app-a"))
        with history(data / HISTORY_FILE) as store:
            put_nothing(store)
        outer.chmod(0o755)
        data.chmod(0o555)
        arguments = ["windows", "--config", str(config), "--data", str(data)]
        command = [sys.executable, "-c", _AS_NOBODY, *arguments]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        data.chmod(0o755)
    assert ended.returncode == 1
    assert f"may not write in {data}" in ended.stderr
    assert "Traceback" not in ended.stderr


# replay


def test_unchanged_rules_change_nothing(kept: Path, data: Path) -> None:
    said = asked("replay", kept, data)
    assert said.exit_code == 0, said.output
    lines = said.stdout.splitlines()
    assert lines[0] == "2026-08-31 09:00:00 to 2026-08-31 09:58:00 WIB; outcomes replayed: 29"
    recorded, new = (line.split() for line in lines[3:5])
    assert recorded == ["app", "recorded", "1", "6m", "6m", *recorded[5:]]
    assert new == ["new", *recorded[2:]]
    assert recorded[5:] == ["79.310", "%", "52.884", "%"]
    assert "No window differs." in lines


def test_other_rules_show_what_would_have_been(kept: Path, data: Path, tmp_path: Path) -> None:
    whole = configuration("app-a", defaults={"states": SLOPPY})
    new = files.write(tmp_path / "new.yaml", whole)
    found = json.loads(asked("replay", new, data, "--format", "json").stdout)
    (app,) = found["services"]
    assert (app["recorded"]["windows"], app["new"]["windows"]) == (1, 3)
    assert (app["recorded"]["total_seconds"], app["new"]["total_seconds"]) == (360, 480)
    assert app["new"]["uptime"]["degraded_seconds"] == 60
    assert [each["change"] for each in app["differences"]] == ["only_new", "only_new"]
    (degraded,) = app["differences"][0]["new"]
    assert (degraded["began_at"], degraded["severity"]) == ("2026-08-31T02:19:00Z", "degraded")
    assert found["outcomes"] == len(LETTERS)
    table = asked("replay", new, data).stdout
    assert "app: only new: 2026-08-31 09:19:00 to 2026-08-31 09:20:00 (1m, degraded)" in table


def test_only_the_span_is_compared_though_all_is_replayed(kept: Path, data: Path) -> None:
    arguments = ("--since", "2026-08-31T09:11:00+07:00", "--until", "2026-08-31T09:21:00+07:00")
    found = json.loads(asked("replay", kept, data, "--format", "json", *arguments).stdout)
    assert (found["from"], found["to"]) == ("2026-08-31T02:11:00Z", "2026-08-31T02:21:00Z")
    assert found["outcomes"] == len(LETTERS)
    (app,) = found["services"]
    assert (app["recorded"]["windows"], app["new"]["windows"]) == (0, 0)
    assert app["recorded"]["uptime"]["up_seconds"] == 600


def test_probes_on_one_side_alone_are_named(kept: Path, data: Path, tmp_path: Path) -> None:
    new = files.write(tmp_path / "new.yaml", configuration("app-b", "app-c"))
    refused = asked("replay", new, data)
    assert refused.exit_code == 1
    assert "the history holds no outcome of any probe of" in refused.stderr
    both = files.write(tmp_path / "both.yaml", configuration("app-a", "app-b"))
    assert "new, without outcomes, and left out: app-b" in asked("replay", both, data).stdout


def test_what_is_gone_from_the_file_is_named(data: Path, tmp_path: Path) -> None:
    old = files.write(
        tmp_path / "old.yaml",
        files.configuration(
            files.probe("app-a", "http://h/", interval="1m"),
            services=[files.service("web", files.probe("web-a", "http://h/", interval="1m"))],
        ),
    )
    told = [*runs(LETTERS, "app-a", "app"), *runs(LETTERS, "web-a", "web", first=0.5)]
    rules = load(old, {}).rules
    record_all(data / HISTORY_FILE, rules, sorted(told, key=ended_at), timedelta(minutes=30))
    new = files.write(tmp_path / "new.yaml", configuration("app-a"))
    said = asked("replay", new, data).stdout
    assert "in the outcomes, but not in the new file: web-a" in said
    assert "web is not in the new file, or nothing of it was recorded" in said
    found = json.loads(asked("replay", new, data, "--format", "json").stdout)
    assert found["probes_not_in_file"] == ["web-a"]
    assert [(each["service"], each["new"] is None) for each in found["services"]] == [
        ("app", False),
        ("web", True),
    ]


def test_a_span_without_outcomes_is_refused_with_the_one_that_has_some(
    kept: Path, data: Path
) -> None:
    refused = asked("replay", kept, data, "--since", "2026-09-01", "--until", "2026-09-02")
    assert refused.exit_code == 1
    assert "are of 2026-08-31 09:00:00 to 2026-08-31 09:58:00 WIB" in refused.stderr


def test_a_history_without_outcomes_is_nothing_to_replay(config: Path, data: Path) -> None:
    with history(data / HISTORY_FILE) as store:
        put_nothing(store)
    assert asked("replay", config, data).exit_code == 1


def put_nothing(store: Store) -> None:
    """Have the file made."""
    store.put(assessed())
    written(store)
