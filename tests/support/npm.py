"""Packages for node, installed exactly as a lock file says, once for all tests."""

import shutil
import subprocess
from pathlib import Path

CACHE = Path(__file__).parents[2] / ".cache"


def installed(package: Path, name: str) -> Path:
    """The `node_modules` of the package in a folder, kept in the cache under this name."""
    folder = CACHE / name
    lock = (package / "package-lock.json").read_bytes()
    stamp = folder / "stamp"
    if not stamp.is_file() or stamp.read_bytes() != lock:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(package / file, folder)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        stamp.write_bytes(lock)
    return folder / "node_modules"
