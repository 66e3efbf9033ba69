"""A file becomes frozen settings, or one error that tells everything, and never a secret."""

import json
import traceback
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from monitor import __version__
from monitor.config.errors import ConfigError
from monitor.config.json_schema import file_schema, json_schema
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.model import Role
from monitor.net.resolve import Family
from monitor.probes import HttpProbe
from tests.config.files import HEAD, file_with, load_text, only_probe, problems_of

BROKEN = Path(__file__).parent / "broken"
CANARY = "canary"


def test_a_small_file_has_everything_it_needs(tmp_path: Path) -> None:
    found = load_text(tmp_path, file_with(""))
    assert found.location == "jakarta"
    assert found.timezone == "Asia/Jakarta"
    assert found.manners.requests_per_minute == 12
    assert found.manners.user_agent == f"jmo-monitor/{__version__} (+https://example.org/contact)"
    assert (found.controls.quorum, found.controls.probes) == (0, ())
    (service,) = found.services
    assert (service.id, service.info.name, service.info.name_en) == ("web", "Web", "Web")
    assert (service.info.symptom, service.info.symptom_en) == ("mati", "dead")
    probe = only_probe(found)
    assert (probe.id, probe.kind, probe.role) == ("web-page", "http", Role.CRITICAL)
    assert probe.interval == timedelta(minutes=1)


def test_controls_and_all_sections_are_read(tmp_path: Path) -> None:
    head = (
        "timezone: UTC\nmanners: {requests_per_minute: 30}\n"
        "controls: {quorum: 1, probes: [{id: c, kind: http, url: https://c.example.org/}]}\n"
    )
    found = load_text(tmp_path, file_with("", head))
    assert (found.timezone, found.manners.requests_per_minute) == ("UTC", 30)
    assert [(service, probe.id) for service, probe in found.probes] == [
        ("control", "c"),
        ("web", "web-page"),
    ]


@pytest.mark.parametrize(
    "contact",
    ["mailto:jmo@example.org", "mailto:first.last+jmo@example.org", "http://a.example/~me"],
)
def test_a_contact_may_be_a_page_or_an_address(tmp_path: Path, contact: str) -> None:
    text = file_with("").replace("https://example.org/contact", contact)
    assert load_text(tmp_path, text).manners.user_agent.endswith(f"(+{contact})")


@pytest.mark.parametrize(
    "contact",
    [
        *(
            "'mailto:'",
            "mailto:@example.org",
            "mailto:me@",
            "'mailto:a b@example.org'",
            "ftp://a.b/",
        ),
        *(
            "mailto:me@exa mple.org",
            "mailto:mé@example.org",
            '"https://a.b/\\n"',
            "https://a:b@c.d/",
        ),
    ],
)
def test_what_nobody_can_write_to_is_no_contact(tmp_path: Path, contact: str) -> None:
    text = file_with("").replace("https://example.org/contact", contact)
    assert problems_of(tmp_path, text) == [
        "2:10: contact: is no contact; write https://… or mailto:name@example.org"
    ]


def test_defaults_reach_every_probe_that_does_not_say_otherwise(tmp_path: Path) -> None:
    head = (
        "defaults:\n  interval: 2m\n  timeout: 20s\n  slow_after: 5s\n  attempts: 1\n"
        "  certificate_days: 7\n  family: ip4\n  resolver: [192.0.2.53]\n"
        "  marks: {maintenance: [{body: tutup}]}\n"
        "controls: {quorum: 1, probes: [{id: c, kind: http, url: https://c.example.org/}]}\n"
    )
    found = load_text(tmp_path, file_with("timeout: 30s\nattempts: 3", head))
    (_, control), (_, probe) = found.probes
    for each in (control, probe):
        assert each.interval == timedelta(minutes=2)
        assert each.slow_after == timedelta(seconds=5)
        assert getattr(each, "certificate_days", None) == 7
        assert getattr(each, "family", None) is Family.IP4
        assert getattr(each, "resolver", None) == ("192.0.2.53",)
    assert (control.timeout, control.attempts) == (timedelta(seconds=20), 1)
    assert (probe.timeout, probe.attempts) == (timedelta(seconds=30), 3)
    marks = only_probe(load_text(tmp_path, file_with("", head.partition("controls")[0]))).marks
    assert [mark.body for mark in marks.maintenance] == ["tutup"]


