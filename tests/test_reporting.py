"""The command `report` as it is typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from monitor.clock import SystemClock
from monitor.report.month import last_whole_month
from tests.report import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration and a history."""
    samples.settings(tmp_path)
    samples.fill(tmp_path / "history.sqlite")
    return tmp_path


def typed(folder: Path, *arguments: str) -> Result:
    """The command, with the configuration and the history of a folder."""
    options = ("--config", str(folder / "probes.yaml"), "--data", str(folder))
    return CliRunner().invoke(main, ["report", *options, *arguments], prog_name="jmo-monitor")


@pytest.mark.parametrize(
    ("arguments", "begin"),
    [
        ([], '<!doctype html>\n<html lang="id">'),
        (["--lang", "en"], '<!doctype html>\n<html lang="en">'),
        (["--format", "markdown"], "# Laporan ketersediaan JMO — Oktober 2026\n"),
        (["--format", "markdown", "--lang", "en"], "# JMO availability report — October 2026\n"),
        (["--format", "json"], '{\n  "month": "2026-10",\n'),
    ],
)
def test_a_report_is_printed(folder: Path, arguments: list[str], begin: str) -> None:
    said = typed(folder, "--month", "2026-10", *arguments)
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.startswith(begin)


def test_the_last_whole_month_is_meant_where_none_is_named(folder: Path) -> None:
    newest = last_whole_month(SystemClock().now(), samples.JAKARTA)
    assert json.loads(typed(folder, "--format", "json").stdout)["month"] == str(newest)


def test_a_report_is_put_into_a_file_and_nothing_beside_it(folder: Path) -> None:
    path = folder / "reports" / "oktober.html"
    path.parent.mkdir()
    path.write_text("an older one")
    said = typed(folder, "--month", "2026-10", "--output", str(path))
    assert (said.exit_code, said.stdout, said.stderr) == (0, "", "")
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(path.parent.iterdir()) == [path]


def test_where_no_file_can_be_put_that_is_said(folder: Path) -> None:
    path = folder / "nowhere" / "oktober.html"
    said = typed(folder, "--month", "2026-10", "--output", str(path))
    assert said.exit_code == 1
    assert said.stderr == f"Error: {path} cannot be written: No such file or directory\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ["--month", "10-2026"],
            "'10-2026' is no month; write a year and a month, such as 2026-10",
        ),
        (["--month", "9000-01"], "9000-01 has not begun; the newest month is "),
        (["--coverage-floor", "50"], "--coverage-floor: "),
        (["--lang", "fr"], "'fr' is not one of 'id', 'en'"),
        (["--format", "pdf"], "'pdf' is not one of 'html', 'markdown', 'json'"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder: Path, arguments: list[str], why: str) -> None:
    said = typed(folder, *arguments)
    assert said.exit_code == 2
    assert why in said.stderr
    assert said.stdout == ""


def test_a_floor_may_be_set(folder: Path) -> None:
    arguments = ("--month", "2026-10", "--format", "json", "--coverage-floor")
    for floor, refused in (("50%", True), ("3%", False)):
        told = json.loads(typed(folder, *arguments, floor).stdout)
        assert (told["services"][1]["uptime"]["uptime_ratio"] is None) is refused


def test_where_there_is_no_history_its_place_is_named(folder: Path) -> None:
    history = folder / "history.sqlite"
    history.unlink()
    said = typed(folder, "--month", "2026-10")
    assert said.exit_code == 1
    assert str(history) in said.stderr
    assert not history.exists()


def test_what_is_no_history_is_named(folder: Path) -> None:
    history = folder / "history.sqlite"
    history.write_bytes(b"no database" * 1000)
    said = typed(folder, "--month", "2026-10")
    assert said.exit_code == 1
    assert str(history) in said.stderr


def test_a_broken_configuration_is_an_error_of_its_own(folder: Path) -> None:
    folder.joinpath("probes.yaml").write_text("services: 1\n")
    said = typed(folder, "--month", "2026-10")
    assert said.exit_code == 2
    assert f"{folder / 'probes.yaml'}:" in said.stderr
