"""docs/probes.md says what is so: of each kind its options and examples, and of each reason."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from monitor.config.json_schema import file_schema
from monitor.model import Reason, Result
from monitor.probes import KINDS
from tests.config.files import HEAD, SERVICE, load_text
from tests.support.certificates import Authority
from tests.support.ownnet import pingable
from tests.support.pages import Table, codes, examples, page, sections, tables

PAGE = page("probes.md")
SECTIONS = sections(PAGE)
TABLES = tables(PAGE)
MODELS = file_schema()["$defs"]
COMMON = {
    key: schema
    for key, schema in MODELS["HttpProbe"]["properties"].items()
    if key in {"id", "role", "interval", "timeout", "slow_after", "attempts"}
}
"""What every kind has; the configuration's page tells of it."""
AS_FOR_HTTP = "as for http"
every_kind = pytest.mark.parametrize("kind", KINDS)


class Option(NamedTuple):
    """A key of a kind, or of something within it, by the name of its model in the schema."""

    model: str
    within: tuple[str, ...]
    """The keys under which that model stands; none for the kind itself."""
    key: str


def _model_of(kind: str) -> str:
    return KINDS[kind].__name__


def _models_in(schema: Any) -> Iterator[str]:
    """The models that a schema refers to, itself or in its lists, mappings and alternatives."""
    if isinstance(schema, list):
        for each in schema:
            yield from _models_in(each)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for each in schema.values():
            yield from _models_in(each)


def _within(model: str) -> dict[str, set[str]]:
    """The models within a model, however deep, each with the keys under which it stands."""
    found: dict[str, set[str]] = {}
    waiting = [model]
    while waiting:
        for key, schema in MODELS[waiting.pop()]["properties"].items():
            for inner in _models_in(schema):
                if "properties" in MODELS[inner]:
                    if inner not in found:
                        waiting.append(inner)
                    found.setdefault(inner, set()).add(key)
    return found


def _options(kind: str) -> list[Option]:
    own = _model_of(kind)
    keys = MODELS[own]["properties"].items()
    plain = [key for key, schema in keys if key != "kind" and COMMON.get(key) != schema]
    return [Option(own, (), key) for key in plain] + [
        Option(model, tuple(sorted(keys)), key)
        for model, keys in _within(own).items()
        for key in MODELS[model]["properties"]
    ]


OPTIONS = [(kind, option) for kind in KINDS for option in _options(kind)]
every_option = pytest.mark.parametrize(
    ("kind", "option"),
    OPTIONS,
    ids=["-".join((kind, *option.within, option.key)) for kind, option in OPTIONS],
)


def _told_in(section: str, within: tuple[str, ...]) -> list[Table]:
    """The tables of a section that tell the keys of what stands under these keys."""
    return [
        table
        for table in TABLES
        if table.section == section
        and table.head[1:] == ("default", "meaning")
        and table.head[0].startswith("key")
        and set(codes(table.head[0])) >= set(within)
        and bool(codes(table.head[0])) is bool(within)
    ]


def _row(kind: str, option: Option) -> tuple[str, ...] | None:
    """The row of an option: in the kind's own section, or in http's, which others refer to."""
    keys = MODELS[option.model]["properties"].keys()
    for section in (kind, "http") if option.within else (kind,):
        for table in _told_in(section, option.within):
            named = {key for row in table.rows for key in codes(row[0])}
            if not option.within or named >= keys:
                rows = (row for row in table.rows if option.key in codes(row[0]))
                return next(rows, None)
    return None


def _default(option: Option) -> Any:
    """The default as a person would write it; None where there is none, or it is a section."""
    schema = MODELS[option.model]
    default = schema["properties"][option.key].get("default")
    objects = isinstance(default, list) and any(isinstance(each, dict) for each in default)
    return None if objects or default == [] else default


@every_kind
def test_a_kind_has_a_section_and_an_example(kind: str) -> None:
    section = SECTIONS.get(kind)
    assert section is not None, f"docs/probes.md needs a section '## {kind}'"
    shown = [probe for block in examples(section) for probe in yaml.safe_load(block)]
    assert any(probe["kind"] == kind for probe in shown), f"'## {kind}' needs an example"


