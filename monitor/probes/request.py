"""One HTTP request as the file has it: what is asked, and what the answer must be like."""

from base64 import b64encode
from functools import lru_cache
from typing import Annotated, Literal, Self

import httpx
from pydantic import Field, SecretStr, StrictBool, model_validator

from monitor.checks import HttpExpect
from monitor.fields import HttpUrl, Misfit, Spec, exactly_one
from monitor.net.headers import HeaderName, HeaderValue, Token
from monitor.probes.exchange import Rules

Method = Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


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

    @property
    def texts(self) -> tuple[str, ...]:
        """All that was written."""
        if self.basic is not None:
            return self.basic.username, self.basic.password.get_secret_value()
        return (self.bearer.get_secret_value(),) if self.bearer else ()

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


class HttpAsk(Spec):
    """What is asked of a server, and what is expected of its answer."""

    url: HttpUrl = Field(description="http:// or https://; credentials belong in `auth`")
    method: Method = Field("GET", description="GET and HEAD are polite; others only where you may")
    headers: dict[HeaderName, HeaderValue] = Field(
        {}, description="Extra request headers; values are kept secret"
    )
    body: SecretStr | None = Field(None, description="The request's body")
    expect: HttpExpect = Field(HttpExpect(), description="What the answer must be like")
    auth: Auth | None = Field(None, description="Credentials")
    redirects: Redirects = Field(Redirects(), description="How redirects are followed")

    @model_validator(mode="after")
    def _has_a_body_to_read(self) -> Self:
        if self.method == "HEAD" and self.expect.reads_body:
            key = "body" if self.expect.body else "json"
            raise Misfit(("expect", key), "an answer to HEAD has no body; use method: GET")
        return self

    @property
    def private_values(self) -> tuple[str, ...]:
        """Header values, credentials and the body: what may be secret of a request."""
        held = [*self.headers.values(), self.body, self.auth.secret if self.auth else None]
        known = [value.get_secret_value() for value in held if value is not None]
        if self.auth is not None:
            known.append(self.auth.header().partition(" ")[2])
        return tuple(known)

    def rules(self, *, body_limit_bytes: int, whole_body: bool, encoding: str) -> Rules:
        """What the exchange may do."""
        return Rules(
            follow=self.redirects.follow,
            most_redirects=self.redirects.limit,
            downgrade_allowed=self.redirects.scheme == "any",
            private_headers=frozenset(name.lower() for name in self.headers),
            body_limit_bytes=body_limit_bytes,
            whole_body=whole_body,
            encoding=encoding,
        )

    def request_to(self, url: httpx.URL, *, user_agent: str, encoding: str) -> httpx.Request:
        """The request; it says outright what httpx would otherwise choose."""
        headers = {
            "user-agent": user_agent,
            "accept": "*/*",
            "accept-encoding": encoding,
            "connection": "close",
        }
        headers |= {name.lower(): value.get_secret_value() for name, value in self.headers.items()}
        if self.auth is not None:
            headers["authorization"] = self.auth.header()
        content = self.body.get_secret_value().encode() if self.body else None
        return httpx.Request(self.method, url, headers=headers, content=content)


@lru_cache(maxsize=4096)
def parsed(url: str) -> httpx.URL:
    """A configured URL as httpx has it: reading one takes as long as sending a request."""
    return httpx.URL(url)


def host_of(url: str) -> str:
    """The host of a configured URL."""
    return parsed(url).raw_host.decode("ascii")
