"""Templates filled in: nothing from outside becomes part of a page."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from monitor.model import (
    Connection,
    Depth,
    Outcome,
    PageInfo,
    PeriodInfo,
    ReleaseChange,
    Roster,
    ServiceInfo,
    Uptime,
    Window,
)
from monitor.text import CUT
from monitor.web.pages.sheets import (
    FOREIGN_CHARACTERS,
    STATIC,
    Desk,
    Sheets,
    capital,
    fingerprint,
    foreign,
    iso,
    static,
)
from monitor.words import Language, Phrase
from tests.metrics.samples import CERTIFICATE, PASSED, SERVICE, TLS, failed, probe
from tests.web.overviews import OPEN, RELEASE, status, summary
from tests.web.pages.samples import (
    ROSTER,
    Read,
    front_page,
    recent,
    service_page,
    speech,
    window_page,
)

LANGUAGES = st.sampled_from(list(Language))
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></main></html>",
    "{{ 7 * 7 }}{% raw %}",
    "{} {0} {named} {0.__class__}",
    "&lt;b&gt;&#60;b&#62;",
    "javascript:alert(1)",
    "<!-- ",
    "]]>",
    "\u202e\u2066 kebalik",
    "\ud800\udfff",
    "\x00\x1b[31m\r\nSet-Cookie: x",
    "long " * 2000,
)
hostile = st.sampled_from(ATTACKS) | st.text(
    st.sampled_from("<>&\"'`/\\={}%# abonscript:\ud800\n\x00\u202e\u2028"), min_size=1, max_size=40
)
clean_text = hostile.filter(lambda text: text.isprintable() and text.strip() == text != "")
"""What the configuration file lets through: one line that can be seen."""


def configured(text: str) -> tuple[Roster, ServiceInfo]:
    """Everything that the configuration says is this."""
    info = replace(SERVICE, name=text, name_en=text, symptom=text, symptom_en=text)
    page = PageInfo(url="https://jmo.example", notice=text, notice_en=text)
    period = PeriodInfo(id="akhir-bulan", name=text, name_en=text)
    own = replace(ROSTER, location=text, services=(info,), page=page, periods=(period,))
    return own, info


def evidence(text: str) -> Outcome:
    """A run of which the other side said this wherever it can say something."""
    check = replace(PASSED, passed=False, sentence=text, expected=text, observed=text)
    leaf = replace(CERTIFICATE, subject=text)
    return failed(
        detail=text,
        hops=(text, text),
        checks=(check,),
        tls=replace(TLS, presented=(leaf,)),
        connection=Connection(address=text, ip_version=4, fallback=False),
    )


def depth(text: str) -> Depth:
    """A host of this name, to which the other side has led."""
    return replace(summary().depths[0], host=text)


def release(text: str) -> ReleaseChange:
    """A shop says this."""
    return replace(RELEASE, version=text, minimum_os=text)


def window(text: str) -> Window:
    """A window with this around it."""
    return replace(OPEN, maintenance=(text, text), release=text, periods=("akhir-bulan",))


def pages(own: str, theirs: str, language: Language) -> list[str]:
    """Every page, where the configuration says the one and the other side the other."""
    known, info = configured(own)
    seen = summary(info=info, depths=(depth(theirs),))
    probed = replace(seen.probes[0], info=probe(target=theirs), last=evidence(theirs))
    now = replace(status(replace(seen, probes=(probed,))), location=own, periods=known.periods)
    return [
        front_page(now, recent(releases=(release(theirs),)), known, language),
        service_page(now, known=known, language=language),
        window_page(
            window(theirs),
            evidence(theirs),
            known=known,
            language=language,
            depths=(depth(theirs), replace(depth(theirs), deepest_healthy=None, reason=None)),
        ),
    ]


@cache
def plain(language: Language) -> list[Read]:
    """Every page where nobody says anything bad."""
    return [Read(page) for page in pages("x", "x", language)]


@settings(deadline=None, max_examples=25)
@given(clean_text, hostile, LANGUAGES)
def test_nothing_from_outside_becomes_part_of_a_page(
    own: str, theirs: str, language: Language
) -> None:
    for page, as_ever in zip(pages(own, theirs, language), plain(language), strict=True):
        read = Read(page)
        assert read.shape == as_ever.shape
        assert read.values("href", "src") == as_ever.values("href", "src")
        page.encode()  # lone surrogates would not let it


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_the_other_side_said_is_shown_on_one_line_and_cut(attack: str) -> None:
    for page in pages("x", attack, Language.ENGLISH)[1:]:
        text = Read(page).text
        assert foreign(attack) in text
        assert not re.search("[\x00\x1b\r\u202e\u2066\ud800]", text)
    assert len(foreign(attack)) <= FOREIGN_CHARACTERS
    assert foreign("x" * 201) == "x" * 199 + CUT


@pytest.mark.parametrize("attack", ["{} {0} {x.__class__}", "%s %(x)s", "{{ 7 * 7 }}", "<b>&amp;"])
def test_what_the_configuration_says_is_said_as_it_stands(attack: str) -> None:
    for page in pages(attack, "x", Language.INDONESIAN):
        assert attack in Read(page).text


def desk(language: Language, **page: str) -> Desk:
    """A desk, with what is configured about the page."""
    known = replace(ROSTER, page=PageInfo(**page))
    return Desk(known, speech(language), "/", explicit=False)


def test_a_value_is_escaped_and_a_phrase_is_too() -> None:
    said = desk(Language.ENGLISH).say(Phrase("<{x}>", "<{x}>"), x="<b>")
    assert said == "&lt;&lt;b&gt;&gt;"


def test_links_keep_a_language_that_was_chosen_and_no_other() -> None:
    for explicit, link in ((True, "/service/a?lang=en"), (False, "/service/a")):
        made = Desk(ROSTER, speech(Language.ENGLISH), "/", explicit=explicit)
        assert made.link("/service/a") == link


def test_a_notice_has_the_readers_language() -> None:
    for language, words in ((Language.INDONESIAN, "Uji coba"), (Language.ENGLISH, "A trial")):
        values = desk(language, notice="Uji coba", notice_en="A trial").values
        assert values["notice"] == words


def test_what_is_not_known_is_no_percentage() -> None:
    nothing = Uptime(unknown_seconds=60.0)
    made = desk(Language.ENGLISH)
    assert (made.percent(nothing), made.coverage(nothing)) == ("none yet", "0%")
    assert (made.percent(Uptime()), made.coverage(Uptime())) == ("none yet", "0%")
    assert made.percent(Uptime(up_seconds=1.0)) == "100%"


def test_a_name_that_a_template_lacks_is_an_error() -> None:
    values: dict[str, Any] = {"now": None}
    with pytest.raises(UndefinedError):
        Sheets().fill("missing.html", desk(Language.ENGLISH), values)


@pytest.mark.parametrize("name", STATIC)
def test_the_address_of_a_file_changes_with_its_content(name: str) -> None:
    content = static(name)
    page = front_page(status(), recent())
    assert f"/{name}?v={fingerprint(content)}" in page
    assert fingerprint(content) != fingerprint(content + b" ")


def test_times_for_programs_are_in_utc_and_whole_seconds() -> None:
    assert iso(datetime(2026, 8, 31, 2, 0, 7, 999_999, UTC)) == "2026-08-31T02:00:07Z"


def test_a_capital_changes_one_letter_alone() -> None:
    assert capital("nama di DNS") == "Nama di DNS"
    assert capital("") == ""
