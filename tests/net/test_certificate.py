"""Certificates are read from a handshake, whether it went through or not."""

import ssl
from datetime import UTC, datetime
from hashlib import sha256

from monitor.model import Tls
from monitor.net.certificate import (
    LARGEST_REMEMBERED_BYTES,
    MOST_REMEMBERED,
    CertificateReader,
)
from tests.support.certificates import DAY, Authority, Pair
from tests.support.faults.tls import pin_of


def shake_hands(authority: Authority, pair: Pair, reader: CertificateReader) -> tuple[Tls, bool]:
    """A handshake in memory; whether it was accepted."""
    ours = ssl.create_default_context(cafile=str(authority.root_file))
    to_us, to_them = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ours.wrap_bio(to_us, to_them, server_hostname="jmo.example")
    server = authority.context(pair).wrap_bio(to_them, to_us, server_side=True)
    for side in (client, server, client):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError:
            return reader.read(client, accepted=False), False
    return reader.read(client, accepted=True), True


def der(pem: bytes) -> bytes:
    return ssl.PEM_cert_to_DER_cert(pem.decode())


def test_a_good_chain_is_read_as_presented_and_as_verified(authority: Authority) -> None:
    end = (datetime.now(UTC) + 90 * DAY).replace(microsecond=0)
    start = end - 100 * DAY
    pair = authority.pair("jmo.example", "*.jmo.example", not_before=start, not_after=end)
    tls, accepted = shake_hands(authority, pair, CertificateReader())
    assert accepted
    assert tls.version == "TLS 1.3"
    assert tls.cipher in {"TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}
    (leaf,) = tls.presented
    assert leaf.subject.startswith("CN=jmo.example,OU=Testing cert")
    assert leaf.issuer.startswith("OU=Testing CA")
    assert leaf.alternative_names == ("jmo.example", "*.jmo.example")
    assert (leaf.not_before, leaf.not_after) == (start, end)
    assert leaf.fingerprint_sha256 == sha256(der(pair.chain)).hexdigest()
    assert f"sha256/{leaf.spki_sha256}" == pin_of(pair.chain)
    assert int(leaf.serial_number, 16) > 0
    assert [c.subject for c in tls.verified] == [leaf.subject, leaf.issuer]


def test_a_refused_chain_is_read_and_nothing_is_verified(authority: Authority) -> None:
    tls, accepted = shake_hands(authority, authority.expired("jmo.example"), CertificateReader())
    assert not accepted
    assert len(tls.presented) == 1
    assert tls.verified == ()
    assert tls.earliest_expiry is not None
    assert tls.earliest_expiry < datetime.now(UTC)
    assert (tls.version, tls.cipher) == (None, None)


def test_a_chain_is_read_in_the_order_in_which_it_came(authority: Authority) -> None:
    pair = authority.behind_intermediate("jmo.example")
    tls, _ = shake_hands(authority, pair, CertificateReader())
    leaf, intermediate = tls.presented
    assert leaf.issuer == intermediate.subject
    assert len(tls.verified) == 3
    assert tls.verified[2].spki_sha256 == pin_of(authority.root_file.read_bytes())[7:]


def test_a_certificate_that_comes_again_is_the_same_object(authority: Authority) -> None:
    reader, pair = CertificateReader(), authority.pair("jmo.example")
    first, _ = shake_hands(authority, pair, reader)
    second, _ = shake_hands(authority, pair, reader)
    assert first.leaf is second.leaf


def test_a_certificate_of_great_size_is_read_and_forgotten(authority: Authority) -> None:
    names = ("jmo.example", *(f"{'n' * 60}.{number}.example" for number in range(150)))
    reader, pair = CertificateReader(), authority.pair(*names)
    assert len(der(pair.chain)) > LARGEST_REMEMBERED_BYTES
    first, _ = shake_hands(authority, pair, reader)
    second, _ = shake_hands(authority, pair, reader)
    assert first.leaf is not None
    assert first.leaf.alternative_names == names
    assert first.leaf == second.leaf
    assert first.leaf is not second.leaf


def test_a_reader_does_not_remember_without_end(authority: Authority) -> None:
    reader = CertificateReader()
    pair = authority.pair("jmo.example")
    first, _ = shake_hands(authority, pair, reader)
    for _ in range(MOST_REMEMBERED):
        shake_hands(authority, authority.pair("jmo.example"), reader)
    again, _ = shake_hands(authority, pair, reader)
    assert again.leaf == first.leaf
    assert again.leaf is not first.leaf
