"""In which language a reader is answered."""

from starlette.requests import Request

from monitor.web.pages.preferences import preferences
from monitor.words import Language

_TAGS = {"id": Language.INDONESIAN, "in": Language.INDONESIAN, "en": Language.ENGLISH}
"""By the first part of a language tag; `in` is what old Java calls Indonesian."""


def chosen(request: Request) -> Language | None:
    """The language that the address asks for: `?lang=en`."""
    wanted = request.query_params.get("lang", "")
    return Language(wanted) if wanted in set(Language) else None


def language_of(request: Request) -> Language:
    """What the address asks for, or else the reader's browser; Indonesian if neither knows it."""
    return chosen(request) or _preferred(request.headers.get("accept-language", ""))


def _preferred(accepted: str) -> Language:
    known = [
        (weight, _TAGS[tag.partition("-")[0]])
        for weight, tag in preferences(accepted)
        if weight > 0 and tag.partition("-")[0] in _TAGS
    ]
    best = max(known, key=lambda each: each[0], default=None)  # the first of equals
    return best[1] if best else Language.INDONESIAN
