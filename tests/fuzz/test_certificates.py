"""Whatever a server presents as its certificate, the handshake comes to a reason, and is read."""

import asyncio
import ssl
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Outcome
from tests.fuzz.broken import run_into
from tests.support.certificates import Authority, Pair
from tests.support.servers import Peer, Script, serve

NAME = "jmo.example"
BYTES = 65_536
Broken = dict[int, int]
"""Which bytes are changed, by their place (counted round), and to what."""


def presenting(context: ssl.SSLContext, honest: bytes, presented: bytes) -> Script:
    """A handshake in which one certificate gives way to other bytes of the same length.

    Up to TLS 1.2 certificates are on the wire as they are, and no digest is checked before them.
    """

    async def script(peer: Peer) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(incoming, outgoing, server_side=True)
        while data := await peer.reader.read(BYTES):
            incoming.write(data)
            with suppress(ssl.SSLError):  # what it has to say about it goes out below
                tls.do_handshake()
            await peer.send(outgoing.read().replace(honest, presented))

    return script


def changed(der: bytes, broken: Broken) -> bytes:
    """The certificate with some of its bytes changed."""
    whole = bytearray(der)
    for place, byte in broken.items():
        whole[place % len(whole)] = byte
    return bytes(whole)


@pytest.fixture(scope="module")
def pairs(authority: Authority) -> list[Pair]:
    """Certificates of different shapes."""
    good = authority.pair(NAME)
    return [good, authority.expired(NAME), authority.behind_intermediate(NAME)]


def meet(authority: Authority, pair: Pair, presented: bytes, **tls: Any) -> Outcome:
    """A tls probe that is shown `presented` in place of the pair's leaf."""
    context = authority.context(pair)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    honest = _der(pair)

    async def met() -> Outcome:
        async with serve(presenting(context, honest, presented)) as server:
            return await run_into(
                kind="tls",
                host=NAME,
                port=server.port,
                resolve={NAME: "127.0.0.1"},
                tls={"ca_file": str(authority.root_file), **tls},
                expect={"issuer": "O=", "pins": ["A" * 43 + "="]},
            )

    return asyncio.run(met())


def _der(pair: Pair) -> bytes:
    return ssl.PEM_cert_to_DER_cert(pair.chain.decode().partition("-----END")[0] + _END)


_END = "-----END CERTIFICATE-----\n"
fuzz = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PLACES = st.dictionaries(st.integers(0, 2000), st.integers(0, 255), min_size=1, max_size=3)


@fuzz
@given(st.integers(0, 2), PLACES, st.booleans())
def test_a_certificate_with_broken_bytes(
    authority: Authority, pairs: list[Pair], which: int, broken: Broken, verify: bool
) -> None:
    pair = pairs[which]
    outcome = meet(authority, pair, changed(_der(pair), broken), verify=verify)
    assert outcome.reason is not None  # if nothing else, no such key is pinned
    for certificate in outcome.tls.presented if outcome.tls else ():
        assert len(certificate.fingerprint_sha256) == 64
        assert certificate.not_after.tzinfo is not None


@fuzz
@given(st.binary(min_size=1, max_size=1200), st.booleans())
def test_bytes_that_are_no_certificate(
    authority: Authority, pairs: list[Pair], noise: bytes, verify: bool
) -> None:
    length = len(_der(pairs[0]))
    presented = (noise * (length // len(noise) + 1))[:length]
    outcome = meet(authority, pairs[0], presented, verify=verify)
    assert outcome.reason is not None
    assert outcome.tls is None or outcome.tls.presented == ()


def test_the_handshake_is_honest_where_nothing_is_broken(
    authority: Authority, pairs: list[Pair]
) -> None:
    outcome = meet(authority, pairs[0], _der(pairs[0]))
    assert outcome.reason == "check_certificate"
    assert outcome.tls is not None
    assert outcome.tls.version == "TLS 1.2"
    assert len(outcome.tls.verified) == 2
