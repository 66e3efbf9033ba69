"""A badge as SVG, read as the XML that it is."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from monitor.model import State
from monitor.text import CUT
from monitor.web.shared.badge import LONGEST_LABEL, LONGEST_VALUE, Badge, as_svg, width_of
from monitor.web.shared.signs import COLOURS
from monitor.words import Language
from tests.support.texts import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def badge(label: str = "JMO", value: str = "normal", tone: State | None = State.UP) -> Badge:
    return Badge(label=label, value=value, title=f"{label}: {value}", tone=tone)


def drawn(made: Badge) -> ET.Element:
    return ET.fromstring(as_svg(made, Language.INDONESIAN))


def texts(svg: ET.Element) -> list[str]:
    return [str(each.text) for each in svg.iter(f"{SVG}text")]


def test_it_says_what_it_shows_to_those_who_do_not_see_it() -> None:
    svg = drawn(badge())
    assert (svg.tag, svg.attrib["role"]) == (f"{SVG}svg", "img")
    assert svg.attrib["aria-label"] == svg.findtext(f"{SVG}title") == "JMO: normal"
    assert svg.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "id"
    assert texts(svg) == ["JMO", "normal"]


@pytest.mark.parametrize("state", State)
def test_a_state_has_its_colour_and_its_mark(state: State) -> None:
    paths = [path.attrib for path in drawn(badge(tone=state)).iter(f"{SVG}path")]
    assert [path["fill"] for path in paths] == [COLOURS[state], "none"]
    assert paths[1]["d"].startswith("M")


def test_a_figure_that_is_not_judged_has_no_mark() -> None:
    assert len(list(drawn(badge(tone=None)).iter(f"{SVG}path"))) == 1


def test_the_texts_fit_into_it_side_by_side() -> None:
    svg = drawn(badge("Klaim JHT — Lapak Asik", "tidak diketahui"))
    label, value = (
        (float(each.attrib["x"]), float(each.attrib["textLength"]))
        for each in svg.iter(f"{SVG}text")
    )
    assert sum(label) < value[0]
    assert sum(value) < float(svg.attrib["width"])


def test_a_wider_text_makes_a_wider_badge() -> None:
    assert width_of("WWW") > width_of("iii")
    assert width_of("字") > width_of("n")
    assert width_of("e\u0301") == width_of("e")
    assert width_of("") > 0


def test_a_long_text_is_cut() -> None:
    label, value = texts(drawn(badge("m" * 500, "w" * 500)))
    assert (len(label), len(value)) == (LONGEST_LABEL, LONGEST_VALUE)
    assert label.endswith(CUT)
    assert value.endswith(CUT)


def test_it_loads_nothing_and_styles_nothing_inline() -> None:
    text = as_svg(badge(), Language.ENGLISH)
    assert "href" not in text
    assert "url(" not in text
    assert "style" not in text  # our own policy forbids it


@given(HOSTILE, HOSTILE)
def test_whatever_it_says_it_stays_a_badge(one: str, other: str) -> None:
    svg = drawn(badge(one, other))
    tags = [each.tag.removeprefix(SVG) for each in svg.iter()]
    assert tags == ["svg", "title", "rect", "path", "path", "g", "text", "text"]
    assert not {name for each in svg.iter() for name in each.attrib if name.startswith("on")}
    assert float(svg.attrib["width"]) < 1200
    assert all(text.isprintable() for text in svg.itertext() if text.strip())
