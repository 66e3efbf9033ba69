"""A certificate's public key is cut out of its DER exactly, and nothing else is taken for one."""

from base64 import b64encode
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.net.spki import spki_sha256, subject_public_key_info
from tests.support.certificates import DAY

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@cache
def keys() -> tuple[Key, ...]:
    return (
        rsa.generate_private_key(65537, 1024),
        rsa.generate_private_key(65537, 2048),
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP521R1()),
        ed25519.Ed25519PrivateKey.generate(),
    )


def certificate(key: Key, *, name: str = "jmo.example", serial: int = 7) -> bytes:
    """A certificate in DER that vouches for itself."""
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder(own, own, key.public_key(), serial)
        .not_valid_before(begins)
        .not_valid_after(begins + DAY)
    )
    plain = isinstance(key, ed25519.Ed25519PrivateKey)
    return builder.sign(key, None if plain else hashes.SHA256()).public_bytes(Encoding.DER)


def info_of(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@settings(deadline=None)  # the keys are made within the first example
@given(
    which=st.integers(0, 4),
    name=st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=16),
    serial=st.integers(1, 2**159 - 1),
)
def test_it_is_the_key_that_another_library_finds(which: int, name: str, serial: int) -> None:
    key = keys()[which]
    der = certificate(key, name=name, serial=serial)
    begins, ends = subject_public_key_info(der)
    assert der[begins:ends] == info_of(key)
    assert spki_sha256(der) == b64encode(sha256(info_of(key)).digest()).decode()


@settings(deadline=None)
@given(cut=st.integers(0, 10_000))
def test_a_certificate_that_is_cut_has_no_key(cut: int) -> None:
    der = certificate(keys()[0])
    with pytest.raises(ValueError, match="byte"):
        subject_public_key_info(der[: cut % len(der)])


@given(noise=st.binary(max_size=400))
def test_whatever_is_no_certificate_is_refused_or_read_within_its_bounds(noise: bytes) -> None:
    try:
        begins, ends = subject_public_key_info(noise)
    except ValueError:
        return
    assert 0 <= begins < ends <= len(noise)


@settings(deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_broken_byte_leads_nowhere_outside(at: int, byte: int) -> None:
    der = bytearray(certificate(keys()[2]))
    der[at % len(der)] = byte
    try:
        begins, ends = subject_public_key_info(bytes(der))
    except ValueError:
        return
    assert 0 <= begins < ends <= len(der)


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"\x30",
        b"\x30\x80\x30\x80\x00\x00",
        b"\x30\x85\x00\x00\x00\x00\x00",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x31\x00",
        b"\x30\x02\x30\x00",
    ],
    ids=["nothing", "no length", "indefinite", "long", "huge", "no sequence", "empty"],
)
def test_lengths_that_der_does_not_have_are_refused(der: bytes) -> None:
    with pytest.raises(ValueError, match="byte"):
        subject_public_key_info(der)
