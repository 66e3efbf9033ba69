"""A metric family of probes or services: its definition, and two ways to write it that agree.

`add_to` fills a family of prometheus_client, which is the contract; `lines` writes the samples as
that library would, many times faster. A test holds the two together, byte by byte.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, Protocol, TypeVar

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.utils import floatToGoString

from monitor.metrics.histogram import Histogram
from monitor.text import clean

PROBE_LABELS = ("service", "probe", "kind")
SERVICE_LABELS = ("service",)
LABEL_CHARACTERS = 1024
"""A label's value is cut beyond this: a certificate may carry thousands of names."""


class Labelled(Protocol):
    """The figures of one thing, such as a probe."""

    @property
    def labels(self) -> Mapping[str, str]:
        """By which labels it is known; as configured, not cleaned."""
        ...


F = TypeVar("F", bound=Labelled)
Points = Iterable[tuple[tuple[str, ...], float]]
"""Samples: the values of the labels beside the thing's own, and the number."""
Part = Callable[[F], object]
"""What of the figures a family is read from: while that is the same object, so is the text."""


_go_float: Callable[[float], str] = floatToGoString
_LARGEST_PLAIN = 999_999
"""Above this the library writes an exponent."""


def number(value: float) -> str:
    """A number as both formats have it; counts, which are most of all, the short way."""
    if type(value) is int and 0 <= value <= _LARGEST_PLAIN:
        return f"{value}.0"
    return _go_float(value)


def label(text: str) -> str:
    """`text` as it may stand in a label, wherever it came from."""
    return clean(text, LABEL_CHARACTERS)


def own_labels(figures: Labelled) -> Mapping[str, str]:
    """The labels by which a thing is known, as they may stand in a scrape."""
    return {name: label(value) for name, value in figures.labels.items()}


@dataclass(frozen=True, kw_only=True)
class Scalars(Generic[F]):
    """A family of gauges, or of counters (`_total`): a number for each set of labels."""

    name: str
    help: str
    own: tuple[str, ...] = PROBE_LABELS
    """Which of the thing's own labels it has."""
    further: tuple[str, ...] = ()
    """Labels beside these, in alphabetical order: so they stand in the text."""
    part: Part[F]
    read: Callable[[F], Points]

    def empty(self) -> Metric:
        """The definition in prometheus_client's terms, without samples."""
        counts = self.name.endswith("_total")
        family = CounterMetricFamily if counts else GaugeMetricFamily
        return family(self.name, self.help, labels=self.own + self.further)

    def add_to(self, family: Metric, figures: F) -> None:
        """Add one thing's samples to what `empty` gave."""
        assert isinstance(family, CounterMetricFamily | GaugeMetricFamily)
        own = own_labels(figures)
        for further, value in self.read(figures):
            family.add_metric((*(own[name] for name in self.own), *further), value)

    def lines(self, figures: F, own: Mapping[str, str]) -> str:
        """One thing's samples as text; `own` are its labels, escaped for a template."""
        template = self._shape % own
        return "".join(
            [
                template % (*map(escaped, further), number(value))
                for further, value in self.read(figures)
            ]
        )

    @cached_property
    def _shape(self) -> str:
        return shape(self.name, self.own, self.further)


@dataclass(frozen=True, kw_only=True)
class Buckets(Generic[F]):
    """A family of histograms, one for each thing."""

    name: str
    help: str
    part: Part[F]
    read: Callable[[F], Histogram]

    def empty(self) -> Metric:
        """The definition in prometheus_client's terms, without samples."""
        return HistogramMetricFamily(self.name, self.help, labels=PROBE_LABELS)

    def add_to(self, family: Metric, figures: F) -> None:
        """Add one thing's samples to what `empty` gave."""
        assert isinstance(family, HistogramMetricFamily)
        histogram = self.read(figures)
        family.add_metric(tuple(own_labels(figures).values()), named(histogram), histogram.total)

    def lines(self, figures: F, own: Mapping[str, str]) -> str:
        """One thing's samples as text; `own` are its labels, escaped for a template."""
        histogram = self.read(figures)
        bucket, every, total = (part % own for part in self._shapes)
        buckets = named(histogram)
        lines = [bucket % (bound, number(count)) for bound, count in buckets]
        lines.append(every % number(buckets[-1][1]))
        lines.append(total % number(histogram.total))
        return "".join(lines)

    @cached_property
    def _shapes(self) -> tuple[str, str, str]:
        return (
            shape(f"{self.name}_bucket", PROBE_LABELS, ("le",)),
            shape(f"{self.name}_count", PROBE_LABELS, ()),
            shape(f"{self.name}_sum", PROBE_LABELS, ()),
        )


Family = Scalars[F] | Buckets[F]


def named(histogram: Histogram) -> list[tuple[str, float]]:
    """A histogram's cumulative buckets by the value of their label `le`."""
    bounds = (*map(number, histogram.bounds), "+Inf")
    return list(zip(bounds, histogram.cumulative, strict=True))


def shape(name: str, own: tuple[str, ...], further: tuple[str, ...]) -> str:
    """A template for the templates of a sample's lines, its labels in alphabetical order.

    Filled with a thing's own labels it has places left for the further ones and the number.
    """
    pairs = [f'{n}="%({n})s"' if n in own else f'{n}="%%s"' for n in sorted(own + further)]
    return f"{name}{{{','.join(pairs)}}} %%s\n"


@lru_cache(maxsize=256)  # nearly all are words from closed sets
def escaped(value: str) -> str:
    """A label's value as it stands between quotation marks; it has no line ends, being clean."""
    return value.replace("\\", r"\\").replace('"', r"\"")


def for_template(own: Mapping[str, str]) -> Mapping[str, str]:
    """Labels as they stand between quotation marks in a template that is filled once more."""
    return {name: escaped(value).replace("%", "%%") for name, value in own.items()}
