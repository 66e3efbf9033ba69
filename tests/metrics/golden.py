"""Describes every metric, for the golden file: `python -m tests.metrics.golden > …/golden.txt`."""

from collections.abc import Iterator

from prometheus_client.core import Metric

from tests.metrics.samples import eventful, whole_registry


def describe() -> str:
    """Every metric by name, with its type, its labels and its help text."""
    families = sorted(whole_registry(eventful()).collect(), key=lambda family: family.name)
    return "\n".join("\n".join(_lines(family)) + "\n" for family in families)


def metric_name(family: Metric) -> str:
    """The name as it stands in the text format."""
    return f"{family.name}_total" if family.type == "counter" else family.name


def _lines(family: Metric) -> Iterator[str]:
    labels = {name for sample in family.samples for name in sample.labels} - {"le"}
    yield metric_name(family)
    yield f"  {family.type}"
    yield f"  {{{', '.join(sorted(labels))}}}"
    yield f"  {family.documentation}"


if __name__ == "__main__":
    print(describe(), end="")
