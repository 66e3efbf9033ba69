"""Probes of kind tcp and tls as a file has them: what is read, kept secret, and refused where."""

from pathlib import Path
from typing import Any

import pytest

from monitor.config.errors import ConfigError
from monitor.net.tls import TlsOptions
from monitor.probes import Probe, TcpProbe, TlsProbe
from tests.config.files import HEAD, SERVICE, load_text, problems_of

CANARY = "canary"
REFUSED = "a secret may not stand here: it would be seen"


def file_of(kind: str, lines: str) -> str:
    """A file with one probe of this kind, which has these lines of YAML."""
    text = "host: mail.example.org\n" + lines
    probe = "".join(f"        {line}\n" for line in text.splitlines())
    return HEAD + SERVICE.replace("kind: http", f"kind: {kind}") + probe


def probe_in(folder: Path, kind: str, lines: str) -> Probe:
    """The probe of such a file."""
    ((_, probe),) = load_text(folder, file_of(kind, lines)).probes
    return probe


def test_a_script_is_read(tmp_path: Path) -> None:
    probe = probe_in(
        tmp_path,
        "tcp",
        "port: 25\nscript:\n  - expect_matches: '^220 '\n  - send: EHLO me\n  - starttls: true\n"
        "  - {send_bytes: '05 01'}\n  - {expect_bytes: '05 00'}\n  - {expect: '$${id}'}",
    )
    assert isinstance(probe, TcpProbe)
    assert probe.target == "mail.example.org:25"
    assert [step.says for step in probe.script if step.says] == [b"EHLO me\r\n", b"\x05\x01"]
    assert probe.script[-1].expect == "${id}"
    assert probe.certificate_days == 14


@pytest.mark.parametrize(
    ("lines", "tls"),
    [
        ("tls: true", TlsOptions()),
        ("tls: false", None),
        ("tls: {}", TlsOptions()),
        ("tls: {min_version: '1.3'}", TlsOptions(min_version="1.3")),
        ("", None),
    ],
)
def test_tls_is_wanted_or_not(tmp_path: Path, lines: str, tls: TlsOptions | None) -> None:
    probe = probe_in(tmp_path, "tcp", f"port: 25\n{lines}")
    assert isinstance(probe, TcpProbe)
    assert probe.tls == tls


def test_a_handshake_is_read(tmp_path: Path) -> None:
    pins = ["sha256/" + "A" * 43 + "=", "B" * 42 + "A="]
    probe = probe_in(tmp_path, "tls", f"expect: {{issuer: O=CA, pins: [{pins[0]}, {pins[1]}]}}")
    assert isinstance(probe, TlsProbe)
    assert probe.target == "mail.example.org:443"
    assert probe.expect.pins == ("A" * 43 + "=", "B" * 42 + "A=")


def test_two_readings_are_equal_and_another_script_is_not(tmp_path: Path) -> None:
    lines = "port: 25\nscript: [{expect_matches: a+}, {send: b}, {expect_bytes: '00'}]"
    first = probe_in(tmp_path, "tcp", lines)
    assert first == probe_in(tmp_path, "tcp", lines)
    for before, after in (("a+", "a*"), ("send: b", "send: c"), ("'00'", "'01'")):
        assert first != probe_in(tmp_path, "tcp", lines.replace(before, after))