def test_a_broken_default_is_told_once_and_there(tmp_path: Path) -> None:
    head = "defaults: {interval: soon, attempts: 1, resolver: , timeout: 5s}\n"
    (problem,) = problems_of(tmp_path, file_with("", head))
    assert problem.startswith("3:22: defaults.interval: 'soon' is not a duration")


def test_a_default_that_is_empty_changes_nothing(tmp_path: Path) -> None:
    found = load_text(tmp_path, file_with("", "defaults: {interval: , attempts: null}\n"))
    assert only_probe(found).attempts == 2


def test_variables_set_typed_values(tmp_path: Path) -> None:
    lines = "attempts: ${N:-3}\nhttp2: ${H2}\ninterval: ${I}s"
    found = load_text(tmp_path, file_with(lines), H2="true", I="45")
    probe = only_probe(found)
    assert (probe.attempts, probe.http2, probe.interval) == (3, True, timedelta(seconds=45))


def test_anchors_and_merges_save_repetition(tmp_path: Path) -> None:
    text = file_with("expect: &e {status: [200-499]}\nredirects: &r\n  follow: false")
    text += "      - {id: two, kind: http, url: https://b.example.org/, expect: *e,\n"
    text += "         redirects: {<<: *r, limit: 3}}\n"
    (_, first), (_, second) = load_text(tmp_path, text).probes
    assert isinstance(first, HttpProbe)
    assert isinstance(second, HttpProbe)
    assert first.expect == second.expect
    assert second.redirects.model_dump() == {
        "follow": False,
        "limit": 3,
        "scheme": "same_or_upgrade",
    }


def test_two_readings_of_a_file_are_equal(tmp_path: Path, secret_file: str) -> None:
    lines = (
        "headers: {X-A: b}\nresolve: {a.example: 192.0.2.1}\n"
        f"auth: {{bearer: '${{file:{secret_file}}}'}}\n"
        "expect:\n  status: [200-299, 404]\n  latency: 2s\n"
        "  body: [{matches: 'a+'}, {not_matches: b}, {contains: c}]\n"
        "  headers: [{name: Server, matches: nginx}]\n"
        "  json: [{path: 'a[0].b', equals: {c: [1, 2.5, null, x]}}, {path: d, exists: true}]"
    )
    # More expressions than jmespath keeps compiled, so that equality cannot rest on its cache.
    others = "".join(f", {{path: 'p{n}', exists: true}}" for n in range(300))
    text = file_with(lines.removesuffix("]") + others + "]")
    first, second = load_text(tmp_path, text), load_text(tmp_path, text)
    assert first == second
    for before, after in (("'a+'", "'a*'"), ("equals: {c: [1", "equals: {c: [2"), ("p7'", "p7x'")):
        assert first != load_text(tmp_path, text.replace(before, after))
    assert only_probe(first) == only_probe(second)


def test_another_secret_makes_another_probe(tmp_path: Path, secret_file: str) -> None:
    text = file_with(f"body: ${{file:{secret_file}}}")
    first = load_text(tmp_path, text)
    assert first == load_text(tmp_path, text)
    Path(secret_file).write_text("another")
    assert first != load_text(tmp_path, text)


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    found = load_text(tmp_path, file_with(""))
    with pytest.raises(AttributeError):
        found.location = "elsewhere"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        only_probe(found).attempts = 5  # type: ignore[misc]


