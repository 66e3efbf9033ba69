"""Text in the font that Pillow brings along."""

from PIL import Image, ImageDraw

from monitor.text import CUT
from monitor.web.shared.lettering import DASHES, HELD, LETTERS, Lettering, legible

LETTERING = Lettering.of(30)
SENTENCE = "JMO sedang terganggu sejak 08.50 WIB — bukan ponsel Anda"


def test_the_font_has_every_letter_that_we_count_on_and_no_dash() -> None:
    missing = bytes(LETTERING.font.getmask("\ue000"))
    assert all(bytes(LETTERING.font.getmask(letter)) != missing for letter in LETTERS - {" "})
    assert all(bytes(LETTERING.font.getmask(dash)) == missing for dash in DASHES)


def test_what_the_font_has_not_is_replaced_by_what_is_like_it() -> None:
    assert legible("Café ﬁn, e\u0301 — ½ ✕ 字\n") == "Cafe fin, e — · · ··"


def test_lines_are_not_wider_than_there_is_room() -> None:
    lines = LETTERING.wrapped(SENTENCE, 300)
    assert len(lines) > 2
    assert " ".join(lines) == SENTENCE
    assert all(LETTERING.width(line) <= 300 for line in lines)


def test_a_word_that_is_too_wide_is_cut() -> None:
    (line,) = LETTERING.wrapped("W" * 5000, 300)
    assert line.endswith(CUT)
    assert 250 < LETTERING.width(line) <= 300


def test_a_held_space_ends_no_line() -> None:
    text = SENTENCE.replace("08.50 WIB —", f"08.50{HELD}WIB{HELD}—")
    for width in range(250, 900, 50):
        lines = LETTERING.wrapped(text, width)
        assert any(f"08.50{HELD}WIB{HELD}—" in line for line in lines)


def test_balanced_lines_are_as_many_and_more_alike() -> None:
    greedy, fair = LETTERING.wrapped(SENTENCE, 700), LETTERING.balanced(SENTENCE, 700)
    assert len(greedy) == len(fair) == 2
    assert " ".join(fair) == SENTENCE

    def unlike(lines: list[str]) -> float:
        widths = [LETTERING.width(line) for line in lines]
        return max(widths) - min(widths)

    assert unlike(fair) < unlike(greedy)


def test_a_block_has_no_more_lines_than_it_may() -> None:
    block = LETTERING.block(SENTENCE, 300, 2)
    assert len(block) == 2
    assert block[1].endswith(CUT)
    assert LETTERING.block("kata", 300, 2) == ["kata"]


def test_a_dash_is_drawn_as_a_stroke_as_wide_as_it_counts() -> None:
    image = Image.new("L", (100, 60))
    LETTERING.write(ImageDraw.Draw(image), (10, 40), "—", "white")
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
    assert (left, right) == (10, 10 + round(LETTERING.width("—")) + 1)
    assert 20 < top < bottom < 40
