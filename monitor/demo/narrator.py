"""Tells on the terminal what happens, and what the monitor comes to say of it."""

import asyncio
from collections.abc import Callable

from monitor.clock import Clock
from monitor.demo.story import Act
from monitor.model import Assessment, Roster, Transition
from monitor.words import REASONS, STATES, Language, Phrase

INTRODUCTION = (
    Phrase(
        "Ini peragaan: semua server di sini tiruan di komputer ini, bukan JMO yang sebenarnya.",
        "This is a demonstration: every server in it is a stand-in on this machine, not the real"
        " JMO.",
    ),
    Phrase(
        "Buka {url} untuk melihat halamannya; metrik ada di {url}metrics, data di"
        " {url}api/v1/status.",
        "Open {url} to see the page; metrics are at {url}metrics, data at {url}api/v1/status.",
    ),
    Phrase("Ctrl-C mengakhirinya.", "Ctrl-C ends it."),
    Phrase("", ""),
)
OVER = Phrase(
    "Cerita selesai. Semua layanan tetap normal sampai Anda mengakhirinya (Ctrl-C).",
    "The story is over. All stays well until you end it (Ctrl-C).",
)
THE_END = Phrase("Cerita selesai.", "The story is over.")


class Narrator:
    """Speaks one language; hears what the monitor makes of every run."""

    def __init__(
        self, say: Callable[[str], None], language: Language, roster: Roster, clock: Clock
    ) -> None:
        english = language is Language.ENGLISH
        self._names = {s.id: s.name_en if english else s.name for s in roster.services}
        self._say = say
        self._language = language
        self._clock = clock
        self._began = clock.monotonic()
        self.first_result = asyncio.Event()
        """Set when a run has come to its end, of a control most likely."""

    def begin(self, url: str) -> None:
        """Say what this is and where to look, and count the time from here."""
        self._began = self._clock.monotonic()
        for phrase in INTRODUCTION:
            self._say(phrase.said_in(self._language).format(url=url))

    def act(self, act: Act) -> None:
        """Say what happens."""
        self._tell(act.says.said_in(self._language))

    def end(self, phrase: Phrase) -> None:
        """Say that the story is over."""
        self._tell(phrase.said_in(self._language))

    def hear(self, assessment: Assessment) -> None:
        """Say what the monitor has noticed, if it has."""
        if assessment.outcome is not None:
            self.first_result.set()
        for transition in assessment.transitions:
            if transition.probe is None:
                self._tell(f"   → {self._noticed(transition)}")

    def _noticed(self, transition: Transition) -> str:
        name = self._names[transition.service]
        state = STATES[transition.new].said_in(self._language)
        reason = transition.reason
        why = f" ({REASONS[reason].said_in(self._language)})" if reason else ""
        return f"{name}: {state}{why}"

    def _tell(self, text: str) -> None:
        minutes, seconds = divmod(int(self._clock.monotonic() - self._began), 60)
        self._say(f"{minutes:2}:{seconds:02}  {text}")