SECRET_PLACES = {
    "body": "body: SECRET",
    "headers": "headers: {X-Token: SECRET}",
    "bearer": "auth: {bearer: SECRET}",
    "password": "auth: {basic: {username: a, password: SECRET}}",
    "proxy": "proxy: {url: 'http://proxy.example:1', username: a, password: SECRET}",
}
"""Each key that takes a secret, and how a probe writes it."""


def test_every_secret_of_the_schema_is_tested_here() -> None:
    found = set()
    for part in json_schema()["$defs"].values():
        for key, value in part.get("properties", {}).items():
            if '"password"' in json.dumps(value):
                found.add(key)
    of_scripts = {"send", "send_bytes"}  # tests/config/test_endpoints.py has them
    assert found == SECRET_PLACES.keys() - {"proxy"} | of_scripts


@pytest.mark.parametrize("lines", list(SECRET_PLACES.values()))
def test_a_secret_is_kept_and_never_shown(tmp_path: Path, secret_file: str, lines: str) -> None:
    found = load_text(tmp_path, file_with(lines.replace("SECRET", f"'${{file:{secret_file}}}'")))
    probe = only_probe(found)
    secrets = [value for value in _leaves(probe.model_dump()) if isinstance(value, SecretStr)]
    assert [secret.get_secret_value() for secret in secrets] == [CANARY]
    for text in (repr(found), str(found), probe.model_dump_json(), repr(found.roster)):
        assert CANARY not in text


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


NO_PLACES_FOR_SECRETS = (
    "url: SECRET",
    "kind: SECRET",
    "id: SECRET",
    "role: SECRET",
    "interval: SECRET",
    "attempts: SECRET",
    "method: SECRET",
    "expect: SECRET",
    "expect: {status: SECRET}",
    "expect: {status: [200, SECRET]}",
    "expect: {http_versions: [SECRET]}",
    "expect: {ssl: SECRET}",
    "expect: {headers: [{name: SECRET, present: true}]}",
    "expect: {body: [{contains: SECRET}]}",
    "expect: {body: [{matches: SECRET}]}",
    "expect: {json: [{path: SECRET, exists: true}]}",
    "expect: {json: [{path: a, equals: SECRET}]}",
    "expect: {json: [{path: a, equals: [1, {b: SECRET}]}]}",
    "expect: {latency: SECRET}",
    "marks: {block: [{body: SECRET}], within: 1KiB}",
    "marks: {within: SECRET}",
    "tls: {verify: SECRET}",
    "tls: {ca_file: SECRET}",
    "tls: {server_name: SECRET}",
    "tls: {min_version: SECRET}",
    "headers: SECRET",
    "auth: SECRET",
    "auth: {basic: {username: SECRET, password: b}}",
    "proxy: {url: SECRET}",
    "redirects: {limit: SECRET}",
    "family: SECRET",
    "resolver: [SECRET]",
    "resolve: {a.example: SECRET}",
    "body_limit: SECRET",
    "compression: SECRET",
)
"""A probe's lines with a secret where it would be seen."""


@pytest.mark.parametrize("lines", NO_PLACES_FOR_SECRETS)
@pytest.mark.parametrize("form", ["'FILE'", '"FILE"', "'x FILE x'"])
def test_a_secret_elsewhere_is_refused_there_and_never_shown(
    tmp_path: Path, secret_file: str, lines: str, form: str
) -> None:
    secret = form.replace("FILE", f"${{file:{secret_file}}}")
    key, _, _ = lines.partition(":")
    text = file_with(lines.replace("SECRET", secret))
    for line in ("url: https://www.example.org/", "kind: http", "id: web-page"):
        if line.startswith(f"{key}: "):
            text = text.replace(line, f"_{line}", 1)
    with pytest.raises(ConfigError) as caught:
        load_text(tmp_path, text)
    said = "".join(traceback.format_exception(caught.value))
    assert CANARY not in said
    (problem,) = [p for p in caught.value.problems if "secret" in p.text]
    assert problem.text == "a secret may not stand here: it would be seen"
    assert problem.place is not None
    line = text.splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(secret)


