"""What a stranger relies on: the documents, the locks and the workflow say what is so."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import monitor
from monitor.config.loader import load

ROOT = Path(__file__).parents[1]
README_LINES = 150
IMPORT_NAMES = {
    "dnspython": "dns",
    "google-re2": "re2",
    "prometheus-client": "prometheus_client",
    "pillow": "PIL",
    "pyyaml": "yaml",
}
FLOORS = {"h11", "sniffio"}
"""Named only for the sake of what needs them; pyproject.toml says why."""


@cache
def tracked() -> tuple[Path, ...]:
    """The files that are, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    return tomllib.loads(text_of("pyproject.toml"))


def yaml_blocks(name: str) -> list[str]:
    """The YAML in a Markdown file that is a whole configuration of ours."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text_of(name), re.MULTILINE | re.DOTALL)
    return [block for block in blocks if "\nservices:" in block]


MARKDOWN = [path for path in tracked() if path.suffix == ".md"]


def test_the_version_is_the_newest_in_the_changelog() -> None:
    versions = re.findall(r"^## \[(\d[^]]*)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == monitor.__version__


def test_the_readme_is_short() -> None:
    assert len(text_of("README.md").splitlines()) <= README_LINES


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_configuration_in_the_readme_loads(tmp_path: Path) -> None:
    blocks = yaml_blocks("README.md")
    assert blocks
    for block in blocks:
        path = tmp_path / "probes.yaml"
        path.write_text(block, encoding="utf-8")
        assert load(path, environ={}).services


# Written in two pieces, so that this file is not what it looks for.
REGISTRY = re.compile("py" r"pi\.(org|python)|python" r"hosted|index[-_]url[= ]+\S*:" "//", re.I)


def test_nothing_says_where_packages_come_from() -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if REGISTRY.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert naming == []


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text_of(lock), re.MULTILINE))


def _wanted(lock: str) -> list[str]:
    runtime: list[str] = project()["project"]["dependencies"]
    groups = project()["dependency-groups"]
    wanted: dict[str, list[str]] = {
        "requirements.lock": runtime,
        "requirements-dev.lock": [*runtime, *groups["dev"]],
        "requirements-build.lock": groups["build"],
    }
    return wanted[lock]


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"]
)
def test_a_lock_fits_what_the_project_asks_for(lock: str) -> None:
    pins = _pins(lock)
    for requirement in map(Requirement, _wanted(lock)):
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name}: run scripts/lock"
        assert requirement.specifier.contains(pin), f"{requirement}: run scripts/lock"


def test_the_tests_run_what_users_run() -> None:
    runtime, development = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


def test_every_runtime_dependency_is_used() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("monitor/**/*.py"))
    for requirement in map(Requirement, project()["project"]["dependencies"]):
        name = IMPORT_NAMES.get(requirement.name, requirement.name)
        if name in FLOORS:
            continue
        assert re.search(rf"^\s*(import|from) {name}\b", sources, re.MULTILINE), requirement.name


def test_actions_are_pinned_and_may_only_read() -> None:
    workflow = yaml.safe_load(text_of(".github/workflows/ci.yml"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []
    assert workflow["permissions"] == {"contents": "read"}


SKIPPING = """
import pytest

def test_in_the_middle():
    pytest.skip("no time")

@pytest.mark.skip(reason="not now")
def test_marked():
    pass

@pytest.mark.xfail(strict=True)
def test_expected():
    assert False
"""


def _run_pytest(folder: Path, ci: str) -> str:
    """What pytest says of a folder that has this project's conftest, with `CI` set."""
    (folder / "conftest.py").write_text(text_of("tests/conftest.py"))
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(
        command, cwd=folder, env={"CI": ci}, capture_output=True, text=True, check=False
    ).stdout


@pytest.mark.parametrize(
    ("ci", "closing"), [("true", "1 failed, 1 xfailed, 1 error"), ("", "2 skipped, 1 xfailed")]
)
def test_ci_allows_no_skipped_test(tmp_path: Path, ci: str, closing: str) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING)
    assert closing in _run_pytest(tmp_path, ci).splitlines()[-1]


def test_ci_allows_no_skipped_module(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("import pytest\npytest.importorskip('nothing_like_it')\n")
    assert "1 error" in _run_pytest(tmp_path, "true").splitlines()[-1]