@every_option
def test_an_option_has_a_row_with_its_default(kind: str, option: Option) -> None:
    where = f"'## {kind}' of docs/probes.md: {' / '.join(option.within)} {option.key}"
    row = _row(kind, option)
    assert row is not None, f"{where} has no row"
    said, default = row[1], _default(option)
    if said == AS_FOR_HTTP:
        like = MODELS["HttpProbe"]["properties"][option.key]
        assert MODELS[option.model]["properties"][option.key] == like, where
    elif option.key in MODELS[option.model].get("required", ()):
        assert said == "needed", where
    elif default is None:
        assert said != "needed", where
        assert not said.startswith("`"), f"{where} has no such default"
    else:
        assert _written(said) in (default, [default], _bare(default)), f"{where} is {default!r}"


def _written(cell: str) -> Any:
    """The value that the cell begins with, read as the file would be."""
    return yaml.safe_load(next(iter(codes(cell)), "null"))


def _bare(default: Any) -> Any:
    """A list of one may be written as that one."""
    return default[0] if isinstance(default, list) and len(default) == 1 else default


def test_every_row_tells_of_a_key_that_exists() -> None:
    for table in TABLES:
        if table.head[0].startswith("key"):
            named = {key for row in table.rows for key in codes(row[0])}
            known = {
                option.key
                for kind, option in OPTIONS
                if kind == table.section and set(codes(table.head[0])) >= set(option.within)
            }
            assert named <= known, f"'## {table.section}', {table.head[0]}"


def _whole(block: str) -> str:
    """A file with these probes in it."""
    head = SERVICE.partition("      - id:")[0]
    return HEAD + head + re.sub("^(?=.)", "      ", block, flags=re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are that the examples name."""
    for name in ("partner-token", "password", "proxy"):
        (tmp_path / name).write_text("secret")
    authority = Authority(tmp_path)
    authority.root_file.rename(tmp_path / "ca.pem")
    chain, key = authority.pair("client.example").write(tmp_path, "client")
    chain.rename(tmp_path / "client.pem")
    assert key.name == "client.key"
    return tmp_path


@pytest.mark.parametrize("block", examples(PAGE))
def test_every_example_loads(folder: Path, block: str) -> None:
    text = _whole(block).replace("/run/secrets", str(folder))
    with pingable():
        loaded = load_text(folder, text.replace("/etc/jmo-monitor", str(folder)))
    assert len(loaded.probes) == len(yaml.safe_load(block))


def _reasons() -> dict[str, tuple[str, ...]]:
    (table,) = (table for table in TABLES if table.section == "Reasons")
    assert table.head == ("reason", "result", "usual phase", "meaning", "what to do")
    return {codes(row[0])[0]: row for row in table.rows}


REASONS = _reasons()


def test_every_reason_is_told_in_its_order_and_no_other() -> None:
    assert list(REASONS) == list(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_has_its_result_phase_meaning_and_remedy(reason: Reason) -> None:
    _, result, phase, meaning, remedy = REASONS[reason]
    assert phase == (f"`{reason.usual_phase}`" if reason.usual_phase else "none")
    assert (result == "`void`") is reason.is_void
    assert (result == "`degraded`") is (reason.group == "slow")
    assert set(codes(result)) <= set(Result)
    assert meaning
    assert remedy


def test_the_results_are_those_that_the_faults_come_to() -> None:
    table = (Path(__file__).parent / "faults.txt").read_text().splitlines()
    for fault, result, reason, _ in (line.split() for line in table if not line.startswith("#")):
        if reason != "-":
            assert result in codes(REASONS[reason][1]), fault


def _told(kind: str) -> set[Reason]:
    """The reasons in the tables of a kind's section; a row may name a whole group, as `tls_…`."""
    found = set()
    for table in TABLES:
        if table.section == kind and table.head[0] == "reason":
            for name in (name for row in table.rows for name in codes(row[0])):
                named = {reason for reason in Reason if name in {reason, f"{reason.group}_…"}}
                assert named, f"'## {kind}': {name} is no reason"
                found |= named
    return found


LIKE_HTTP = "Those of [http](#reasons-of-an-http-probe)"


@every_kind
def test_every_reason_that_a_kind_can_have_is_told_in_its_section(
    tmp_path: Path, kind: str
) -> None:
    block = next(block for block in examples(SECTIONS[kind]) if f"kind: {kind}" in block)
    with pingable():
        loaded = load_text(tmp_path, _whole(block))
    told = _told(kind) | (_told("http") if LIKE_HTTP in SECTIONS[kind] else set())
    for _, probe in loaded.probes:
        assert probe.reasons <= told
