"""An httpx transport that dials anew for every request and times every phase itself.

httpx keeps the manners above (redirects, cookies, headers), httpcore the framing below; what lies
between, from the name to the last byte, is measured here and written into a Recorder.
"""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from dataclasses import replace

import httpcore
import httpx

from monitor.model import Phase, Reason
from monitor.net.addresses import is_public_host
from monitor.net.answer import read_answer, readable
from monitor.net.failure import AttemptError
from monitor.net.reach import connect, find, secure
from monitor.net.recorder import Recorder
from monitor.net.resolve import Resolution
from monitor.net.route import HttpProxy, Route
from monitor.net.stream import Stream
from monitor.net.toolbox import Net

_PORTS = {"http": 80, "https": 443}


class ProbeTransport(httpx.AsyncBaseTransport):
    """One attempt's way out. Raises what the layers below raise, and AttemptError.

    Closing it closes every socket that it opened, whatever state they are in.
    """

    def __init__(self, net: Net, recorder: Recorder, route: Route) -> None:
        self._net = net
        self._recorder = recorder
        self._route = route
        self._streams: list[Stream] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask over a connection of its own; the answer's body is still to be read."""
        url = request.url
        self._recorder.hops += (_shown(url),)
        host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
        stream = await self._connect(host, port)
        if self._route.proxy is not None and url.scheme == "https":
            await self._tunnel(stream, self._route.proxy, f"{url.netloc.decode()}", port)
        http2 = url.scheme == "https" and await self._handshake(stream, host)
        answer = await self._exchange(stream, request, http2=http2)
        self._take_down(answer, url)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer, stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every socket."""
        for stream in self._streams:
            stream.close()

    async def _connect(self, host: str, port: int) -> Stream:
        proxy = self._route.proxy
        with self._recorder.phase(Phase.RESOLVE):
            self._refuse_inner_name(host)
            found = await self._find(host)
        self._recorder.begin(Phase.CONNECT)
        stream = await connect(self._recorder, found, proxy.port if proxy else port)
        self._streams.append(stream)
        if proxy is None:
            self._recorder.end()
        return stream

    async def _find(self, host: str) -> Resolution:
        """The addresses to go to; where a proxy may lie is the operator's own business."""
        way, proxy = self._route.way, self._route.proxy
        if proxy is not None:
            return await find(self._net, replace(way, allow_private=True), proxy.host)
        blocked, hijack = Reason.HTTP_REDIRECT_BLOCKED, Reason.INTERFERENCE_DNS_HIJACK
        return await find(self._net, way, host, blocked=blocked if self._redirected else hijack)

    @property
    def _redirected(self) -> bool:
        return len(self._recorder.hops) > 1

    def _refuse_inner_name(self, host: str) -> None:
        """A redirect must not lead inside, unless the probe allows it or began there."""
        route = self._route
        allowed = (
            route.way.allow_private or host in route.way.overrides or host == route.target_host
        )
        if self._redirected and not allowed and not is_public_host(host):
            raise AttemptError(
                Reason.HTTP_REDIRECT_BLOCKED, f"redirected to {host}, which is private"
            )

    async def _tunnel(self, stream: Stream, proxy: HttpProxy, host: str, port: int) -> None:
        """Have the proxy connect; belongs to the connect phase, which is still open."""
        authority = host if ":" in host.rpartition("]")[2] else f"{host}:{port}"
        headers = [("Host", authority)]
        if proxy.authorization is not None:
            headers.append(("Proxy-Authorization", proxy.authorization))
        url = httpcore.URL(scheme="http", host=proxy.host, port=proxy.port, target=authority)
        stream.expect_head()
        connection = httpcore.AsyncHTTP11Connection(url.origin, stream)
        answer = await connection.handle_async_request(
            httpcore.Request("CONNECT", url, headers=headers)
        )
        stream.head_done()
        if not 200 <= answer.status <= 299:
            said = f"the proxy answered {answer.status} to CONNECT"
            raise AttemptError(Reason.CONNECT_REFUSED, said)
        self._recorder.end()

    async def _handshake(self, stream: Stream, host: str) -> bool:
        """Make TLS and read the certificate, accepted or not; True when HTTP/2 was agreed."""
        route = self._route
        await secure(self._net, self._recorder, stream, route.tls, host=host, alpn=route.alpn)
        return stream.tls is not None and stream.tls.selected_alpn_protocol() == "h2"

    async def _exchange(
        self, stream: Stream, request: httpx.Request, *, http2: bool
    ) -> httpcore.Response:
        if self._recorder.open_phase is Phase.CONNECT:
            self._recorder.end()
        core_request = self._core_request(request)
        kind = httpcore.AsyncHTTP2Connection if http2 else httpcore.AsyncHTTP11Connection
        connection = kind(core_request.url.origin, stream)
        with self._recorder.phase(Phase.PROCESSING):
            stream.expect_head()
            answer = await connection.handle_async_request(core_request)
            stream.head_done()
        return answer

    def _core_request(self, request: httpx.Request) -> httpcore.Request:
        url, headers = request.url, list(request.headers.raw)
        target, proxy = url.raw_path, self._route.proxy
        if proxy is not None and url.scheme == "http":
            target = f"http://{url.netloc.decode()}".encode() + target
            if proxy.authorization is not None:
                headers.append((b"Proxy-Authorization", proxy.authorization.encode()))
        return httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=target),
            headers=headers,
            content=request.stream,
        )

    def _take_down(self, answer: httpcore.Response, url: httpx.URL) -> None:
        version = answer.extensions.get("http_version", b"").decode("latin-1")
        headers = readable(answer.headers)
        self._recorder.headers = headers
        self._recorder.http = read_answer(
            answer.status,
            headers,
            http_version=version.removeprefix("HTTP/"),
            followed=len(self._recorder.hops) - 1,
            ssl=url.scheme == "https",
            now=self._net.clock.now(),
        )


class _Body(httpx.AsyncByteStream):
    """The answer's body as httpcore hands it on; closing it closes the connection's socket."""

    def __init__(self, answer: httpcore.Response, stream: Stream) -> None:
        assert isinstance(answer.stream, AsyncIterable)
        self._pieces = aiter(answer.stream)
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces

    async def aclose(self) -> None:
        self._stream.close()
        if isinstance(self._pieces, AsyncGenerator):
            await self._pieces.aclose()


def _shown(url: httpx.URL) -> str:
    """The URL without user, password, query and fragment: those may hold secrets."""
    path = url.raw_path.decode("ascii").partition("?")[0]  # still quoted: no line breaks in it
    return f"{url.scheme}://{url.netloc.decode()}{path}"
