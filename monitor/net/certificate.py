"""Certificates of a handshake, read whether or not they were accepted."""

import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from monitor.model import Certificate, Tls
from monitor.net.spki import spki_sha256

_DER = 2  # _ssl.ENCODING_DER, which has no public name
MOST_REMEMBERED = 256
LARGEST_REMEMBERED_BYTES = 8 * 1024
_SHORT_NAMES = {
    "commonName": "CN",
    "countryName": "C",
    "localityName": "L",
    "stateOrProvinceName": "ST",
    "streetAddress": "STREET",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "serialNumber": "SERIALNUMBER",
    "postalCode": "POSTALCODE",
}


class CertificateReader:
    """Reads handshakes; remembers certificates that it has read, since most come again each run."""

    def __init__(self) -> None:
        self._known: dict[bytes, Certificate | None] = {}

    def read(self, tls: ssl.SSLObject, *, accepted: bool) -> Tls:
        """What the handshake showed; `accepted` tells whether it went through."""
        version = tls.version()
        cipher = tls.cipher()
        verified = accepted and tls.context.verify_mode is ssl.CERT_REQUIRED
        return Tls(
            version=version.replace("TLSv", "TLS ") if accepted and version else None,
            cipher=cipher[0] if accepted and cipher else None,
            presented=self._chain(tls, "get_unverified_chain"),
            verified=self._chain(tls, "get_verified_chain") if verified else (),
        )

    def _chain(self, tls: ssl.SSLObject, method: str) -> tuple[Certificate, ...]:
        """The chain as Python's `_ssl` gives it, leaf first, without what cannot be read.

        `SSLObject` has public methods of these names only since 3.13, and they lose the parsed
        form; the object beneath has had them since 3.10.
        """
        raw = getattr(getattr(tls, "_sslobj", None), method)() or ()
        read = (self._certificate(certificate) for certificate in raw)
        return tuple(certificate for certificate in read if certificate is not None)

    def _certificate(self, raw: Any) -> Certificate | None:
        der = raw.public_bytes(_DER)
        if der not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            if len(der) > LARGEST_REMEMBERED_BYTES:
                return _parsed(raw, der)
            self._known[der] = _parsed(raw, der)
        return self._known[der]


def _parsed(raw: Any, der: bytes) -> Certificate | None:
    try:
        info = raw.get_info()
        return Certificate(
            subject=_name(info.get("subject", ())),
            issuer=_name(info.get("issuer", ())),
            serial_number=str(info.get("serialNumber", "")).lower(),
            alternative_names=tuple(_alternative_names(info)),
            not_before=_moment(info["notBefore"]),
            not_after=_moment(info["notAfter"]),
            fingerprint_sha256=sha256(der).hexdigest(),
            spki_sha256=_key_hash(der),
        )
    except (ValueError, KeyError, TypeError, OverflowError, ssl.SSLError):
        return None  # a malformed certificate; that it was refused is said elsewhere


def _key_hash(der: bytes) -> str:
    try:
        return spki_sha256(der)
    except ValueError:
        return ""  # OpenSSL reads more than DER; such a certificate matches no pin


def _name(parts: tuple[tuple[tuple[str, str], ...], ...]) -> str:
    """A distinguished name, the most particular part first (RFC 4514)."""
    relative = ("+".join(f"{_SHORT_NAMES.get(k, k)}={v}" for k, v in part) for part in parts)
    return ",".join(reversed(list(relative)))


def _alternative_names(info: Mapping[str, Any]) -> Iterator[str]:
    for kind, value in info.get("subjectAltName", ()):
        if kind in {"DNS", "IP Address", "URI", "email"}:
            yield str(value)


def _moment(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)