@pytest.mark.parametrize(
    ("key", "secret"), [("send", CANARY), ("send_bytes", CANARY.encode().hex())]
)
def test_what_is_sent_may_be_secret(tmp_path: Path, key: str, secret: str) -> None:
    (tmp_path / "secret").write_text(secret)
    lines = f"port: 25\nscript: [{{{key}: '${{file:{tmp_path}/secret}}'}}]"
    settings = load_text(tmp_path, file_of("tcp", lines))
    ((_, probe),) = settings.probes
    assert probe.secrets == (CANARY,)
    for text in (repr(settings), probe.model_dump_json(), repr(settings.roster)):
        assert secret not in text


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("tcp", "port: SECRET"),
        ("tcp", "port: 25\ntls: SECRET"),
        ("tcp", "port: 25\nscript: SECRET"),
        ("tcp", "port: 25\nscript: [{expect: SECRET}]"),
        ("tcp", "port: 25\nscript: [{expect_matches: SECRET}]"),
        ("tcp", "port: 25\nscript: [{expect_bytes: SECRET}]"),
        ("tcp", "port: 25\nscript: [{starttls: SECRET}]"),
        ("tls", "expect: {issuer: SECRET}"),
        ("tls", "expect: {pins: [SECRET]}"),
    ],
)
def test_a_secret_elsewhere_is_refused(
    tmp_path: Path, secret_file: str, kind: str, lines: str
) -> None:
    text = file_of(kind, lines.replace("SECRET", f"'${{file:{secret_file}}}'"))
    (problem,) = problems_of(tmp_path, text)
    assert problem.endswith(REFUSED)
    assert CANARY not in problem


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("tcp", "", "services[0].probes[0].port: is missing; what belongs here: 1 to 65535"),
        ("tcp", "port: 70000", "port: 70000 is too large; at most 65535"),
        ("tls", "port: '25'", "port: must be a whole number, without quotes"),
        ("tcp", "port: 25\nhost2: a", "host2: is no key here; did you mean host? allowed: id"),
        ("tcp", "port: 25\ntls: {verfy: true}", "tls.verfy: is no key here; did you mean verify?"),
        ("tcp", "port: 25\nscript: [{}]", "script[0]: set exactly one of send, send_bytes, expect"),
        ("tcp", "port: 25\nscript: [{starttls: false}]", "starttls: write starttls: true"),
        ("tcp", "port: 25\nscript: [{starttls: 1}]", "script[0].starttls: must be true or false"),
        ("tcp", "port: 25\nscript: [{expect: 220}]", "must be a text; put it in quotes"),
        ("tcp", "port: 25\nscript: [{expect: ''}]", "script[0].expect: must not be empty"),
        ("tcp", "port: 25\nscript: [{send: ''}]", "script[0].send: must not be empty"),
        ("tcp", "port: 25\nscript: [{expect_bytes: 53}]", "two hexadecimal digits for each, in qu"),
        (
            "tcp",
            "port: 25\nscript: [{expect_matches: '('}]",
            "script[0].expect_matches: '(' is not",
        ),
        ("tls", "expect: {pins: [a]}", "expect.pins[0]: 'a' is not a pin; write sha256/"),
        ("tls", "expect: {pins: [1]}", "expect.pins[0]: 1 is not a pin; write sha256/"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, kind: str, lines: str, said: str
) -> None:
    (problem,) = problems_of(tmp_path, file_of(kind, lines))
    assert said in problem


@pytest.mark.parametrize("host", ["a b", "'[::1]'", "https://a.example", "-a", "a:25"])
def test_a_host_is_a_name_or_an_address(tmp_path: Path, host: str) -> None:
    text = file_of("tls", "").replace("mail.example.org", host)
    (problem,) = problems_of(tmp_path, text)
    assert "host: " in problem
    assert "is not a host name" in problem


def test_a_long_script_and_two_starts_of_tls_are_refused(tmp_path: Path) -> None:
    many: list[Any] = ["{send: a}"] * 21
    with pytest.raises(ConfigError, match="at most 20"):
        probe_in(tmp_path, "tcp", f"port: 25\nscript: [{', '.join(many)}]")
    with pytest.raises(ConfigError, match="only once"):
        probe_in(tmp_path, "tcp", "port: 25\nscript: [{starttls: true}, {starttls: true}]")


def test_files_of_tls_settings_are_tried(tmp_path: Path) -> None:
    for kind in ("tcp", "tls"):
        (problem,) = problems_of(tmp_path, file_of(kind, "port: 25\ntls: {ca_file: /none}"))
        assert "tls.ca_file: '/none' cannot be read" in problem


def test_defaults_reach_these_kinds_too(tmp_path: Path) -> None:
    text = file_of("tls", "").replace("services:", "defaults: {certificate_days: 30}\nservices:")
    ((_, probe),) = load_text(tmp_path, text).probes
    assert isinstance(probe, TlsProbe)
    assert probe.certificate_days == 30
