"""`${…}` takes its value from the environment or from a secret's file, and nothing else."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.expand import MOST_SECRET_BYTES, expand, read_secret

ENVIRON = {"NAME": "value", "EMPTY": "", "_x1": "low", "DOLLARS": "$$ ${NAME}", "STRAY": "\udcff"}


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("plain", "plain"),
        ("${NAME}", "value"),
        ("a${NAME}b${_x1}c", "avalueblowc"),
        ("${NAME:-other}", "value"),
        ("${UNSET:-other}", "other"),
        ("${UNSET:-}", ""),
        ("${EMPTY}", ""),
        ("${EMPTY:-other}", "other"),
        ("${UNSET:-http://a.example:80/?b=c}", "http://a.example:80/?b=c"),
        ("${UNSET:-two\nlines}", "two\nlines"),
        ("${UNSET:-a$b}", "a$b"),
        ("$$", "$"),
        ("$$$$", "$$"),
        ("$${NAME}", "${NAME}"),
        ("$$${NAME}", "$value"),
        ("cost: 5$", "cost: 5$"),
        ("^a$|^b$", "^a$|^b$"),
        ("$NAME", "$NAME"),
        ("$(NAME)", "$(NAME)"),
        ("${DOLLARS}", "$$ ${NAME}"),
    ],
)
def test_a_text_is_expanded(text: str, expanded: str) -> None:
    found = expand(text, ENVIRON)
    assert found.text == expanded
    assert found.changed is (text != expanded)
    assert not found.secret


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${UNSET}", "the variable UNSET is not set; set it, or give a default: ${UNSET:-…}"),
        ("${STRAY}", "the variable STRAY does not hold UTF-8 text"),
        ("${}", "${…} names no variable"),
        ("${a-hunter2}", "${a…} names no variable"),
        ("${1A}", "${1A…} names no variable"),
        ("${ NAME }", "names no variable"),
        ("${NAME:?must}", "${NAME…} names no variable"),
        ("${NAME:hunter2}", "${NAME…} names no variable"),
        ("${NAME-x}", "names no variable"),
        ("a ${NAME", "'${' without its '}'"),
        ("${UNSET:-{}}", "'${' without its '}'"),
        ("${NAME:-${OTHER}}", "'${' without its '}'"),
        ("${file:}", "is not a path from the root"),
        ("${file:secret}", "${file:secret} is not a path from the root; begin it with /"),
        ("${file:/nonexistent}", "the file '/nonexistent' cannot be read: No such file"),
        ("${file:/a\0b}", "cannot be read"),
    ],
)
def test_what_cannot_be_expanded_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        expand(text, ENVIRON)
    assert said in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        (b"canary", "canary"),
        (b"canary\n", "canary"),
        (b"canary\r\n", "canary"),
        (b"canary\n\n", "canary\n"),
        (b" canary ", " canary "),
        (b"two\nlines\n", "two\nlines"),
        (b"${NAME}$$", "${NAME}$$"),
        ("é".encode(), "é"),
        (b"x" * MOST_SECRET_BYTES, "x" * MOST_SECRET_BYTES),
    ],
)
def test_a_secret_is_its_file_without_one_line_break(
    tmp_path: Path, content: bytes, secret: str
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    assert read_secret(str(path)) == secret


def test_a_text_with_a_secret_in_it_is_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("canary\n")
    found = expand(f"${{NAME}} ${{file:{path}}}!", ENVIRON)
    assert (found.text, found.secret, found.changed) == ("value canary!", True, True)
    assert "canary" not in repr(found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"canary\xff", "is not UTF-8 text"),
        (b"canary" * MOST_SECRET_BYTES, "is larger than 64 KiB"),
    ],
)
def test_a_file_that_holds_no_secret_is_refused_without_its_content(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=said) as caught:
        read_secret(str(path))
    assert "canary" not in str(caught.value)


@given(st.text(alphabet="${}:-fileNAM/ \0a", max_size=30))
def test_any_text_is_expanded_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(expand(text, ENVIRON).text, str)
