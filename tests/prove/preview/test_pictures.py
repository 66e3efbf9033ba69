"""The documents' pictures are there, are small, and say that they are previews."""

import re

import pytest
from PIL import Image

from tests.prove.preview import pictures
from tests.prove.preview.bundle import ROOT
from tests.prove.preview.looks import pictured
from tests.prove.preview.view import WIDTH

PAGE = ROOT / "docs" / "dashboards.md"
NOTICE = (
    "Preview, drawn from generated data with Grafana's published components; "
    "not a screenshot of Grafana"
)


def test_there_is_one_picture_of_each_that_is_shown() -> None:
    kept = {path.stem for path in pictures.FOLDER.glob("jmo-*")}
    assert kept == set(pictured()), "run: python -m tests.prove.preview"


@pytest.mark.parametrize("uid", pictured())
def test_a_picture_is_whole_and_small(uid: str) -> None:
    path = pictures.FOLDER / f"{uid}.png"
    assert path.stat().st_size <= pictures.MOST_BYTES
    with Image.open(path) as image:
        image.load()
        assert image.width == WIDTH


def test_every_picture_is_shown_and_called_a_preview() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+)\.png\)", text)
    assert [uid for _, uid in shown] == pictured()
    assert all(said.startswith("Preview") for said, _ in shown)
    assert text.count(f"*{NOTICE}.*") == len(shown)
