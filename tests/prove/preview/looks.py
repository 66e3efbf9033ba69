"""How each dashboard is looked at for its picture, so that there is something to see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grafana.builder.links import uid
from grafana.builder.wording import Language
from tests.prove.dashboards import RANGES


@dataclass(frozen=True, slots=True)
class Look:
    """A range, and what is chosen otherwise than as opened."""

    range: str
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def range_seconds(self) -> int:
        """How far it looks back."""
        return RANGES[self.range]


_HERE = {"location": "jakarta"}
LOOKS = {
    "overview": Look("7d", _HERE),
    "service": Look("7d", _HERE),
    "windows": Look("30d"),
    "slo": Look("7d", _HERE),
    "health": Look("7d"),
    "locations": Look("7d"),
}
_BOTH = ("overview", "windows")
"""Those of which there are pictures in both languages."""


def looks() -> Iterator[tuple[str, Look]]:
    """Of every dashboard, by its uid."""
    for name, look in LOOKS.items():
        for language in Language:
            yield uid(name, language), look


def pictured() -> list[str]:
    """The uids of the dashboards that the documents show."""
    english = [uid(name, Language.ENGLISH) for name in LOOKS]
    return english + [uid(name, Language.INDONESIAN) for name in _BOTH]
