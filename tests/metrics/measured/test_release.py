"""An app's release, in the shop's own words."""

from dataclasses import replace

import pytest

from monitor.metrics.family import LABEL_CHARACTERS
from monitor.model import Release
from tests.metrics.samples import RELEASE, looked_up, outcome, told

INFO, RELEASED = "jmo_app_release_info", "jmo_app_release_timestamp_seconds"


def test_the_release_stands_in_the_labels_and_its_date_is_the_value() -> None:
    assert told(looked_up(), INFO) == {("8.0", "play_store", "4.2.1"): 1}
    assert told(looked_up(), RELEASED) == {("play_store", "4.2.1"): 1_788_048_000}


def test_what_the_shop_did_not_say_is_empty() -> None:
    silent = Release(store="app_store", version=None, released_at=None, minimum_os=None)
    assert told(looked_up(release=silent), INFO) == {("", "app_store", ""): 1}
    assert told(looked_up(release=silent), RELEASED) == {}


def test_a_version_is_a_foreign_text() -> None:
    hostile = replace(RELEASE, version="4\n\ud800" + "x" * 10_000)
    ((_, _, version),) = told(looked_up(release=hostile), INFO)
    assert version.startswith("4··x")
    assert len(version) == LABEL_CHARACTERS
    assert list(told(looked_up(release=hostile), RELEASED)) == [("play_store", version)]


@pytest.mark.parametrize("name", [INFO, RELEASED])
def test_other_kinds_know_of_no_release(name: str) -> None:
    assert told(outcome(), name) == {}
