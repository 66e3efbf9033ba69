"""The http kind: one request over a fresh connection, redirects hop by hop."""

from datetime import datetime
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StrictBool, StringConstraints, model_validator

from monitor.checks import HttpExpect, Marks, certificate_check
from monitor.fields import HttpUrl, IpAddress, Size, Spec, Text, exactly_one
from monitor.model import CheckResult, Failure, Observation
from monitor.net.recorder import Recorder
from monitor.net.resolve import Family
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.probes.base import Probe

Method = Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]


class BasicAuth(Spec):
    """A user name and a password."""

    username: str = Field(description="The user")
    password: SecretStr = Field(
        description="The password; take it from a file: ${file:/run/secrets/…}"
    )


class Auth(Spec):
    """Credentials for the target's own host; a redirect elsewhere never carries them."""

    basic: BasicAuth | None = Field(None, description="HTTP basic authentication")
    bearer: SecretStr | None = Field(None, description="A bearer token; take it from a file")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("basic", "bearer"))
        return self


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


class HttpProbe(Probe):
    """Ask a URL and judge the answer."""

    kind: Literal["http"]
    url: HttpUrl = Field(description="http:// or https://; credentials belong in `auth`")
    method: Method = Field("GET", description="GET and HEAD are polite; others only where you may")
    headers: dict[HeaderName, SecretStr] = Field(
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
    resolver: tuple[IpAddress, ...] = Field(
        (), description="Name servers to ask instead of the system's"
    )
    resolve: dict[Text, IpAddress] = Field({}, description="Addresses for names, instead of asking")
    http2: StrictBool = Field(False, description="Offer HTTP/2")
    compression: Literal["identity", "gzip", "deflate"] = Field(
        "identity", description="Ask for this encoding; an answer in another one fails"
    )
    body_limit: Size = Field(
        1024 * 1024, description="Read at most so many bytes of the body on the wire"
    )

    @property
    def target(self) -> str:
        """The URL."""
        return self.url

    @property
    def host(self) -> str:
        """The URL's host."""
        return urlsplit(self.url).hostname or ""

    def interference(self, observation: Observation) -> Failure | None:
        """The first mark of a page that is not the service's own."""
        return self.marks.find(observation)

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What is expected of the answer, then of the certificate."""
        checks = self.expect.evaluate(observation)
        return (
            checks + certificate_check(observation, self.certificate_days, now)
            if self.certificate_days
            else checks
        )

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Ask once, over a fresh connection."""
        raise NotImplementedError
