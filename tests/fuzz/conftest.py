"""What the fuzzing shares: a network without a way out, and an authority."""

from collections.abc import Iterator

import pytest

from tests.support.certificates import Authority
from tests.support.ownnet import pingable


@pytest.fixture(scope="module", autouse=True)
def no_way_out() -> Iterator[None]:
    """Broken redirects may lead anywhere."""
    with pingable():
        yield


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One root for all tests of a module."""
    return Authority(tmp_path_factory.mktemp("authority"))
