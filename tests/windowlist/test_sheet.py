"""Windows in a spreadsheet."""

import csv
import io

import pytest

from monitor.windowlist import as_csv
from tests.windowlist.samples import listing, still_open, window
from tests.windowlist.test_view import KEYS


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_field_has_a_column() -> None:
    text = as_csv(listing(window()))
    assert text.splitlines()[0] == ",".join(KEYS)
    (row,) = rows(text)
    assert row["began_at"] == "2026-10-31T01:00:05Z"
    assert row["duration_seconds"] == "3723.0"
    assert row["open"] == "false"
    assert row["reasons"] == "connect_refused=12, dns_timeout=1"
    assert row["probes"] == "klaim-dns, klaim-https"
    assert row["maintenance"] == "pemeliharaan, “rutin”, malam"
    assert row["median_latency_seconds"] == ""


def test_an_open_window_has_an_empty_end() -> None:
    (row,) = rows(as_csv(listing(still_open())))
    assert (row["open"], row["ended_at"]) == ("true", "")


@pytest.mark.parametrize(
    "said",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "|calc", "%1"],
)
def test_no_cell_is_a_formula(said: str) -> None:
    (row,) = rows(as_csv(listing(window(release=said))))
    assert row["release"][0] in "'·"


def test_a_cell_cannot_begin_another_one_in_the_middle() -> None:
    text = as_csv(listing(window(release='1;=calc()",=calc()\n=calc()')))
    assert ";" not in text
    (row,) = rows(text)
    assert row["release"] == '1,=calc()",=calc()·=calc()'
