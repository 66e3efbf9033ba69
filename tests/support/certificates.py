"""A certificate authority of our own, and every kind of bad certificate it can make."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and the chain a server presents with it, both in PEM, leaf first."""

    key: bytes
    chain: bytes

    def write(self, folder: Path, name: str = "server") -> tuple[Path, Path]:
        """Write `<name>.crt` and `<name>.key`; returns both paths."""
        chain, key = folder / f"{name}.crt", folder / f"{name}.key"
        chain.write_bytes(self.chain)
        key.write_bytes(self.key)
        return chain, key


class Authority:
    """A root that is trusted by whoever loads `root_file`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = 0
        self.ca = trustme.CA()
        self.root_file = folder / "root.pem"
        self.ca.cert_pem.write_to_path(self.root_file)

    def pair(
        self,
        *names: str,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
        key_type: trustme.KeyType = trustme.KeyType.ECDSA,
    ) -> Pair:
        """A good certificate for these names, good for a year unless told otherwise."""
        now = datetime.now(UTC).replace(microsecond=0)
        leaf = self.ca.issue_cert(
            *names,
            common_name=names[0],
            not_before=not_before or now - DAY,
            not_after=not_after or now + 365 * DAY,
            key_type=key_type,
        )
        return _pair(leaf)

    def expired(self, *names: str) -> Pair:
        """Good until yesterday."""
        now = datetime.now(UTC)
        return self.pair(*names, not_before=now - 30 * DAY, not_after=now - DAY)

    def not_yet_valid(self, *names: str) -> Pair:
        """Good from tomorrow."""
        now = datetime.now(UTC)
        return self.pair(*names, not_before=now + DAY, not_after=now + 30 * DAY)

    def ending_soon(self, *names: str) -> Pair:
        """Good for five more days."""
        return self.pair(*names, not_after=datetime.now(UTC) + 5 * DAY)

    def stranger(self) -> "Authority":
        """Another authority, which nobody trusts."""
        folder = self._folder / "stranger"
        folder.mkdir(exist_ok=True)
        return Authority(folder)

    def behind_intermediate(self, *names: str, presented: bool = True) -> Pair:
        """Signed by an intermediate, which the server presents or forgets."""
        leaf = self.ca.create_child_ca().issue_cert(*names, common_name=names[0])
        return _pair(leaf, of_chain=None if presented else 1)

    def expired_intermediate(self, *names: str) -> Pair:
        """A good leaf under an intermediate that was good until yesterday."""
        key = ec.generate_private_key(ec.SECP256R1())
        middle = _certificate("Middle", key, self.ca, not_after=datetime.now(UTC) - DAY, ca=True)
        child = trustme.CA.from_pem(_pem(middle), _key_pem(key))
        leaf = _pair(child.issue_cert(*names, common_name=names[0]))
        return Pair(leaf.key, leaf.chain + _pem(middle))

    def weak(self, *names: str) -> Pair:
        """A 1,024-bit RSA key."""
        key = rsa.generate_private_key(65537, 1024)
        return Pair(_key_pem(key), _pem(_certificate(names[0], key, self.ca, names=names)))

    def client_files(self, name: str) -> tuple[Path, Path]:
        """A client certificate and its key, in files of their own."""
        return self.pair(name).write(self._folder, f"client-{name}")

    def context(self, pair: Pair, *, alpn: tuple[str, ...] = ()) -> ssl.SSLContext:
        """A server's context that presents `pair`, however bad it is."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        self._files += 1
        context.load_cert_chain(*pair.write(self._folder, f"server-{self._files}"))
        if alpn:
            context.set_alpn_protocols(list(alpn))
        return context


def self_signed(*names: str) -> Pair:
    """A certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Pair(_key_pem(key), _pem(_certificate(names[0], key, None, names=names)))


def _certificate(
    subject: str,
    key: Key,
    issuer: trustme.CA | None,
    *,
    names: tuple[str, ...] = (),
    not_after: datetime | None = None,
    ca: bool = False,
) -> x509.Certificate:
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(_root(issuer).subject if issuer else own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(not_after or now + 30 * DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if names:
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternative, critical=False)
    return builder.sign(_signing_key(issuer) if issuer else key, hashes.SHA256())


def _root(ca: trustme.CA) -> x509.Certificate:
    return x509.load_pem_x509_certificate(ca.cert_pem.bytes())


def _signing_key(ca: trustme.CA) -> Key:
    key = load_pem_private_key(ca.private_key_pem.bytes(), None)
    assert isinstance(key, Key)
    return key


def _pair(leaf: trustme.LeafCert, of_chain: int | None = None) -> Pair:
    chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems[:of_chain])
    return Pair(leaf.private_key_pem.bytes(), chain)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
