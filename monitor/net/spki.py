"""The public key of a certificate, cut out of its DER: what apps pin is the hash of that part."""

from base64 import b64encode
from hashlib import sha256

_SEQUENCE, _INTEGER, _VERSION = 0x30, 0x02, 0xA0
_BEFORE_THE_KEY = (_INTEGER, _SEQUENCE, _SEQUENCE, _SEQUENCE, _SEQUENCE)
"""Serial number, signature algorithm, issuer, validity, subject."""
_MOST_LENGTH_BYTES = 4
"""Of a length in the long form: four of them count to 4 GiB."""


def spki_sha256(der: bytes) -> str:
    """SHA-256, in base64, of the SubjectPublicKeyInfo (RFC 5280, section 4.1) of a certificate.

    Raises ValueError for what is no certificate in DER.
    """
    start, end = subject_public_key_info(der)
    return b64encode(sha256(der[start:end]).digest()).decode()


def subject_public_key_info(der: bytes) -> tuple[int, int]:
    """Where the SubjectPublicKeyInfo begins and ends, its header included. Raises ValueError."""
    at, end = _content(der, 0, len(der), _SEQUENCE)  # Certificate
    at, end = _content(der, at, end, _SEQUENCE)  # TBSCertificate
    if at < end and der[at] == _VERSION:
        _, at = _content(der, at, end, _VERSION)
    for tag in _BEFORE_THE_KEY:
        _, at = _content(der, at, end, tag)
    return at, _content(der, at, end, _SEQUENCE)[1]


def _content(der: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Where the content of the element at `at` begins, and where it and the element end.

    `end` is the end of what holds the element. Raises ValueError for another tag, for a length
    that is none in DER, and where the element would reach further than `end`.
    """
    if at + 2 > end or der[at] != tag:
        raise ValueError(f"byte {at} begins no element {tag:#04x}")
    length, begins = der[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 0 < size <= _MOST_LENGTH_BYTES or begins + size > end:
            raise ValueError(f"no length of DER at byte {at + 1}")
        length = int.from_bytes(der[begins : begins + size])
        begins += size
    if begins + length > end:
        raise ValueError(f"the element at byte {at} is longer than what holds it")
    return begins, begins + length
