"""What the kinds share that ask over HTTP: how a server is reached, and whose answer it is."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StrictBool, model_validator

from monitor.checks import Marks
from monitor.fields import HttpUrl, Misfit, Size, Spec
from monitor.model import Failure, Observation, Phase, Reason, Result
from monitor.net.route import HttpProxy, Route
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.probes.hosted import HostedProbe
from monitor.probes.request import HttpAsk, basic_credentials

SHORTEST_SECRET = 6
"""A shorter header value, such as a language, is none; to hide it would garble every message."""
TOO_MANY_REQUESTS = 429  # RFC 6585, section 4
NETWORK_AUTHENTICATION_REQUIRED = 511  # RFC 6585, section 6
_REASONS = frozenset(
    reason
    for reason in Reason
    if reason.group != "exchange" and reason not in {Reason.CHECK_RECORDS, Reason.CHECK_PACKET_LOSS}
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


class WebProbe(HostedProbe):
    """A probe that asks over HTTP, once or several times."""

    marks: Marks = Field(Marks(), description="Signs of a page that is not the service's own")
    tls: TlsOptions = Field(TlsOptions(), description="How TLS is made and verified")
    certificate_days: Annotated[int, Field(strict=True, ge=0)] = Field(
        14, description="Degraded when the presented chain expires within so many days; 0 never"
    )
    proxy: Proxy | None = Field(None, description="Go through an HTTP proxy")
    http2: StrictBool = Field(False, description="Offer HTTP/2")
    compression: Literal["identity", "gzip", "deflate"] = Field(
        "identity", description="Ask for this encoding; no other one is decoded"
    )
    body_limit: Size = Field(
        1024 * 1024, description="Read at most so many bytes of the body on the wire"
    )

    @property
    def reasons(self) -> frozenset[Reason]:
        """Everything but what only other kinds ask for."""
        return _REASONS

    @property
    def subject_host(self) -> str:
        """The host; through a proxy a run shows nothing of the way to it."""
        return "" if self.proxy else self.host

    def prepare(self, net: Net) -> None:
        """Load the TLS roots: an http URL may lead to https too."""
        net.tls_contexts.get(self.tls, self.route_to(self.host).alpn)

    def route_to(self, host: str) -> Route:
        """The way of requests to a configured host."""
        return Route(
            target_host=host,
            way=self.way,
            tls=self.tls,
            http2=self.http2,
            proxy=self.proxy.route() if self.proxy else None,
        )

    def interference(self, observation: Observation) -> Failure | None:
        """A mark of a page that is not the service's own, or a status that no service gives."""
        status = observation.http.status_code if observation.http else None
        if status == TOO_MANY_REQUESTS:
            return _void(Reason.INTERFERENCE_RATE_LIMITED, "the server asks us to come less often")
        if status == NETWORK_AUTHENTICATION_REQUIRED:
            return _void(Reason.INTERFERENCE_CAPTIVE_PORTAL, "the network wants a log-in first")
        return self.marks.find(observation)

    def secrets_of(self, asks: Iterable[HttpAsk]) -> tuple[str, ...]:
        """What is secret of some requests and of the proxy; not what is too short to be so."""
        known = [value for ask in asks for value in ask.private_values]
        if self.proxy is not None and self.proxy.password is not None:
            known.append(self.proxy.password.get_secret_value())
        return tuple(value for value in known if len(value) >= SHORTEST_SECRET)

    def refuse_unoffered_http2(self, ask: HttpAsk, key: tuple[str, ...] = ()) -> None:
        """Raise Misfit where an answer is to come over HTTP/2, which is not offered."""
        if ask.expect.http_versions == ("2",) and not self.http2:
            said = "2 is only offered with http2: true"
            raise Misfit((*key, "expect", "http_versions"), said)


def _void(reason: Reason, detail: str) -> Failure:
    return Failure(reason=reason, phase=Phase.PROCESSING, detail=detail, result=Result.VOID)
