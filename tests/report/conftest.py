"""The small month, read once for all tests of the reports."""

from pathlib import Path

import pytest

from monitor.report.figures import Figures
from tests.report import samples


@pytest.fixture(scope="session")
def october(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """The figures of the small month."""
    return samples.figures(tmp_path_factory.mktemp("october"))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with a configuration and the history of the small month."""
    samples.settings(tmp_path)
    samples.fill(tmp_path / "history.sqlite")
    return tmp_path
