"""What tests of the configuration share."""

from pathlib import Path

import pytest


@pytest.fixture
def secret_file(tmp_path: Path) -> str:
    """The path of a file that holds the secret `canary`."""
    path = tmp_path / "secret"
    path.write_text("canary\n", encoding="utf-8")
    return str(path)
