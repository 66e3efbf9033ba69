"""docs/demo.md tells the story as it is played."""

from monitor.demo.story import ENDS_SECONDS, STORY, Act
from tests.support.pages import codes, page

TEXT = page("demo.md")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|\n").split(" | "))
    for line in TEXT.splitlines()
    if line.startswith("| ") and line[2].isdigit()
]


def told(act: Act) -> list[str]:
    """What the monitor says of an act: the verdict, and who is not well for which reason."""
    bad = [effect for effect in act.effects if effect.reason is not None]
    return [act.verdict, *(name for e in bad for name in (e.service, str(e.reason)))]


def time_of(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def test_every_act_is_told_at_its_time_and_in_its_words() -> None:
    assert [row[:2] for row in ROWS] == [(time_of(a.at_seconds), a.says.english) for a in STORY]


def test_what_the_monitor_says_is_what_the_story_says() -> None:
    for act, row in zip(STORY, ROWS, strict=True):
        assert sorted({*codes(row[2])}) == sorted({*told(act)}), row[0]
        assert codes(row[2])[0] == act.verdict


def test_the_end_is_told() -> None:
    assert f"After {time_of(ENDS_SECONDS)} all stays well" in TEXT