TOP = ("location", "contact", "timezone", "services", "defaults", "history", "calendar", "page")


@pytest.mark.parametrize("head", [*TOP, "maintenance"])
def test_a_secret_at_the_top_is_refused_too(tmp_path: Path, secret_file: str, head: str) -> None:
    text = f"{head}: ${{file:{secret_file}}}\n"
    (problem,) = [p for p in problems_of(tmp_path, text) if p.startswith("1:") and "secret" in p]
    assert problem == f"1:{len(head) + 3}: {head}: a secret may not stand here: it would be seen"


@pytest.mark.parametrize(
    "head",
    [
        "history: {results: SECRET}",
        "defaults: {states: {down: SECRET}}",
        "calendar: [{id: a, name: a, days: [1, SECRET]}]",
        "calendar: [{id: a, name: a, weekdays: SECRET}]",
        "calendar: [{id: a, name: a, dates: SECRET}]",
        "calendar: [{id: a, name: a, times: [SECRET]}]",
        "maintenance: [{why: SECRET, days: 1}]",
        "maintenance: [{why: a, start: SECRET, end: 2026-12-01T22:00}]",
        "maintenance: [{why: a, services: [SECRET], days: 1}]",
    ],
)
def test_a_secret_in_a_section_is_refused_there(
    tmp_path: Path, secret_file: str, head: str
) -> None:
    text = file_with("", head.replace("SECRET", f"'${{file:{secret_file}}}'") + "\n")
    (problem,) = problems_of(tmp_path, text)
    assert problem.endswith("a secret may not stand here: it would be seen")
    assert CANARY not in problem


@pytest.mark.parametrize(
    "lines",
    [
        "headers: {X-A: SECRET}",
        "headers: {X-A: 'SECRET\u00e9'}",
        "auth: {bearer: 'SECRET SECRET'}",
        "auth: SECRET",
        "auth: {bearer: [SECRET]}",
        "body: [SECRET]",
        "headers: [SECRET]",
        "url: 'https://me:SECRET@www.example.org:x/'",
        "url: 'https://me:SEC/SECRET@www.example.org/'",
        "url: 'me:SECRET@www.example.org'",
        "proxy: {url: 'http://me:SECRET@proxy.example:99999/'}",
        "body: ${NAME:SECRET}",
        "body: ${NAME-SECRET}",
        "passwort: SECRET",
    ],
)
def test_a_misplaced_secret_in_the_file_itself_is_not_repeated(tmp_path: Path, lines: str) -> None:
    for secret in ("hunter2", '"hunter2\\n"'):
        if secret[0] == '"' and "'" in lines:
            continue
        text = file_with(lines.replace("SECRET", secret)).replace("url: https://www", "#", 1)
        with pytest.raises(ConfigError) as caught:
            load_text(tmp_path, text)
        said = "".join(traceback.format_exception(caught.value))
        assert "hunter2" not in said


def test_the_schema_holds_no_secret() -> None:
    assert CANARY not in json.dumps(json_schema())


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    assert str(caught.value) == f"{path}: cannot be read: No such file or directory"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(tmp_path, {})


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(ConfigError, match="cannot be read: "):
        load(Path("a\0b"), {})


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        load(Path("/dev/zero"), {})
    assert str(caught.value) == "/dev/zero: is larger than 4 MiB"


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    for lines in (
        f"interval: {'9' * 100_000}x",
        f"method: {'G' * 100_000}",
        f"expect: {{status: [{'2' * 100_000}x]}}",
        f"resolver: ['{'1' * 100_000}']",
        f"expect: {{body: [{{matches: '({'a' * 100_000}'}}]}}",
        f"{'k' * 100_000}: 1",
        f"tls: {{ca_file: /{'a/' * 10_000}}}",
        f"body: ${{{'N' * 100_000}}}",
        f"body: ${{file:/{'N' * 100_000}}}",
    ):
        (problem,) = problems_of(tmp_path, file_with(lines))
        assert len(problem) < 1000


