"""Every way to break a file that we could think of, and exactly what is said of each."""

from collections import defaultdict
from pathlib import Path

import pytest

from monitor.config.errors import ConfigError
from monitor.config.loader import load

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))
ENVIRON = {"ON": "on", "TWO": "2", "WORD": "word", "STRAY": "a\udcff"}


def _messages() -> dict[str, list[str]]:
    """What `messages.txt` says of each file, in its order; it is what a person would see."""
    found = defaultdict(list)
    for line in (FOLDER / "messages.txt").read_text(encoding="utf-8").splitlines():
        found[line.partition(":")[0]].append(line)
    return found


MESSAGES = _messages()


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_refused_with_exactly_these_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    with pytest.raises(ConfigError) as caught:
        load(Path(name), ENVIRON)
    assert str(caught.value).splitlines() == MESSAGES[name]


def test_every_message_belongs_to_a_file() -> None:
    assert sorted(MESSAGES) == FILES
    assert len(FILES) >= 40


def test_no_message_speaks_of_the_machinery() -> None:
    words = ("pydantic", "validator", "Input should", "NoneType", "dict", "tuple", "<object")
    text = "\n".join(line for lines in MESSAGES.values() for line in lines)
    assert [word for word in words if word in text] == []


def test_no_message_shows_what_was_meant_to_be_secret() -> None:
    assert "hunter2" not in str(MESSAGES)
    assert any("hunter2" in (FOLDER / name).read_bytes().decode("latin-1") for name in FILES)
