"""Pictures of pages for the documents: small enough to be kept beside them."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.prove.preview.bundle import ROOT

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 150_000


def take(page: Page, path: Path) -> None:
    """A picture of the whole page in few colours, chosen so that none is far off."""
    image = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    few = image.quantize(method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(path, "PNG", optimize=True)
