"""The dns kind: one question to one name server, or to several at the same time."""

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal, Self

import dns.exception
import dns.name
import dns.reversename
from pydantic import AfterValidator, Field, StrictBool, model_validator

from monitor.checks.records import DnsExpect
from monitor.checks.views import Agree, Forgeries, has_records, other_views
from monitor.fields import HostName, IpNetwork, Misfit, NameServer, split_name_server
from monitor.model import (
    CheckResult,
    DnsAnswer,
    DnsView,
    Failure,
    Observation,
    Phase,
    Reason,
    Result,
)
from monitor.net.addresses import is_public_host
from monitor.net.query import Server, Transport, ask
from monitor.net.question import QueryName, Question, RecordClass, RecordType
from monitor.net.recorder import Recorder
from monitor.net.reply import load_record_types
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.probes.base import Probe

SYSTEM_RESOLVER = "resolver.local"
"""Stands for the system's name server, which is ours: no manners are kept towards it."""
MOST_RESOLVERS = 8
OTHERS_SECONDS = 1.0
OTHERS_SHARE = 0.25
"""So much longer than the first resolver the others may take, or this share of the deadline."""
_PORTS: dict[Transport, int] = {"udp": 53, "tcp": 53, "tls": 853}  # RFC 7858, section 3.1
_WAY_RECORDS = frozenset({RecordType.A, RecordType.AAAA, RecordType.CNAME})
_REASONS = frozenset(
    reason
    for reason in Reason
    if reason.group in {"dns", "connect", "tls", "slow", "local"}
    and reason is not Reason.DNS_INVALID_NAME
) | {Reason.CHECK_RECORDS, Reason.INTERFERENCE_DNS_HIJACK}


def _several(servers: tuple[str, ...]) -> tuple[str, ...]:
    if not 2 <= len(servers) <= MOST_RESOLVERS:
        raise ValueError(
            f"name 2 to {MOST_RESOLVERS} name servers to compare; write a single one as server"
        )
    if len(set(servers)) < len(servers):
        raise ValueError("names a server twice, which would only agree with itself; leave one out")
    return servers


