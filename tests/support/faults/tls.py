"""Everything that goes wrong for a tls probe, by name."""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support.certificates import Authority, Pair
from tests.support.faults import http
from tests.support.faults.endpoints import at_endpoint
from tests.support.faults.http import NAME, Fault, Options
from tests.support.servers import Peer, serve

ANOTHER_PIN = "sha256/" + b64encode(bytes(32)).decode()


async def listen(peer: Peer) -> None:
    """Wait until the other side has gone."""
    await peer.until_closed()


def pin_of(pem: bytes) -> str:
    """The pin of the first certificate in a PEM, by another hand than ours."""
    key = x509.load_pem_x509_certificate(pem).public_key()
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "sha256/" + b64encode(sha256(info).digest()).decode()


def leaf_of(authority: Authority, pair: Pair) -> str:
    """The pin of the server's own certificate."""
    return pin_of(pair.chain)


def root_of(authority: Authority, pair: Pair) -> str:
    """The pin of the root, which no server presents."""
    return pin_of(authority.root_file.read_bytes())


def another(authority: Authority, pair: Pair) -> str:
    """The pin of nobody."""
    return ANOTHER_PIN


def expecting(
    pins: Callable[[Authority, Pair], str] | None = None, *, verify: bool = True, **expect: Any
) -> Fault:
    """A good server of which this is expected."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        pair = authority.pair(NAME)
        async with serve(listen, tls=authority.context(pair)) as server:
            pinned = {"pins": [ANOTHER_PIN, pins(authority, pair)]} if pins else {}
            yield {
                "host": NAME,
                "port": server.port,
                "resolve": {NAME: "127.0.0.1"},
                "tls": {"ca_file": str(authority.root_file), "verify": verify},
                "expect": {**expect, **pinned},
            }

    return fault


@asynccontextmanager
async def slower_than_usual(authority: Authority) -> AsyncIterator[Options]:
    """A handshake that is answered late."""
    async with serve(listen, tls=authority.context(authority.pair(NAME)), tls_delay=0.1) as server:
        yield {
            "host": NAME,
            "port": server.port,
            "resolve": {NAME: "127.0.0.1"},
            "tls": {"ca_file": str(authority.root_file)},
            "slow_after": "50ms",
        }


HANDSHAKE = {
    name: at_endpoint(fault) for name, fault in http.TLS.items() if name != "tls_on_the_http_port"
}
"""Those of http, apart from the one that is none here."""
OWN: dict[str, Fault] = {
    "slower_than_usual": slower_than_usual,
    "issuer_expected": expecting(issuer="OU=Testing CA"),
    "issuer_of_another": expecting(issuer="O=DigiCert"),
    "issuer_of_another_and_unverified": expecting(issuer="O=DigiCert", verify=False),
    "pin_of_leaf": expecting(leaf_of),
    "pin_of_root": expecting(root_of),
    "pin_of_leaf_unverified": expecting(leaf_of, verify=False),
    "pin_of_root_unverified": expecting(root_of, verify=False),
    "pin_of_another": expecting(another),
    "pin_of_another_and_ending_soon": at_endpoint(
        http.TLS["certificate_ends_soon"], expect={"pins": [ANOTHER_PIN]}
    ),
}
CONNECT = {
    name: at_endpoint(http.CONNECT[name]) for name in ("refused", "syn_black_hole", "unreachable")
}
DNS = {
    name: at_endpoint(fault)
    for name, fault in http.DNS.items()
    if name.startswith(("name_server", "name_un", "name_without", "name_never", "name_leads"))
    or name in {"alias_loop", "alias_to_nothing"}
}
"""The names that lead nowhere; where the others lead there is no TLS."""

FAULTS: dict[str, Fault] = {**HANDSHAKE, **OWN, **CONNECT, **DNS}
