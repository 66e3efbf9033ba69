"""What the certificate of a handshake must be like, beyond being valid."""

import binascii
from base64 import b64decode, b64encode
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from monitor.checks.assertions import shown
from monitor.fields import Spec, Text
from monitor.model import Certificate, CheckResult, Observation, Reason

_PREFIX = "sha256/"
_HASH_BYTES = 32


def parse_pin(value: object) -> str:
    """Read a pin as `sha256/…`, with or without that prefix; returns the hash in base64."""
    text = value.removeprefix(_PREFIX) if isinstance(value, str) else ""
    try:
        read = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        read = b""
    if len(read) != _HASH_BYTES:
        raise ValueError(
            f"{value!r} is not a pin; write sha256/… with the SHA-256 of a public key in base64,"
            " as OkHttp and Android have it"
        )
    return b64encode(read).decode()


Pin = Annotated[
    str,
    BeforeValidator(parse_pin),
    WithJsonSchema({"type": "string", "pattern": "^(sha256/)?[A-Za-z0-9+/]{43}=$"}),
]
"""The SHA-256 of a SubjectPublicKeyInfo, in base64."""


class TlsExpect(Spec):
    """What a handshake's certificates must be like; the first assertion that breaks counts."""

    issuer: Text | None = Field(
        None, description="The issuer of the server's certificate must contain this text"
    )
    pins: tuple[Pin, ...] = Field(
        (), description="One certificate of the chain must have one of these public keys: sha256/…"
    )

    def evaluate(self, observation: Observation) -> tuple[CheckResult, ...]:
        """Judge the chain that was verified, or else the one that was presented."""
        tls = observation.tls
        chain = (tls.verified or tls.presented) if tls else ()
        results = []
        if self.issuer is not None:
            results.append(_issuer_check(self.issuer, tls.leaf if tls else None))
        if self.pins:
            results.append(_pin_check(self.pins, chain))
        return tuple(results)


def _issuer_check(wanted: str, leaf: Certificate | None) -> CheckResult:
    return CheckResult(
        sentence=f"certificate is issued by {wanted!r}",
        passed=leaf is not None and wanted in leaf.issuer,
        reason=Reason.CHECK_CERTIFICATE,
        expected=f"an issuer that contains {wanted!r}",
        observed=shown(leaf.issuer) if leaf else "no certificate",
    )


def _pin_check(pins: tuple[str, ...], chain: tuple[Certificate, ...]) -> CheckResult:
    seen = [certificate.spki_sha256 for certificate in chain]
    return CheckResult(
        sentence="the chain has a pinned key",
        passed=not set(pins).isdisjoint(seen),
        reason=Reason.CHECK_CERTIFICATE,
        expected=_listed(pins),
        observed=_listed(seen) or "no certificate",
    )


def _listed(pins: tuple[str, ...] | list[str]) -> str:
    return ", ".join(_PREFIX + (pin or "unreadable") for pin in pins)
