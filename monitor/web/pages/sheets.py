"""Templates filled in: Jinja escapes whatever is put into them, and refuses a name it has not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.model import PageInfo, Roster, Uptime
from monitor.text import clean
from monitor.web.pages import phrases
from monitor.words import (
    PHASES,
    REASONS,
    RESULTS,
    STATES,
    STORES,
    Language,
    Phrase,
    Speech,
)

FOREIGN_CHARACTERS = 200
"""So much is shown of what the other side said."""
STATIC = ("style.css", "page.js", "icon.svg")
"""Files that pages load; their addresses change with their content."""


class Sheets:
    """The templates, compiled once."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("monitor.web.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters["capital"] = capital
        self._environment.filters["foreign"] = foreign
        self._environment.filters["iso"] = iso
        self._environment.globals.update(
            p=phrases,
            states=STATES,
            reasons=REASONS,
            results=RESULTS,
            phases=PHASES,
            stores=STORES,
            static={name: f"/{name}?v={fingerprint(static(name))}" for name in STATIC},
        )

    def compile(self) -> None:
        """Compile all templates now: tenths of a second, which the first pages need not take."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def fill(self, name: str, desk: "Desk", values: Mapping[str, Any]) -> str:
        """A page in one language."""
        return self._environment.get_template(name).render(**desk.values, **values)


class Desk:
    """What every page of one reader needs: language, zone, and how its links are."""

    def __init__(self, roster: Roster, speech: Speech, path: str, *, explicit: bool) -> None:
        """`explicit` where the reader has chosen the language: links keep it then."""
        self._roster = roster
        self._speech = speech
        self._path = path
        self._query = f"?lang={speech.language}" if explicit else ""

    @property
    def values(self) -> Mapping[str, Any]:
        """The names that every template knows."""
        speech, page = self._speech, self._roster.page
        return {
            "language": speech.language,
            "other": _other(speech.language),
            "say": self.say,
            "plain": speech.say_plainly,
            "speech": speech,
            "named": self.named,
            "symptom": self.symptom,
            "link": self.link,
            "path": self._path,
            "url": page.url,
            "notice": notice(page, speech.language),
            "location": self._roster.location,
            "zone": self.zone,
            "percent": self.percent,
            "coverage": self.coverage,
        }

    @property
    def zone(self) -> str:
        """The zone in which times are told, as it is called there."""
        return str(self._roster.timezone)

    def say(self, phrase: Phrase, **values: object) -> Markup:
        """A phrase with these values put in, each escaped unless a template has made it."""
        return escape(self._speech.say_plainly(phrase)).format(**values)

    def link(self, path: str) -> str:
        """The address of another of our pages."""
        return path + self._query

    def named(self, thing: Any) -> str:
        """The name of a service or a period in this language."""
        return self._speech.say_plainly(Phrase(thing.name, thing.name_en))

    def symptom(self, service: Any) -> str:
        """What a member notices when a service fails, in this language."""
        return self._speech.say_plainly(Phrase(service.symptom, service.symptom_en))

    def percent(self, uptime: Uptime) -> str:
        """The uptime, or that none is known."""
        ratio = uptime.ratio
        nothing = self._speech.say(phrases.NOTHING_KNOWN)
        return nothing if ratio is None else self._speech.percent(ratio)

    def coverage(self, uptime: Uptime) -> str:
        """How much of the time is known."""
        return self._speech.percent(uptime.coverage or 0)


def notice(page: PageInfo, language: Language) -> str:
    """What stands above every page; empty where there is nothing to say."""
    return Phrase(page.notice, page.notice_en).said_in(language)


def foreign(text: object) -> str:
    """What somebody else said: on one line, and not long."""
    return clean(str(text), FOREIGN_CHARACTERS)


def capital(text: str) -> str:
    """With a capital letter at its beginning, and all others as they are."""
    return text[:1].upper() + text[1:]


def iso(moment: datetime) -> str:
    """As HTML's `time` and RFC 3339 have it, in whole seconds."""
    return f"{moment - timedelta(microseconds=moment.microsecond):%Y-%m-%dT%H:%M:%SZ}"


def static(name: str) -> bytes:
    """The content of a file that pages load."""
    return resources.files("monitor.web").joinpath("files", name).read_bytes()


def fingerprint(content: bytes) -> str:
    """Another one for any other content."""
    return sha256(content).hexdigest()[:16]


def _other(language: Language) -> Language:
    return Language.ENGLISH if language is Language.INDONESIAN else Language.INDONESIAN
