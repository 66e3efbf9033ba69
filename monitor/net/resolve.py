"""Names to addresses, asynchronously and without threads: six hung look-ups stall nobody."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from itertools import chain, zip_longest
from pathlib import Path

import dns.asyncresolver
import dns.resolver
from dns.nameserver import Do53Nameserver
from dns.rdatatype import RdataType

from monitor.fields import split_name_server
from monitor.model import Reason
from monitor.net.failure import AttemptError

RESOLUTION_DELAY_SECONDS = 0.05
"""How long one family's answer waits for the other's (RFC 8305, section 3)."""
QUERY_TIMEOUT_SECONDS = 2.0
"""How long one name server may take before it, or the next one, is asked again."""
LOOKUP_SECONDS = 300.0
"""Longer than any run: the run's own deadline ends a look-up."""
MOST_ADDRESSES = 6
"""A run tries no more addresses than this, however many the answer lists."""


class Family(StrEnum):
    """Which IP versions a probe uses, and which it tries first."""

    ANY = "any"
    IP4 = "ip4"
    IP6 = "ip6"
    IP6_FIRST = "ip6_first"

    @property
    def record_types(self) -> tuple[RdataType, ...]:
        """The record types to ask for, in the order of preference."""
        return _RECORD_TYPES[self]


_RECORD_TYPES = {
    Family.ANY: (RdataType.A, RdataType.AAAA),
    Family.IP4: (RdataType.A,),
    Family.IP6: (RdataType.AAAA,),
    Family.IP6_FIRST: (RdataType.AAAA, RdataType.A),
}
_VERSION = {RdataType.A: 4, RdataType.AAAA: 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The addresses of a name, in the order in which to try them."""

    addresses: tuple[str, ...]
    from_dns: bool
    """False where the configuration, the hosts file or the name itself gave them."""


class Resolver:
    """Looks names up: literal addresses, configured ones, the hosts file, then DNS. No cache."""

    def __init__(
        self, stub: dns.asyncresolver.Resolver, hosts: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._stub = stub
        self._hosts = hosts

    @property
    def first_server(self) -> tuple[str, int]:
        """The address and port of the name server that is asked first."""
        first = self._stub.nameservers[0]
        if isinstance(first, str):
            return first, self._stub.port
        return first.answer_nameserver(), first.answer_port()

    async def resolve(self, host: str, family: Family, overrides: Mapping[str, str]) -> Resolution:
        """Find addresses. Raises dnspython's exceptions, or AttemptError on a wrong family."""
        name = host.lower().removesuffix(".")
        known = _literal(host) or overrides.get(name) or self._hosts.get(name)
        if known is None:
            return Resolution(addresses=await self._ask(host, family), from_dns=True)
        listed = (known,) if isinstance(known, str) else known
        by_type = {kind: _of_version(listed, _VERSION[kind]) for kind in family.record_types}
        if not any(by_type.values()):
            said = f"the address given for {host} is not of family {family}"
            raise AttemptError(Reason.DNS_NO_DATA, said)
        return Resolution(addresses=_in_order(by_type, family), from_dns=False)

    async def _ask(self, host: str, family: Family) -> tuple[str, ...]:
        tasks = {kind: asyncio.create_task(self._query(host, kind)) for kind in family.record_types}
        try:
            answers = await _gather_addresses(tasks)
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
        return _in_order(answers, family)

    async def _query(self, host: str, kind: RdataType) -> tuple[str, ...]:
        answer = await self._stub.resolve(host, kind, search=False, lifetime=LOOKUP_SECONDS)
        return tuple(record.address for record in answer)


async def _gather_addresses(
    tasks: Mapping[RdataType, "asyncio.Task[tuple[str, ...]]"],
) -> dict[RdataType, tuple[str, ...]]:
    """The answers that came in time; raises the most telling error where there is no address."""
    pending = set(tasks.values())
    while pending:
        found = any(_addresses(task) for task in tasks.values())
        limit = RESOLUTION_DELAY_SECONDS if found else None
        done, pending = await asyncio.wait(
            pending, timeout=limit, return_when=asyncio.FIRST_COMPLETED
        )
        if not done:
            break
    answers = {kind: _addresses(task) for kind, task in tasks.items()}
    if not any(answers.values()):
        raise _most_telling([error for task in tasks.values() if (error := task.exception())])
    return answers


def _addresses(task: "asyncio.Task[tuple[str, ...]]") -> tuple[str, ...]:
    return task.result() if task.done() and task.exception() is None else ()


def _most_telling(errors: list[BaseException]) -> BaseException:
    """`No data` for one family says less than whatever befell the other."""
    return min(errors, key=lambda error: isinstance(error, dns.resolver.NoAnswer))


def _in_order(by_type: Mapping[RdataType, tuple[str, ...]], family: Family) -> tuple[str, ...]:
    """The families take turns, the preferred one first (RFC 8305, section 4)."""
    columns = [by_type[kind] for kind in family.record_types]
    turns = chain.from_iterable(zip_longest(*columns))
    return tuple(address for address in turns if address is not None)[:MOST_ADDRESSES]


@lru_cache(maxsize=4096)
def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _of_version(addresses: tuple[str, ...], version: int) -> tuple[str, ...]:
    return tuple(address for address in addresses if (6 if ":" in address else 4) == version)


def system_resolver(hosts: Mapping[str, tuple[str, ...]]) -> Resolver:
    """A resolver with the name servers of resolv.conf; the local host's where there is none."""
    try:
        stub = dns.asyncresolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        stub = dns.asyncresolver.Resolver(configure=False)
        stub.nameservers = ["127.0.0.1"]
    stub.timeout = QUERY_TIMEOUT_SECONDS
    return Resolver(stub, hosts)


def resolver_at(servers: tuple[str, ...], hosts: Mapping[str, tuple[str, ...]]) -> Resolver:
    """A resolver that asks these name servers, each `address` or `address:port`."""
    stub = dns.asyncresolver.Resolver(configure=False)
    stub.nameservers = [Do53Nameserver(*split_name_server(server)) for server in servers]
    stub.timeout = QUERY_TIMEOUT_SECONDS
    return Resolver(stub, hosts)


def read_hosts(path: Path) -> dict[str, tuple[str, ...]]:
    """Names of the hosts file with their addresses; `localhost` is always there (RFC 6761)."""
    names: dict[str, tuple[str, ...]] = {}
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []  # a container without a hosts file is well
    for line in lines:
        address, *aliases = line.partition("#")[0].split() or [""]
        if _literal(address) is None:
            continue
        for alias in aliases:
            key = alias.lower()
            names[key] = (*names.get(key, ()), address)
    return {"localhost": ("127.0.0.1", "::1"), **names}
