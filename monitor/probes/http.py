"""The http kind: one request over a fresh connection, redirects hop by hop."""

from base64 import b64encode
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import httpx
from pydantic import Field, SecretStr, StrictBool, model_validator

from monitor.checks import HttpExpect, Marks, certificate_check
from monitor.fields import (
    HostName,
    HttpUrl,
    IpAddress,
    Misfit,
    NameServer,
    Size,
    Spec,
    check_host,
    exactly_one,
)
from monitor.model import CheckResult, Failure, Observation, Phase, Reason, Result
from monitor.net.addresses import is_public_host
from monitor.net.decode import decode
from monitor.net.failure import AttemptError
from monitor.net.headers import HeaderName, HeaderValue, Token
from monitor.net.recorder import Recorder
from monitor.net.resolve import Family
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.net.transport import HttpProxy, ProbeTransport, Route
from monitor.probes.base import Probe

Method = Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
TINY_PIECES = 1000
"""A body in more pieces than this, each smaller than TINY_BYTES, is a flood and not a page."""
TINY_BYTES = 16
TOO_MANY_REQUESTS = 429  # RFC 6585, section 4
NETWORK_AUTHENTICATION_REQUIRED = 511  # RFC 6585, section 6


def basic_credentials(username: str, password: str) -> str:
    """The value of a header with basic credentials (RFC 7617)."""
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()


class BasicAuth(Spec):
    """A user name and a password."""

    username: str = Field(description="The user")
    password: SecretStr = Field(
        description="The password; take it from a file: ${file:/run/secrets/…}"
    )


class Auth(Spec):
    """Credentials for the target's own host; a redirect elsewhere never carries them."""

    basic: BasicAuth | None = Field(None, description="HTTP basic authentication")
    bearer: Token | None = Field(None, description="A bearer token; take it from a file")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("basic", "bearer"))
        return self

    def header(self) -> str:
        """The value of the Authorization header."""
        if self.basic is not None:
            return basic_credentials(self.basic.username, self.basic.password.get_secret_value())
        return f"Bearer {self.bearer.get_secret_value() if self.bearer else ''}"


class Redirects(Spec):
    """How redirects are followed; each hop is resolved, checked and timed anew."""

    follow: StrictBool = Field(True, description="Follow them; otherwise a redirect is the answer")
    limit: Annotated[int, Field(strict=True, ge=1, le=20)] = Field(
        10, description="At most so many"
    )
    scheme: Literal["same_or_upgrade", "any"] = Field(
        "same_or_upgrade", description="same_or_upgrade: never from https to http"
    )


