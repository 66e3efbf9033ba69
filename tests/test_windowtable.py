"""The table of windows at a terminal."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from monitor.model import Window
from monitor.windowtable import WIDE_CHARACTERS, render
from tests.windowlist.samples import BEGAN, NOW, still_open, window

WIB = ZoneInfo("Asia/Jakarta")


def shown(*windows: Window, width: int = 140) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(render(windows, {"akhir-bulan": "Akhir bulan"}, WIB, NOW, width))
    return [line.rstrip() for line in captured.get().splitlines()]


def row(**changes: Any) -> str:
    return " ".join(shown(window(**changes))[1].split())


def test_a_window_is_told_with_its_edges_and_its_periods() -> None:
    assert row() == (
        "klaim 2026-10-31 08:00:05 09:02:08 1h2m3s down connect_refused 13 1m / 15s Akhir bulan"
    )


def test_an_end_on_another_day_says_which() -> None:
    assert "08:00:05 2026-11-01 08:00:05 1d down" in row(ended_at=BEGAN + timedelta(days=1))


def test_what_nobody_knows_is_a_dash() -> None:
    assert " - / 15s " in row(began_after=None)


def test_an_open_window_lasts_until_now() -> None:
    (_, line, _) = shown(still_open())
    assert "open" in line
    assert " 1h " in line


def test_a_name_is_no_markup() -> None:
    assert "[bold]x[/]" in row(service="[bold]x[/]", periods=("[red]",))


@pytest.mark.parametrize("width", [80, WIDE_CHARACTERS - 1, WIDE_CHARACTERS, 200])
def test_every_line_fits_and_no_time_is_broken(width: int) -> None:
    lines = shown(window(), still_open(), width=width)
    assert max(map(len, lines)) <= width
    assert "2026-10-31 08:00:05  09:02:08" in lines[1]
    assert any("edges" in line for line in lines) is (width >= WIDE_CHARACTERS)
