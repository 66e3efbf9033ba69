"""When a picture is drawn, and where."""

import asyncio
import subprocess
import sys
from dataclasses import replace

from monitor.web.shared.poster import poster
from monitor.web.shared.previews import Previews
from monitor.words import Language
from tests.support.program import ROOT
from tests.web.shared.worlds import ENGLISH, INDONESIAN, world

WORLD = world()
USUAL = poster(WORLD.status, WORLD.roster, INDONESIAN)

LOADED = """
import asyncio, sys
import monitor.cli, monitor.app
from monitor.model import State
from monitor.web.shared.poster import Poster
from monitor.web.shared.previews import Previews
from monitor.words import Language
before = "PIL" in sys.modules
texts = dict.fromkeys(["sentence", "more", "explanation", "seen", "disclaimer", "notice"], "kata")
poster = Poster(tone=State.UP, affected=(), **texts)
asyncio.run(Previews().picture(poster, Language.INDONESIAN))
print(before, "PIL" in sys.modules)
"""


async def test_a_picture_is_drawn_anew_only_when_it_says_something_else() -> None:
    previews = Previews()
    first = await previews.picture(USUAL, Language.INDONESIAN)
    assert await previews.picture(replace(USUAL), Language.INDONESIAN) is first
    other = await previews.picture(replace(USUAL, seen="nanti"), Language.INDONESIAN)
    assert other != first


async def test_each_language_has_its_own() -> None:
    previews = Previews()
    first = await previews.picture(USUAL, Language.INDONESIAN)
    await previews.picture(poster(WORLD.status, WORLD.roster, ENGLISH), Language.ENGLISH)
    assert await previews.picture(USUAL, Language.INDONESIAN) is first


async def test_the_loop_goes_on_while_it_is_drawn() -> None:
    drawing = asyncio.ensure_future(Previews().picture(USUAL, Language.INDONESIAN))
    turns = 0
    while not drawing.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 10  # on the loop itself it would be one or two


def test_pillow_is_imported_with_the_first_picture_and_not_before() -> None:
    asked = [sys.executable, "-c", LOADED]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    assert told.stdout == "False True\n"
