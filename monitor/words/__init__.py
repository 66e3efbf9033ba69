"""Words for people, in Indonesian and in English: one table for every page."""

from monitor.words.phrase import Language, Phrase
from monitor.words.reasons import REASONS
from monitor.words.sets import OBJECTIVES, PHASES, RESULTS, STATES, STORES
from monitor.words.speech import Speech, zone_label

__all__ = [
    "OBJECTIVES",
    "PHASES",
    "REASONS",
    "RESULTS",
    "STATES",
    "STORES",
    "Language",
    "Phrase",
    "Speech",
    "zone_label",
]
