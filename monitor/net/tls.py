"""TLS settings as the file has them, and one SSLContext for each distinct set, built once."""

import ssl
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from monitor.fields import HostName, Misfit, Spec

TlsVersion = Literal["1.0", "1.1", "1.2", "1.3"]

_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


class TlsOptions(Spec):
    """How a TLS connection is made and verified."""

    verify: StrictBool = Field(True, description="Verify the chain and the host name")
    ca_file: Path | None = Field(
        None, description="Trust only these roots (PEM); the system's when left out"
    )
    cert_file: Path | None = Field(None, description="Client certificate (PEM)")
    key_file: Path | None = Field(
        None, description="The client certificate's key, when in another file"
    )
    server_name: HostName | None = Field(
        None, description="Ask for and verify this name; the URL's when left out"
    )
    min_version: TlsVersion = Field(
        "1.2", description="The lowest accepted TLS version; one under 1.2 lets weak keys pass too"
    )
    max_version: TlsVersion | None = Field(None, description="The highest accepted TLS version")
    strict: StrictBool = Field(
        False,
        description="Refuse certificates that break RFC 5280, as Python does by default since 3.13",
    )

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.key_file is not None and self.cert_file is None:
            raise Misfit(("key_file",), "key_file needs cert_file beside it")
        if self.max_version is not None and self.max_version < self.min_version:
            said = f"max_version {self.max_version} is below min_version {self.min_version}"
            raise Misfit(("max_version",), said)
        return self


def build_context(options: TlsOptions, alpn: tuple[str, ...]) -> ssl.SSLContext:
    """Make a client context. Raises OSError (ssl.SSLError included) where a file cannot be used.

    `verify_flags` are set outright so that every Python version judges a certificate alike.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = options.verify
    context.verify_mode = ssl.CERT_REQUIRED if options.verify else ssl.CERT_NONE
    context.verify_flags = ssl.VerifyFlags.VERIFY_X509_TRUSTED_FIRST
    if options.strict:
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
    if options.min_version in {"1.0", "1.1"}:
        # OpenSSL speaks these only at the level at which it also takes weak keys.
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = _VERSIONS[options.min_version]
    if options.max_version is not None:
        context.maximum_version = _VERSIONS[options.max_version]
    context.set_alpn_protocols(list(alpn))
    if options.ca_file is not None:
        context.load_verify_locations(cafile=options.ca_file)
    elif options.verify:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    if options.cert_file is not None:
        # An encrypted key would ask at the terminal; a probe has none, so its password is empty.
        context.load_cert_chain(options.cert_file, options.key_file, password="")
    return context


class TlsContexts:
    """The contexts in use: one for each (options, ALPN), since loading roots takes 40 ms."""

    def __init__(self) -> None:
        self._contexts: dict[tuple[TlsOptions, tuple[str, ...]], ssl.SSLContext] = {}

    def get(self, options: TlsOptions, alpn: tuple[str, ...]) -> ssl.SSLContext:
        """The context for these options. Raises OSError where a file cannot be used."""
        key = (options.model_copy(update={"server_name": None}), alpn)
        context = self._contexts.get(key)
        if context is None:
            context = self._contexts[key] = build_context(options, alpn)
        return context
