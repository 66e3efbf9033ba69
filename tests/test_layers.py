"""The architecture's rules, read from the source: who imports whom, and how long things get."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import get_args

import pytest

from monitor.probes import KINDS
from tests.support.pages import examples, page, sections

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "monitor"

LEVELS = (
    {"clock", "fields", "kept", "model", "patterns", "spoken", "text", "words"},
    {"assess", "checks", "depth", "net", "windowlist"},
    {"probes"},
    {"config"},
    {
        "cadence",
        "clocksteps",
        "controls",
        "filewatch",
        "looplag",
        "manners",
        "metrics",
        "notify",
        "runner",
        "schedule",
        "store",
        "web",
    },
    {
        "answer",
        "app",
        "checkup",
        "hub",
        "logs",
        "lookback",
        "news",
        "ondemand",
        "overview",
        "past",
        "replay",
        "report",
        "restart",
        "table",
        "windowtable",
    },
    {"__main__", "cli", "commands", "demo", "questions", "reporting"},
)
"""The parts of the program from the bottom up: each imports its own level and those below it."""

NARROW = {
    "assess": {"model"},
    "metrics": {"clock", "model", "text"},
    "notify": {"clock", "model", "text"},
    "store": {"clock", "model", "text"},
    "web": {"clock", "kept", "model", "text", "windowlist", "words"},
    "windowlist": {"model", "text"},
}
"""Parts that may import only these other parts: the assessor and the publishers."""

HTTPX_PARTS = ("monitor.probes", "monitor.notify", "monitor.net.transport")
CLOCKS = {"now", "utcnow", "today"}
LONGEST_FUNCTION_LINES = 50


@dataclass(frozen=True)
class Module:
    """One source file of the program."""

    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def part(self) -> str:
        """The piece of the program it belongs to: `monitor.net.tls` is of `net`."""
        return part_of(self.name)

    @property
    def imports(self) -> set[str]:
        """Every module it imports, wherever the import stands; a name may be a module's or not."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.update(self._imported_from(node))
        return found

    def _imported_from(self, node: ast.ImportFrom) -> set[str]:
        assert node.level == 0, f"{self.name} has a relative import"
        source = node.module or ""
        names = {f"{source}.{alias.name}" for alias in node.names}
        return {name if name in MODULES else source for name in names}


def _modules() -> dict[str, Module]:
    modules = (Module(path) for path in sorted(PROGRAM.rglob("*.py")))
    return {module.name: module for module in modules}


MODULES = _modules()
every_module = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)


def part_of(name: str) -> str:
    """The second component of a module's name; nothing for the package itself."""
    return name.partition(".")[2].partition(".")[0]


def level_of(part: str) -> int:
    """How high a part stands; the package itself (its version) stands below everything."""
    if not part:
        return -1
    for level, parts in enumerate(LEVELS):
        if part in parts:
            return level
    raise AssertionError(f"give monitor/{part} a place in LEVELS of {Path(__file__).name}")


@every_module
def test_imports_never_go_up(module: Module) -> None:
    own = level_of(module.part)
    up = {name for name in module.imports & MODULES.keys() if level_of(part_of(name)) > own}
    assert not up, f"{module.name} imports from above itself"


@every_module
def test_the_assessor_and_the_publishers_know_only_the_model(module: Module) -> None:
    allowed = NARROW.get(module.part)
    if allowed is not None:
        parts = {part_of(name) for name in module.imports & MODULES.keys()}
        assert parts <= allowed | {module.part, ""}


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: module.imports & MODULES.keys() for name, module in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@every_module
def test_no_import_is_for_type_checkers_alone(module: Module) -> None:
    names = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
    assert "TYPE_CHECKING" not in names | attributes


@every_module
def test_httpx_stays_where_requests_are_made(module: Module) -> None:
    if not module.name.startswith(HTTPX_PARTS):
        assert not {name for name in module.imports if name.split(".")[0] == "httpx"}


@every_module
def test_certificates_are_minted_by_the_demonstration_alone(module: Module) -> None:
    if module.name != "monitor.demo.certificates":
        assert "trustme" not in module.imports


def test_no_other_command_pays_for_the_demonstration() -> None:
    code = """
import sys
from monitor import commands, questions, reporting
from monitor.cli import main
main(["schema"], standalone_mode=False)
print([name for name in sys.modules if name.startswith(("monitor.demo", "trustme"))])
"""
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "[]"


@every_module
def test_only_the_clock_reads_time(module: Module) -> None:
    if module.name == "monitor.clock":
        return
    assert "time" not in module.imports
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            assert ast.unparse(node.value) not in {"datetime", "date", "datetime.datetime"}, (
                f"{module.path}:{node.lineno} reads a clock"
            )


@every_module
def test_a_module_says_what_it_is_for(module: Module) -> None:
    said = ast.get_docstring(module.tree)
    assert said, f"{module.path} has no docstring"
    assert said.split("\n\n")[0].endswith((".", "?")), f"{module.path}: not a sentence"


@every_module
def test_a_function_fits_on_a_screen(module: Module) -> None:
    long = [
        f"{module.path}:{node.lineno} {node.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION_LINES
    ]
    assert not long


def _kinds_in_source() -> dict[str, str]:
    """Each kind that a module of `probes` defines (`kind: Literal["http"]`) with its module."""
    return {
        kind: module.path.stem
        for module in MODULES.values()
        if module.part == "probes"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "kind"
        for kind in _literals(node.annotation)
    }


def _literals(annotation: ast.expr) -> list[str]:
    if not (isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Literal"):
        return []
    return [
        str(node.value) for node in ast.walk(annotation.slice) if isinstance(node, ast.Constant)
    ]


FILES = _kinds_in_source()
every_kind = pytest.mark.parametrize("kind", FILES)


@every_kind
def test_a_kind_of_probe_has_a_file_of_its_own(kind: str) -> None:
    assert FILES[kind] == kind


@every_kind
def test_a_kind_of_probe_can_be_chosen(kind: str) -> None:
    assert get_args(KINDS[kind].model_fields["kind"].annotation) == (kind,)


@every_kind
def test_a_kind_of_probe_has_tests(kind: str) -> None:
    assert (ROOT / "tests" / "probes" / f"test_{kind}.py").exists()


@every_kind
def test_a_kind_of_probe_has_faults_to_meet(kind: str) -> None:
    golden = (ROOT / "tests" / "probes" / "faults.txt").read_text(encoding="utf-8")
    assert f"\n{kind}/" in golden


@every_kind
def test_a_kind_of_probe_has_a_section_with_an_example(kind: str) -> None:
    """What stands in it is for tests/probes/test_documentation.py to judge."""
    section = sections(page("probes.md")).get(kind)
    assert section is not None, f"docs/probes.md has no section '## {kind}'"
    assert any(f"kind: {kind}\n" in block for block in examples(section))
