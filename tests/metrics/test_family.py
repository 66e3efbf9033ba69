"""How numbers and labels stand in the text."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.utils import floatToGoString

from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.family import LABEL_CHARACTERS, Buckets, Scalars, label, number
from monitor.metrics.service_catalogue import SERVICE_FAMILIES

Family = Scalars[Any] | Buckets[Any]
every_family = pytest.mark.parametrize(
    "family", [*PROBE_FAMILIES, *SERVICE_FAMILIES], ids=lambda family: family.name
)


@settings(deadline=None)
@given(st.integers() | st.floats() | st.booleans())
def test_a_number_is_written_as_prometheus_client_writes_it(value: float) -> None:
    assert number(value) == floatToGoString(value)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("value", [0, 999_999, 1_000_000, 1_767_225_600.5])
def test_a_number_gets_its_exponent_where_prometheus_client_gives_it_one(value: float) -> None:
    assert number(value) == floatToGoString(value)  # type: ignore[no-untyped-call]


def test_a_label_is_cut_and_cleaned() -> None:
    assert label("a\ud800b\n") == "a·b·"
    assert len(label("x" * 10_000)) == LABEL_CHARACTERS


@every_family
def test_further_labels_stand_in_the_order_in_which_the_text_has_them(family: Family) -> None:
    further = () if isinstance(family, Buckets) else family.further
    assert list(further) == sorted(further)


@every_family
def test_a_help_text_is_a_sentence(family: Family) -> None:
    assert family.help.endswith(".")
