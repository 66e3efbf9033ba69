"""How a probe's requests find their way: all that the transport needs of a configuration."""

from dataclasses import dataclass

from monitor.net.reach import Way
from monitor.net.tls import TlsOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProxy:
    """Where the proxy listens, and the value of its Proxy-Authorization header."""

    host: str
    port: int
    authorization: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How a probe's requests find their way."""

    target_host: str
    way: Way
    tls: TlsOptions
    http2: bool
    proxy: HttpProxy | None

    @property
    def alpn(self) -> tuple[str, ...]:
        """The protocols to offer, the preferred one first."""
        return ("h2", "http/1.1") if self.http2 else ("http/1.1",)
