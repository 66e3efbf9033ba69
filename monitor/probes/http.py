"""The http kind: one request over a fresh connection, redirects hop by hop."""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from monitor.checks import certificate_check
from monitor.model import CheckResult, Observation
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net
from monitor.net.transport import ProbeTransport
from monitor.probes.exchange import exchange
from monitor.probes.request import HttpAsk, host_of, parsed
from monitor.probes.web import WebProbe


class HttpProbe(HttpAsk, WebProbe):
    """Ask a URL and judge the answer."""

    kind: Literal["http"] = Field(description="What sort of probe this is: a request over HTTP")

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        self.refuse_unoffered_http2(self)
        return self

    @property
    def target(self) -> str:
        """The URL."""
        return self.url

    @property
    def host(self) -> str:
        """The URL's host."""
        return host_of(self.url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Header values, credentials and the body."""
        return self.secrets_of((self,))

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What is expected of the answer, then of the certificate."""
        checks = self.expect.evaluate(observation)
        return (
            checks + certificate_check(observation, self.certificate_days, now)
            if self.certificate_days
            else checks
        )

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Ask once, over a fresh connection for each hop. Raises what the transport raises."""
        rules = self.rules(
            body_limit_bytes=self.body_limit,
            whole_body=self.expect.reads_body,
            encoding=self.compression,
        )
        request = self.request_to(
            parsed(self.url), user_agent=net.user_agent, encoding=self.compression
        )
        transport = ProbeTransport(net, recorder, self.route_to(self.host))
        await exchange(request, transport, recorder, rules)
        return recorder.observation()
