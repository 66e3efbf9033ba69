"""One name server is asked, and whatever ends it no socket is left."""

import asyncio
import gc
import os
from pathlib import Path

import dns.asyncresolver
import dns.name
import pytest

from monitor.clock import SystemClock
from monitor.model import Connection, Phase
from monitor.net.query import Server, Transport, ask
from monitor.net.question import Question, RecordClass, RecordType
from monitor.net.recorder import Recorder
from monitor.net.resolve import Resolver, resolver_at
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from tests.support.certificates import Authority
from tests.support.names import SILENT, Name, NameServer, name_server

NAME = "jmo.example"
GOOD = Name(a=("8.8.8.8",))
QUESTION = Question(
    name=dns.name.from_text(NAME),
    record=RecordType.A,
    record_class=RecordClass.IN,
    recursion=True,
)
TRANSPORTS: tuple[Transport, ...] = ("udp", "tcp", "tls")


def server_at(server: NameServer, transport: Transport, root: Path | None = None) -> Server:
    tls = TlsOptions(ca_file=root)
    return Server(address="127.0.0.1", port=server.port, transport=transport, tls=tls)


def toolbox() -> Net:
    return Net(clock=SystemClock(), user_agent="test", hosts={})


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_each_transport_brings_the_answer_and_times_its_phases(
    transport: Transport, authority: Authority
) -> None:
    context = authority.context(authority.pair("127.0.0.1")) if transport == "tls" else None
    net = toolbox()
    recorder = Recorder(net.clock)
    async with name_server({NAME: GOOD}, tls=context) as server:
        answer = await ask(
            net, recorder, QUESTION, server_at(server, transport, authority.root_file)
        )
    assert [record.text for record in answer.records] == ["8.8.8.8"]
    seen = recorder.observation()
    assert (
        list(seen.phases)
        == {
            "udp": [Phase.RESOLVE],
            "tcp": [Phase.CONNECT, Phase.RESOLVE],
            "tls": [Phase.CONNECT, Phase.TLS, Phase.RESOLVE],
        }[transport]
    )
    assert seen.connection == Connection(address="127.0.0.1", ip_version=4, fallback=False)


def open_sockets() -> set[str]:
    links = (_link(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd"))  # noqa: PTH208
    return {link for link in links if link.startswith("socket:")}


def _link(path: str) -> str:
    try:
        return os.readlink(path)  # noqa: PTH115 - a link of /proc leads to no path
    except FileNotFoundError:
        return ""


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_cancelled_question_leaves_no_socket(transport: Transport) -> None:
    async with name_server({NAME: SILENT}) as server:
        gc.disable()
        try:
            before = open_sockets()
            net = toolbox()
            asking = asyncio.create_task(
                ask(net, Recorder(net.clock), QUESTION, server_at(server, transport))
            )
            while not server.questions:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.005)
            assert open_sockets() > before
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            while open_sockets() - before:  # noqa: ASYNC110 - the kernel tells nobody
                await asyncio.sleep(0.005)
        finally:
            gc.enable()


async def test_the_first_server_of_a_resolver_is_told() -> None:
    assert resolver_at(("192.0.2.1:5353", "192.0.2.2"), {}).first_server == ("192.0.2.1", 5353)
    stub = dns.asyncresolver.Resolver(configure=False)
    stub.nameservers = ["192.0.2.3", "192.0.2.4"]
    assert Resolver(stub, {}).first_server == ("192.0.2.3", 53)
