"""Where pictures of pages are kept: for the documentation, and to be looked at after a run."""

import os
from pathlib import Path

from playwright.async_api import Page

FOLDER = Path(os.environ.get("JMO_PICTURES") or Path(__file__).parents[2] / ".cache" / "pictures")


async def keep(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what is seen now, or the whole page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)
