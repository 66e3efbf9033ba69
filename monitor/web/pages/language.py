"""In which language a reader is answered."""

from starlette.requests import Request

from monitor.words import Language

_TAGS = {"id": Language.INDONESIAN, "in": Language.INDONESIAN, "en": Language.ENGLISH}
"""By the first part of a language tag; `in` is what old Java calls Indonesian."""
MOST_CHARACTERS = 1000
"""No browser's Accept-Language is so long; what follows is not read."""


def chosen(request: Request) -> Language | None:
    """The language that the address asks for: `?lang=en`."""
    wanted = request.query_params.get("lang", "")
    return Language(wanted) if wanted in set(Language) else None


def language_of(request: Request) -> Language:
    """What the address asks for, or else the reader's browser; Indonesian if neither knows it."""
    return chosen(request) or _preferred(request.headers.get("accept-language", ""))


def _preferred(accepted: str) -> Language:
    wanted = [_weighed(part) for part in accepted[:MOST_CHARACTERS].split(",")]
    known = [(weight, language) for weight, language in wanted if language and weight > 0]
    best = max(known, key=lambda each: each[0], default=None)  # the first of equals
    return best[1] if best else Language.INDONESIAN


def _weighed(part: str) -> tuple[float, Language | None]:
    tag, _, parameter = part.strip().partition(";")
    name, _, value = parameter.strip().partition("=")
    language = _TAGS.get(tag.strip().lower().partition("-")[0])
    return (_weight(value) if name.strip().lower() == "q" else 1.0), language


def _weight(value: str) -> float:
    """RFC 9110's weight; what is none weighs nothing."""
    digits = value.strip()
    whole, _, fraction = digits.partition(".")
    if whole not in {"0", "1"} or not (fraction.isdecimal() or not fraction):
        return 0.0
    return min(float(digits), 1.0)
