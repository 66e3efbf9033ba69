"""Draws the pictures of `docs/pictures` anew: `python -m tests.prove.preview`."""

import tempfile
from pathlib import Path

from tests.prove.history import history
from tests.prove.preview import pictures
from tests.prove.preview.browser import chromium, drawn
from tests.prove.preview.bundle import bundled
from tests.prove.preview.looks import looks, pictured
from tests.prove.preview.view import seen

with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
    bundle = bundled(Path(scratch) / "bundle")
    print("Generating 35 days takes a minute or two …")
    with history(Path(scratch)) as past:
        for uid, look in looks():
            if uid in pictured():
                view = seen(past, uid, look.range_seconds, **look.chosen)
                with drawn(browser, bundle, view) as sheet:
                    pictures.take(sheet.page, pictures.FOLDER / f"{uid}.png")
                print(f"docs/pictures/{uid}.png")
