"""What tests of the network share."""

import pytest

from tests.support.certificates import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One root for all tests."""
    return Authority(tmp_path_factory.mktemp("authority"))
