"""The history is generated once for all tests."""

from collections.abc import Iterator

import pytest

from tests.prove.history import History, history


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """35 days behind a real Prometheus."""
    with history(tmp_path_factory.mktemp("history")) as served:
        yield served