def test_a_thousand_probes_are_loaded(tmp_path: Path) -> None:
    probes = "".join(
        f"      - {{id: p{n}, kind: http, url: 'https://h{n}.example.org/', http2: true,\n"
        f"         expect: {{status: [200-299], body: [{{matches: 'a{n}'}}]}}}}\n"
        for n in range(1000)
    )
    found = load_text(tmp_path, file_with("") + probes)
    assert len(found.probes) == 1001


# What the fuzzing below puts together: keys of the schema, and values that some key may take.
WORDS = sorted(
    {key for part in file_schema()["$defs"].values() for key in part.get("properties", {})}
    | set(file_schema()["properties"])
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(WORDS),
    st.sampled_from(
        ["http", "10s", "1m", "GET", "200-299", "https://a.example/", "127.0.0.1", "a.example"]
    ),
    st.sampled_from(["${A}", "${B:-1}", "${file:/dev/null}", "$$", "${", "mailto:a@b.example"]),
)
STRUCTURES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
PROBES = st.fixed_dictionaries(
    {}, optional={key: STRUCTURES for key in file_schema()["$defs"]["HttpProbe"]["properties"]}
).map(lambda probe: {"kind": "http", **probe})
SERVICES = st.fixed_dictionaries(
    {}, optional={"id": SCALARS, "name": STRUCTURES, "symptom": STRUCTURES, "x": SCALARS}
)
FILES = st.fixed_dictionaries({}, optional={key: STRUCTURES for key in file_schema()["properties"]})
MACHINERY = ("Input should", "<object", "SecretStr", "validat")
fuzz = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def loaded_or_told(folder: Path, content: str | bytes) -> Settings | None:
    """The settings, or None where a ConfigError told what is wrong; anything else is a bug."""
    try:
        return load_text(folder, content, A="1")
    except ConfigError as error:
        said = str(error)
    assert said
    assert [word for word in MACHINERY if word in said] == []
    said.encode()
    return None


@fuzz
@given(st.binary(max_size=200))
def test_any_bytes_are_loaded_or_told(tmp_path: Path, content: bytes) -> None:
    assert loaded_or_told(tmp_path, content) is None


@fuzz
@given(st.text(alphabet=st.sampled_from("ab:- \n{}[]&*!|>'\"%@#?,<~${}\t\\x0"), max_size=60))
def test_any_text_that_looks_like_yaml_is_loaded_or_told(tmp_path: Path, text: str) -> None:
    assert loaded_or_told(tmp_path, text) is None
    loaded_or_told(tmp_path, HEAD + text)


@fuzz
@given(FILES)
def test_any_structure_is_loaded_or_told(tmp_path: Path, data: dict[str, Any]) -> None:
    loaded_or_told(tmp_path, yaml.safe_dump(data))


@fuzz
@given(st.lists(SERVICES, max_size=2), st.lists(PROBES | STRUCTURES, max_size=3))
def test_any_probe_is_loaded_or_told(
    tmp_path: Path, services: list[dict[str, Any]], probes: list[Any]
) -> None:
    data = {
        "location": "x",
        "contact": "mailto:a@b.example",
        "services": [{**service, "probes": probes} for service in services],
        "controls": {"quorum": 1, "probes": probes},
    }
    loaded_or_told(tmp_path, yaml.safe_dump(data, default_flow_style=None))


@fuzz
@given(st.sampled_from(sorted(BROKEN.glob("*.yaml"))), st.floats(0, 1), st.floats(0, 1))
def test_a_broken_file_with_a_piece_cut_out_is_loaded_or_told(
    tmp_path: Path, file: Path, start: float, share: float
) -> None:
    content = file.read_bytes()
    first = int(start * len(content))
    last = first + int(share * (len(content) - first))
    loaded_or_told(tmp_path, content[:first] + content[last:])
