"""The files of TLS settings are tried when the configuration is read."""

from pathlib import Path

import pytest

from tests.config.files import file_with, problems_of
from tests.support.certificates import Authority


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def tls(**files: object) -> str:
    """A file whose probe has these TLS settings."""
    return file_with("tls: {" + ", ".join(f"{key}: {value}" for key, value in files.items()) + "}")


def test_files_that_can_be_used_are_taken(tmp_path: Path, authority: Authority) -> None:
    chain, key = authority.pair("client.example").write(tmp_path)
    assert problems_of(tmp_path, tls(ca_file=authority.root_file)) == []
    assert problems_of(tmp_path, tls(cert_file=chain, key_file=key)) == []
    both = tmp_path / "both.pem"
    both.write_bytes(chain.read_bytes() + key.read_bytes())
    assert problems_of(tmp_path, tls(cert_file=both, ca_file=authority.root_file)) == []


def test_a_key_of_another_certificate_is_refused_at_the_key(
    tmp_path: Path, authority: Authority
) -> None:
    chain, _ = authority.pair("a.example").write(tmp_path, "a")
    _, key = authority.pair("b.example").write(tmp_path, "b")
    (problem,) = problems_of(tmp_path, tls(cert_file=chain, key_file=key))
    assert problem.endswith(f"tls.key_file: '{key}' cannot be used: key values mismatch")


def test_a_certificate_without_its_key_is_refused(tmp_path: Path, authority: Authority) -> None:
    chain, _ = authority.pair("a.example").write(tmp_path)
    (problem,) = problems_of(tmp_path, tls(cert_file=chain))
    assert f"tls.cert_file: '{chain}' cannot be used: " in problem


def test_a_file_that_is_no_certificate_is_refused_at_its_key(
    tmp_path: Path, authority: Authority
) -> None:
    other = tmp_path / "other"
    other.write_text("secret words")
    chain, key = authority.pair("a.example").write(tmp_path)
    for settings, name in (
        ({"ca_file": other}, "ca_file"),
        ({"ca_file": other, "cert_file": chain, "key_file": key}, "ca_file"),
        ({"cert_file": other}, "cert_file"),
        ({"cert_file": chain, "key_file": other}, "key_file"),
        ({"cert_file": tmp_path}, "cert_file"),
        ({"cert_file": chain, "key_file": '"a\\0b"'}, "key_file"),
    ):
        (problem,) = problems_of(tmp_path, tls(**settings))
        assert f".tls.{name}: " in problem
        assert "secret words" not in problem


def test_an_encrypted_key_asks_nobody(tmp_path: Path, authority: Authority) -> None:
    chain, key = authority.pair("a.example").write(tmp_path)
    locked = tmp_path / "locked.key"
    locked.write_bytes(
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"
    )
    assert key.exists()
    (problem,) = problems_of(tmp_path, tls(cert_file=chain, key_file=locked))
    assert f"tls.key_file: '{locked}' cannot be used: " in problem


def test_each_probe_with_a_bad_file_is_told(tmp_path: Path) -> None:
    text = file_with("tls: {ca_file: /nonexistent}")
    text += text.partition("    probes:\n")[2].replace("web-page", "web-two")
    assert len(problems_of(tmp_path, text)) == 2
