"""The picture of a shared link, as Pillow reads it."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from PIL import Image, ImageChops

from monitor.model import State, Verdict
from monitor.web.shared.drawing import HEIGHT, WIDTH, png
from monitor.web.shared.poster import Poster, poster
from tests.support.texts import HOSTILE
from tests.web.shared.worlds import ENGLISH, INDONESIAN, calm, hostile_world, world

MOST_BYTES = 60_000
WORLD = world()
USUAL = poster(WORLD.status, WORLD.roster, INDONESIAN)
FOOT, MIDDLE = 530, (190, 60, WIDTH, 530)


def drawn(what: Poster) -> Image.Image:
    data = png(what)
    assert len(data) <= MOST_BYTES
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        return image.convert("RGB")


def changed(one: Poster, other: Poster) -> tuple[int, int, int, int] | None:
    """Where two pictures are not the same."""
    return ImageChops.difference(drawn(one), drawn(other)).getbbox()


def test_the_same_is_drawn_the_same() -> None:
    assert png(USUAL) == png(USUAL)


def test_everything_that_it_says_can_be_seen() -> None:
    for other in (
        replace(USUAL, sentence="JMO berjalan normal"),
        replace(USUAL, affected=((State.DOWN, "Masuk: tidak bisa"),)),
        replace(USUAL, affected=((State.DEGRADED, USUAL.affected[0][1]),)),
        replace(USUAL, more="dan 2 layanan lain"),
        replace(USUAL, affected=(), explanation="Semua menjawab."),
        replace(USUAL, seen="Dilihat dari bandung"),
        replace(USUAL, disclaimer=""),
        replace(USUAL, notice=""),
        replace(USUAL, tone=State.UP),
    ):
        assert changed(USUAL, other)


@pytest.mark.parametrize("state", [state for state in State if state is not State.DOWN])
def test_a_state_can_be_seen_without_colour(state: State) -> None:
    """The mark in the sign is another one: what is white in it lies elsewhere."""
    box = (64, 60, 160, 300)
    plain = replace(USUAL, affected=(), notice="")
    one, other = (
        drawn(replace(plain, tone=tone)).crop(box).convert("L").point(lambda v: 255 * (v > 253))
        for tone in (State.DOWN, state)
    )
    assert ImageChops.difference(one, other).getbbox()


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_fits_in_both_languages(verdict: Verdict) -> None:
    for speech in (INDONESIAN, ENGLISH):
        made = poster(calm(verdict), WORLD.roster, speech)
        # Nothing of the sentence runs over the right edge, or into the foot.
        edge = drawn(made).crop((WIDTH - 40, 100, WIDTH, FOOT))
        assert len(edge.getcolors() or ()) == 1


def test_all_that_there_may_be_fits_and_stays_small() -> None:
    text = "Layanan yang namanya sangat panjang " * 6
    full = replace(
        USUAL,
        sentence=f"{USUAL.sentence} {USUAL.sentence}",
        affected=((State.DOWN, text),) * 4,
        more="dan 20 layanan lain",
        seen=text,
        disclaimer=text,
        notice=text * 2,
    )
    assert len(drawn(full).crop((WIDTH - 40, 100, WIDTH, HEIGHT)).getcolors() or ()) == 1


@given(HOSTILE)
@settings(max_examples=30, deadline=None)  # a picture takes a twentieth of a second, or more
def test_whatever_somebody_else_wrote_it_stays_a_picture(text: str) -> None:
    strange = hostile_world(text)
    drawn(poster(strange.status, strange.roster, ENGLISH))