class DnsProbe(Probe):
    """One question to a name server, and its answer judged."""

    kind: Literal["dns"] = Field(description="What sort of probe this is: a question to DNS")
    name: QueryName = Field(description="The name to ask for; an address with record: PTR")
    record: RecordType = Field(description="The type of record to ask for")
    class_: RecordClass = Field(RecordClass.IN, alias="class", description="The records' class")
    server: NameServer | None = Field(
        None, description="The name server to ask; the system's first one when left out"
    )
    resolvers: Annotated[tuple[NameServer, ...], AfterValidator(_several)] | None = Field(
        None, description="Several to ask at the same time; the first one's answer is judged"
    )
    agree: Agree = Field(
        Agree.RCODE,
        description="In what the others must agree with the first, or the run is degraded",
    )
    transport: Transport = Field("udp", description="udp, tcp, or tls (DNS over TLS)")
    recursion: StrictBool = Field(True, description="Ask the server to find the answer elsewhere")
    tls: TlsOptions = Field(TlsOptions(), description="How TLS is made and verified")
    expect: DnsExpect = Field(DnsExpect(), description="What the answer must be like")
    allow_private: StrictBool = Field(
        False, description="Let a public name lead to a private or loopback address"
    )
    block_addresses: tuple[IpNetwork, ...] = Field(
        (), description="Addresses and networks of block pages: such an answer is void"
    )
    block_names: tuple[HostName, ...] = Field(
        (), description="Names of block pages: an alias of one, or of a name under it, is void"
    )

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.server is not None and self.resolvers is not None:
            raise Misfit(("server",), "set server or resolvers, not both")
        if _reverse(self.name) is not None and self.record is not RecordType.PTR:
            said = f"an address has no {self.record} records; use record: PTR, or write a name"
            raise Misfit(("name",), said)
        return self

    @property
    def target(self) -> str:
        """The question, and who is asked."""
        servers = ", ".join(self._servers)
        return f"{self.name} {self.record}" + (f" at {servers}" if servers else "")

    @property
    def host(self) -> str:
        """The address of the name server whose answer is judged: it has the burden."""
        servers = self._servers
        return split_name_server(servers[0])[0] if servers else SYSTEM_RESOLVER

    @property
    def subject_host(self) -> str:
        """The name whose addresses are asked for; other records say nothing of the way to it."""
        return self.name if self.record in _WAY_RECORDS else ""

    @property
    def reasons(self) -> frozenset[Reason]:
        """What DNS, a connection and TLS can come to."""
        return _REASONS

    def prepare(self, net: Net) -> None:
        """Load what reads the records, and the TLS roots."""
        load_record_types(self.class_)
        if self.transport == "tls":
            net.tls_contexts.get(self.tls, ())

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Ask all servers at once. Raises what asking the first one raises."""
        first, *others = self._servers or ("",)
        asking = [asyncio.create_task(self._ask(net, Recorder(net.clock), each)) for each in others]
        try:
            answer, view = await self._ask(net, recorder, first)
            recorder.dns = replace(answer, views=(view,))
            if asking:
                await asyncio.wait(asking, timeout=self._patience_seconds)
                recorder.dns = replace(answer, views=(view, *map(_view, others, asking)))
        finally:
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)
        return recorder.observation()

    def interference(self, observation: Observation) -> Failure | None:
        """An answer that is not the name's own, or a name that the first resolver alone denies."""
        if observation.dns is None:
            return None
        why = self._forgeries.find(observation.dns.records) or self._denied(observation.dns)
        if why is None:
            return None
        return Failure(
            reason=Reason.INTERFERENCE_DNS_HIJACK,
            phase=Phase.RESOLVE,
            detail=f"{self.name}: {why}",
            result=Result.VOID,
        )

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What is expected of the first answer, then of the other resolvers'."""
        answer = observation.dns
        if answer is None:
            return ()
        checks = self.expect.evaluate(answer, self.record, self.class_)
        if len(answer.views) > 1:
            checks += other_views(answer.views, self.record, self.agree, self._forgeries)
        return checks

    def _denied(self, answer: DnsAnswer) -> str | None:
        """That the first resolver has no such records though it should, and another one has."""
        if answer.rcode not in {"NOERROR", "NXDOMAIN"} or not self._must_exist:
            return None
        if not answer.views or has_records(answer.views[0], self.record):
            return None
        others = [view for view in answer.views[1:] if has_records(view, self.record)]
        if not others:
            return None
        return f"{answer.views[0].server} knows nothing of it, and {others[0].server} does"

    @property
    def _must_exist(self) -> bool:
        return is_public_host(self.name) and self.expect.wants_records

    @property
    def _forgeries(self) -> Forgeries:
        return Forgeries(
            public_only=is_public_host(self.name) and not self.allow_private,
            addresses=self.block_addresses,
            names=self.block_names,
        )

    @property
    def _servers(self) -> tuple[str, ...]:
        """Those configured, the one whose answer is judged first; none for the system's."""
        return self.resolvers or ((self.server,) if self.server is not None else ())

    @property
    def _patience_seconds(self) -> float:
        return min(OTHERS_SECONDS, OTHERS_SHARE * self.timeout.total_seconds())

    async def _ask(self, net: Net, recorder: Recorder, server: str) -> tuple[DnsAnswer, DnsView]:
        """One server's answer, and its view, which has the records of the answer alone."""
        began = net.clock.monotonic()
        question = Question(
            name=_parsed(self.name),
            record=self.record,
            record_class=self.class_,
            recursion=self.recursion,
        )
        answer = await ask(net, recorder, question, self._server(net, server))
        view = DnsView(
            server=server,
            rcode=answer.rcode,
            records=tuple(record for record in answer.records if record.section == "answer"),
            seconds=net.clock.monotonic() - began,
        )
        return answer, view

    def _server(self, net: Net, server: str) -> Server:
        port = _PORTS[self.transport]
        if server:
            address, port = split_name_server(server, port)
        else:
            address, plain = net.resolver(()).first_server
            port = port if self.transport == "tls" else plain
        return Server(address=address, port=port, transport=self.transport, tls=self.tls)


def _view(server: str, task: "asyncio.Task[tuple[DnsAnswer, DnsView]]") -> DnsView:
    """What a server said; nothing where it has not answered yet, or asking it went wrong."""
    if task.done() and task.exception() is None:
        return task.result()[1]
    return DnsView(server=server, rcode=None, records=(), seconds=None)


def _reverse(name: str) -> dns.name.Name | None:
    """The name that holds an address's PTR records; None where `name` is no address."""
    try:
        return dns.reversename.from_address(name)
    except (dns.exception.DNSException, ValueError):
        return None


@lru_cache(maxsize=4096)
def _parsed(name: str) -> dns.name.Name:
    """The name that is asked for."""
    return _reverse(name) or dns.name.from_text(name)
