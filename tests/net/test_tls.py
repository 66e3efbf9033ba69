"""One context for each distinct set of options, and files that cannot be used are told."""

import ssl
from pathlib import Path

import pytest
from pydantic import ValidationError

from monitor.net.tls import TlsContexts, TlsOptions, build_context
from tests.support.certificates import Authority

H1 = ("http/1.1",)


def test_a_context_verifies_unless_told_otherwise() -> None:
    context = build_context(TlsOptions(), H1)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    loose = build_context(TlsOptions(verify=False), H1)
    assert loose.verify_mode is ssl.CERT_NONE
    assert not loose.check_hostname


def test_strictness_does_not_depend_on_the_version_of_python() -> None:
    strict = ssl.VerifyFlags.VERIFY_X509_STRICT
    assert not build_context(TlsOptions(), H1).verify_flags & strict
    assert build_context(TlsOptions(strict=True), H1).verify_flags & strict


def test_only_the_given_roots_are_trusted(authority: Authority) -> None:
    context = build_context(TlsOptions(ca_file=authority.root_file), H1)
    assert len(context.get_ca_certs()) == 1


def test_one_context_serves_all_names_of_the_same_options(authority: Authority) -> None:
    contexts = TlsContexts()
    options = TlsOptions(ca_file=authority.root_file)
    named = TlsOptions(ca_file=authority.root_file, server_name="jmo.example")
    assert contexts.get(options, H1) is contexts.get(named, H1)
    assert contexts.get(options, H1) is not contexts.get(options, ("h2", "http/1.1"))
    assert contexts.get(options, H1) is not contexts.get(TlsOptions(verify=False), H1)


@pytest.mark.parametrize("key", ["ca_file", "cert_file"])
@pytest.mark.parametrize("content", [None, b"", b"no pem"])
def test_a_file_that_cannot_be_used_is_an_error(
    key: str, content: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "file.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(OSError, match=r".+"):
        build_context(TlsOptions.model_validate({key: file}), H1)


def test_a_key_in_the_certificates_file_needs_no_other(
    authority: Authority, tmp_path: Path
) -> None:
    pair = authority.pair("client.example")
    both = tmp_path / "both.pem"
    both.write_bytes(pair.key + pair.chain)
    build_context(TlsOptions(cert_file=both), H1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"key_file": "/k"}, "key_file needs cert_file"),
        ({"min_version": "1.3", "max_version": "1.2"}, "max_version 1.2 is below min_version 1.3"),
        ({"min_version": "0.9"}, "Input should be '1.0', '1.1', '1.2' or '1.3'"),
        ({"server_name": ""}, "is not a host name"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        TlsOptions.model_validate(options)
