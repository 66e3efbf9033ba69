"""Windows as a table in Markdown."""

from zoneinfo import ZoneInfo

from monitor.windowlist import as_markdown
from tests.windowlist.samples import NAMES, listing, still_open, window

WIB = ZoneInfo("Asia/Jakarta")


def test_a_window_is_a_row_in_local_time() -> None:
    head, rule, row = as_markdown(listing(window()), NAMES, WIB).splitlines()
    assert head == "| Service | Severity | Began | Ended | Lasted | Reason | Probes |"
    assert rule == "| --- | --- | --- | --- | --- | --- | --- |"
    assert row == (
        "| Klaim JHT — Lapak Asik | down | 2026-10-31 08:00:05 WIB (up to 60 s sooner) "
        "| 2026-10-31 09:02:08 WIB (up to 15 s sooner) | 1:02:03 "
        r"| connect\_refused × 12, dns\_timeout × 1 | klaim-dns, klaim-https |"
    )


def test_an_open_window_goes_on() -> None:
    row = as_markdown(listing(still_open(began_after=None)), NAMES, WIB).splitlines()[2]
    assert "| 2026-10-31 09:00:05 WIB | goes on | 1:00:00 |" in row


def test_a_name_cannot_become_markup() -> None:
    said = "a|b [x](https://evil.example) <b> *c* `d` \\"
    row = as_markdown(listing(window()), {"klaim": said}, WIB).splitlines()[2]
    assert row.startswith(
        r"| a\|b \[x\](https://evil.example) \<b\> \*c\* \`d\` \\ | down |",
    )
