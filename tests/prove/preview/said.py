"""How a number is read in a panel: written down here once more, not taken from the dashboards."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime

from grafana.builder.wording import Language, Phrase
from tests.prove.truth import WIB

Say = Callable[[float, Language], str]
_SECONDS = ((3600, 60, "min"), (86_400, 3600, "hour"), (604_800, 86_400, "day"))


def fixed(value: float, decimals: int) -> str:
    """So many decimals, a half upwards."""
    factor = 10**decimals
    return f"{math.floor(value * factor + 0.5) / factor:.{decimals}f}"


def number(decimals: int) -> Say:
    """As it is."""
    return lambda value, _: fixed(value, decimals)


def share(decimals: int) -> Say:
    """As per cent."""
    return lambda value, _: f"{fixed(100 * value, decimals)}%"


def seconds(decimals: int) -> Say:
    """In the unit that suits its size."""
    return lambda value, _: _spoken(value, decimals)


def milliseconds(decimals: int) -> Say:
    """The same of a thousandth."""
    return lambda value, _: _spoken(value / 1000, decimals)


def _spoken(value: float, decimals: int) -> str:
    size = abs(value)
    if size == 0:
        return "0 s"
    if size < 1:
        return f"{fixed(1000 * value, decimals)} ms"
    for limit, length, unit in _SECONDS:
        if 60 <= size < limit:
            return f"{fixed(value / length, decimals)} {unit}{'s' * (size > length)}"
    assert size < 60, "the world has nothing longer"
    return f"{fixed(value, decimals)} s"


def moment(value: float, _: Language) -> str:
    """Milliseconds since 1970, on a clock in Jakarta."""
    return datetime.fromtimestamp(round(value) // 1000, WIB).strftime("%Y-%m-%d %H:%M:%S")


def word(phrases: Mapping[int, Phrase]) -> Say:
    """The word that stands for a number."""
    return lambda value, language: phrases[round(value)].said_in(language)
