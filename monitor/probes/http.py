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
    HttpUrl,
    Misfit,
    Size,
    Spec,
    exactly_one,
)
from monitor.model import CheckResult, Failure, Observation, Phase, Reason, Result
from monitor.net.headers import HeaderName, HeaderValue, Token
from monitor.net.recorder import Recorder
from monitor.net.route import HttpProxy, Route
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.net.transport import ProbeTransport
from monitor.probes.exchange import Rules, exchange
from monitor.probes.hosted import HostedProbe

Method = Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
SHORTEST_SECRET = 6
"""A shorter header value, such as a language, is none; to hide it would garble every message."""
_REASONS = frozenset(
    reason
    for reason in Reason
    if reason.group != "exchange" and reason not in {Reason.CHECK_RECORDS, Reason.CHECK_PACKET_LOSS}
)
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

    @property
    def secret(self) -> SecretStr | None:
        """The password or the token."""
        return self.basic.password if self.basic else self.bearer

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


class HttpProbe(HostedProbe):
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
        return _parsed(self.url).raw_host.decode("ascii")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Header values, credentials and the body; not what is too short to be one."""
        held = [*self.headers.values(), self.body]
        held += [
            self.auth.secret if self.auth else None,
            self.proxy.password if self.proxy else None,
        ]
        known = [value.get_secret_value() for value in held if value is not None]
        if self.auth is not None:
            known.append(self.auth.header().partition(" ")[2])
        return tuple(value for value in known if len(value) >= SHORTEST_SECRET)

    @property
    def reasons(self) -> frozenset[Reason]:
        """Everything but what only other kinds ask for."""
        return _REASONS

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
        rules = Rules(
            follow=self.redirects.follow,
            most_redirects=self.redirects.limit,
            downgrade_allowed=self.redirects.scheme == "any",
            private_headers=frozenset(name.lower() for name in self.headers),
            body_limit_bytes=self.body_limit,
            whole_body=self.expect.reads_body,
            encoding=self.compression,
        )
        transport = ProbeTransport(net, recorder, self._route())
        await exchange(self._request(net.user_agent), transport, recorder, rules)
        return recorder.observation()

    def _route(self) -> Route:
        return Route(
            target_host=self.host,
            way=self.way,
            tls=self.tls,
            http2=self.http2,
            proxy=self.proxy.route() if self.proxy else None,
        )

    def _request(self, user_agent: str) -> httpx.Request:
        """The configured request; it says outright what httpx would otherwise choose."""
        headers = {
            "user-agent": user_agent,
            "accept": "*/*",
            "accept-encoding": self.compression,
            "connection": "close",
        }
        headers |= {name.lower(): value.get_secret_value() for name, value in self.headers.items()}
        if self.auth is not None:
            headers["authorization"] = self.auth.header()
        content = self.body.get_secret_value().encode() if self.body else None
        return httpx.Request(self.method, _parsed(self.url), headers=headers, content=content)


@lru_cache(maxsize=4096)
def _parsed(url: str) -> httpx.URL:
    """The URL as httpx has it: reading one takes as long as sending a request."""
    return httpx.URL(url)


def _void(reason: Reason, detail: str) -> Failure:
    return Failure(reason=reason, phase=Phase.PROCESSING, detail=detail, result=Result.VOID)
