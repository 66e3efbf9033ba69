"""How values look: words, signs and colours of states, thresholds, columns of tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grafana_foundation_sdk.models import common
from grafana_foundation_sdk.models import dashboard as model

from grafana.builder import promql
from grafana.builder.strings import shared
from grafana.builder.wording import Language, Phrase


class Colour(StrEnum):
    """Never the only sign: whatever has one of these has a word or a number as well."""

    GOOD = "semi-dark-green"
    WARNING = "semi-dark-orange"
    BAD = "semi-dark-red"
    CALM = "semi-dark-blue"
    UNKNOWN = "#8e8e8e"
    NOTHING = "#5a5a5a"


Mappings = list[model.ValueMapping]
Words = Mapping[int, tuple[Phrase, Colour]] | Mapping[str, tuple[Phrase, Colour]]
"""What is said for each value."""


def mapped(
    words: Words,
    language: Language,
    nothing: Phrase = shared.NO_DATA,
) -> Mappings:
    """Values as words with a sign and a colour; what is not there as words of its own."""
    options = {
        str(value): model.ValueMappingResult(text=text.said_in(language), color=colour, index=place)
        for place, (value, (text, colour)) in enumerate(words.items())
    }
    absent = model.ValueMappingResult(
        text=nothing.said_in(language), color=Colour.NOTHING, index=len(options)
    )
    special = model.DashboardSpecialValueMapOptions(
        match=model.SpecialValueMatch.NULL_AND_NAN, result=absent
    )
    words_for_values: Mappings = [model.ValueMap(options=options)] if options else []
    return [*words_for_values, model.SpecialValueMap(options=special)]


STATES = {
    promql.DOWN_CODE: (shared.DOWN, Colour.BAD),
    promql.DEGRADED_CODE: (shared.DEGRADED, Colour.WARNING),
    promql.UP_CODE: (shared.UP, Colour.GOOD),
    promql.MAINTENANCE_CODE: (shared.MAINTENANCE, Colour.CALM),
    promql.UNKNOWN_CODE: (shared.UNKNOWN, Colour.UNKNOWN),
}
SEVERITIES = {
    "down": (shared.DOWN, Colour.BAD),
    "degraded": (shared.DEGRADED, Colour.WARNING),
}
VERDICTS = {
    1: (shared.UNKNOWN, Colour.UNKNOWN),
    2: (shared.MAINTENANCE, Colour.CALM),
    3: (shared.OPERATIONAL, Colour.GOOD),
    4: (shared.DEGRADED, Colour.WARNING),
    5: (shared.PARTIAL_OUTAGE, Colour.BAD),
    6: (shared.MAJOR_OUTAGE, Colour.BAD),
    7: (shared.OWN_NETWORK, Colour.UNKNOWN),
}


def yes_no(yes: Phrase, no: Phrase) -> dict[int, tuple[Phrase, Colour]]:
    """A gauge that is 1 where all is well."""
    return {0: (no, Colour.BAD), 1: (yes, Colour.GOOD)}


def thresholds(base: Colour, *steps: tuple[float, Colour]) -> model.ThresholdsConfig:
    """From below: the base's colour, then another from each value on."""
    return model.ThresholdsConfig(
        mode=model.ThresholdsMode.ABSOLUTE,
        steps=[
            model.Threshold(value=None, color=base),
            *(model.Threshold(value=value, color=colour) for value, colour in steps),
        ],
    )


PLAIN = thresholds(Colour.CALM)
UPTIME = thresholds(Colour.BAD, (0.99, Colour.WARNING), (0.995, Colour.GOOD))
COVERAGE = thresholds(Colour.BAD, (0.9, Colour.WARNING), (0.99, Colour.GOOD))
CERTIFICATE = thresholds(Colour.BAD, (7, Colour.WARNING), (21, Colour.GOOD))
SOME_IS_BAD = thresholds(Colour.GOOD, (1, Colour.WARNING))
BUDGET = thresholds(Colour.BAD, (0.0001, Colour.WARNING), (0.25, Colour.GOOD))
SECONDS = thresholds(Colour.GOOD, (2, Colour.WARNING), (5, Colour.BAD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How all values of a panel are shown, unless a column says otherwise."""

    unit: str
    decimals: int | None = None
    mappings: Words | None = None
    thresholds: model.ThresholdsConfig = PLAIN
    minimum: float | None = None
    maximum: float | None = None
    by_series: bool = False
    """Whether each series has a colour of its own; otherwise the thresholds and mappings decide."""


STATE = Look(unit="none", mappings=STATES)
SHARE = Look(unit="percentunit", decimals=3, thresholds=UPTIME, minimum=0, maximum=1)
KNOWN_SHARE = Look(unit="percentunit", decimals=2, thresholds=COVERAGE, minimum=0, maximum=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: which field it shows, and how."""

    field: str
    title: Phrase
    unit: str | None = None
    decimals: int | None = None
    mappings: Words | None = None
    nothing: Phrase = shared.NO_DATA
    """What an empty cell says, where there are mappings."""
    thresholds: model.ThresholdsConfig | None = None
    link: tuple[Phrase, str] | None = None
    width: int | None = None
    plain: bool = False
    """Whether it has no colour where the other columns are filled with theirs."""

    def override(self, language: Language) -> model.DashboardFieldConfigSourceOverrides:
        """As Grafana wants it."""
        values: list[tuple[str, object]] = [("displayName", self.title.said_in(language))]
        if self.unit is not None:
            values.append(("unit", self.unit))
        if self.decimals is not None:
            values.append(("decimals", self.decimals))
        if self.mappings is not None:
            values.append(("mappings", mapped(self.mappings, language, self.nothing)))
        if self.thresholds is not None:
            values.append(("thresholds", self.thresholds))
        if self.mappings is not None or self.thresholds is not None:
            values.append(("custom.cellOptions", {"type": "color-text"}))
        if self.plain:
            values.append(("custom.cellOptions", {"type": "auto"}))
        if self.link is not None:
            title, url = self.link
            link = {"title": title.said_in(language), "url": url, "targetBlank": False}
            values.append(("links", [link]))
        if self.width is not None:
            values.append(("custom.width", self.width))
        return override(model.MatcherConfig("byName", self.field), values)


def override(
    matcher: model.MatcherConfig, values: Sequence[tuple[str, object]]
) -> model.DashboardFieldConfigSourceOverrides:
    """These properties for the fields that match."""
    return model.DashboardFieldConfigSourceOverrides(
        matcher=matcher, properties=[model.DynamicConfigValue(*value) for value in values]
    )


DATASOURCE = common.DataSourceRef(type_val="prometheus", uid="${datasource}")