class Proxy(Spec):
    """An HTTP proxy, asked only because it is configured; the environment's are ignored."""

    url: HttpUrl = Field(description="http://host:port")
    username: str | None = Field(None, description="The proxy's user")
    password: SecretStr | None = Field(None, description="The proxy's password")

    @model_validator(mode="after")
    def _usable(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme != "http" or parts.path not in {"", "/"} or parts.query:
            raise Misfit(("url",), "a proxy is reached over plain HTTP; write http://host:port")
        if self.password is not None and self.username is None:
            raise Misfit(("password",), "a password needs username beside it")
        return self

    def route(self) -> HttpProxy:
        """The proxy as the transport needs it."""
        parts = urlsplit(self.url)
        password = self.password.get_secret_value() if self.password else ""
        credentials = basic_credentials(self.username, password) if self.username else None
        return HttpProxy(
            host=parts.hostname or "", port=parts.port or 80, authorization=credentials
        )


class HttpProbe(Probe):
    """Ask a URL and judge the answer."""

    kind: Literal["http"] = Field(description="What sort of probe this is: a request over HTTP")
    url: HttpUrl = Field(description="http:// or https://; credentials belong in `auth`")
    method: Method = Field("GET", description="GET and HEAD are polite; others only where you may")
    headers: dict[HeaderName, HeaderValue] = Field(
        {}, description="Extra request headers; values are kept secret"
    )
    body: SecretStr | None = Field(None, description="The request's body")
    expect: HttpExpect = Field(HttpExpect(), description="What the answer must be like")
    marks: Marks = Field(Marks(), description="Signs of a page that is not the service's own")
    tls: TlsOptions = Field(TlsOptions(), description="How TLS is made and verified")
    certificate_days: Annotated[int, Field(strict=True, ge=0)] = Field(
        14, description="Degraded when the presented chain expires within so many days; 0 never"
    )
    auth: Auth | None = Field(None, description="Credentials")
    proxy: Proxy | None = Field(None, description="Go through an HTTP proxy")
    redirects: Redirects = Field(Redirects(), description="How redirects are followed")
    allow_private: StrictBool = Field(
        False, description="Let a public name or a redirect lead to a private or loopback address"
    )
    family: Family = Field(Family.ANY, description="Which IP versions to use, and which first")
    resolver: tuple[NameServer, ...] = Field(
        (), description="Name servers to ask instead of the system's"
    )
    resolve: dict[HostName, IpAddress] = Field(
        {}, description="Addresses for names, instead of asking"
    )
    http2: StrictBool = Field(False, description="Offer HTTP/2")
    compression: Literal["identity", "gzip", "deflate"] = Field(
        "identity", description="Ask for this encoding; no other one is decoded"
    )
    body_limit: Size = Field(
        1024 * 1024, description="Read at most so many bytes of the body on the wire"
    )

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.method == "HEAD" and self.expect.reads_body:
            key = "body" if self.expect.body else "json"
            raise Misfit(("expect", key), "an answer to HEAD has no body; use method: GET")
        if self.expect.http_versions == ("2",) and not self.http2:
            raise Misfit(("expect", "http_versions"), "2 is only offered with http2: true")
        return self

    @property
    def target(self) -> str:
        """The URL."""
        return self.url

    @property
    def host(self) -> str:
        """The URL's host."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_public(self) -> bool:
        """Whether the URL's host, or the address given for it, is a public one."""
        return is_public_host(self.resolve.get(self.host, self.host))

    def interference(self, observation: Observation) -> Failure | None:
        """A mark of a page that is not the service's own, or a status that no service gives."""
        status = observation.http.status_code if observation.http else None
        if status == TOO_MANY_REQUESTS:
            return _void(Reason.INTERFERENCE_RATE_LIMITED, "the server asks us to come less often")
        if status == NETWORK_AUTHENTICATION_REQUIRED:
            return _void(Reason.INTERFERENCE_CAPTIVE_PORTAL, "the network wants a log-in first")
        return self.marks.find(observation)

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What is expected of the answer, then of the certificate."""
        checks = self.expect.evaluate(observation)
        return (
            checks + certificate_check(observation, self.certificate_days, now)
            if self.certificate_days
            else checks
        )

    def prepare(self, net: Net) -> None:
        """Load the TLS roots: an http URL may lead to https too."""
        net.tls_contexts.get(self.tls, self._route().alpn)

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Ask once, over a fresh connection for each hop. Raises what the transport raises."""
        transport = ProbeTransport(net, recorder, self._route())
        async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
            answer = await self._ask(client, self._request(client, net.user_agent))
            await self._read(answer, recorder)
        return recorder.observation()

    def _route(self) -> Route:
        return Route(
            target_host=self.host,
            family=self.family,
            name_servers=self.resolver,
            overrides=self.resolve,
            allow_private=self.allow_private,
            tls=self.tls,
            http2=self.http2,
            proxy=self.proxy.route() if self.proxy else None,
        )

    def _request(self, client: httpx.AsyncClient, user_agent: str) -> httpx.Request:
        """The configured request; it says outright what httpx would otherwise choose."""
        headers = httpx.Headers(
            {
                "User-Agent": user_agent,
                "Accept": "*/*",
                "Accept-Encoding": self.compression,
                "Connection": "close",
            }
        )
        headers.update({name: value.get_secret_value() for name, value in self.headers.items()})
        if self.auth is not None:
            headers["Authorization"] = self.auth.header()
        content = self.body.get_secret_value().encode() if self.body else None
        return client.build_request(
            self.method, _parsed(self.url), headers=headers, content=content
        )

    async def _ask(self, client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
        """The answer at the end of the redirects. Raises AttemptError on a forbidden one."""
        for followed in range(self.redirects.limit + 1):
            answer = await _send(client, request)
            following = answer.next_request if self.redirects.follow else None
            if following is None:
                return answer
            await answer.aclose()
            if followed == self.redirects.limit:
                break
            request = self._next(request, following)
        said = f"more than {self.redirects.limit} redirects"
        raise AttemptError(Reason.HTTP_TOO_MANY_REDIRECTS, said)

    def _next(self, before: httpx.Request, following: httpx.Request) -> httpx.Request:
        scheme, port = following.url.scheme, following.url.port
        if scheme not in {"http", "https"}:
            raise AttemptError(Reason.HTTP_BAD_REDIRECT, f"redirected to scheme {scheme!r}")
        if port is not None and not 0 < port <= 65_535:
            raise AttemptError(Reason.HTTP_BAD_REDIRECT, f"redirected to port {port}")
        _refuse_bad_host(following.url)
        downgrade = before.url.scheme == "https" and scheme == "http"
        if downgrade and self.redirects.scheme == "same_or_upgrade":
            raise AttemptError(Reason.HTTP_REDIRECT_BLOCKED, "redirected from https to http")
        if following.url.host != self.host:
            for name in self.headers:  # they may be secrets, and are meant for the target alone
                following.headers.pop(name, None)
            following.headers["Host"] = following.url.netloc.decode("ascii")
        return following

    async def _read(self, answer: httpx.Response, recorder: Recorder) -> None:
        """Read the body up to its limit and decode what was asked for."""
        wire = bytearray()
        pieces = 0
        recorder.begin(Phase.TRANSFER)
        async for piece in answer.aiter_raw():
            wire += piece
            pieces += 1
            if len(wire) > self.body_limit:
                break
            if pieces > TINY_PIECES and len(wire) < pieces * TINY_BYTES:
                said = f"{pieces} pieces of {len(wire) / pieces:.1f} bytes each"
                raise AttemptError(Reason.BODY_TOO_LARGE, said)
        truncated = len(wire) > self.body_limit
        if truncated and self.expect.reads_body:
            said = f"the body is more than {self.body_limit} bytes, and a check needs all of it"
            raise AttemptError(Reason.BODY_TOO_LARGE, said)
        recorder.end()
        body = self._decoded(bytes(wire[: self.body_limit]), answer, complete=not truncated)
        recorder.take_body(body, truncated=truncated)

    def _decoded(self, wire: bytes, answer: httpx.Response, *, complete: bool) -> bytes:
        """The body as it was meant; one in an encoding that nobody asked for stays as it came."""
        encoding = answer.headers.get("content-encoding", "identity").strip().lower()
        asked = self.compression != "identity" and encoding == self.compression
        if not wire or encoding in {"", "identity"} or not (asked or self.expect.reads_body):
            return wire
        return decode(wire, encoding, self.body_limit, complete=complete)


@lru_cache(maxsize=4096)
def _parsed(url: str) -> httpx.URL:
    """The URL as httpx has it: reading one takes as long as sending a request."""
    return httpx.URL(url)


def _void(reason: Reason, detail: str) -> Failure:
    return Failure(reason=reason, phase=Phase.PROCESSING, detail=detail, result=Result.VOID)


def _refuse_bad_host(url: httpx.URL) -> None:
    try:
        check_host(url.raw_host.decode("ascii").strip("[]"))
    except ValueError as error:
        raise AttemptError(Reason.HTTP_BAD_REDIRECT, f"redirected to a bad host: {error}") from None


async def _send(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """Ask one hop. httpx follows nothing here, but reads a Location, which may be nonsense."""
    try:
        return await client.send(request, stream=True, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        said = f"redirected to something that is no URL: {error}"
        raise AttemptError(Reason.HTTP_BAD_REDIRECT, said) from error
