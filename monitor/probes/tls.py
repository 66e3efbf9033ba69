"""The tls kind: a handshake and nothing more, for its certificates."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from monitor.checks import certificate_check
from monitor.checks.handshake import TlsExpect
from monitor.model import CheckResult, Observation, Reason
from monitor.net.reach import reach, secure
from monitor.net.recorder import Recorder
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.probes.endpoint import EndpointProbe, Port

_REASONS = frozenset(
    reason for reason in Reason if reason.group in {"dns", "connect", "tls", "slow", "local"}
) | {Reason.CHECK_CERTIFICATE, Reason.INTERFERENCE_DNS_HIJACK}


class TlsProbe(EndpointProbe):
    """Make TLS with a port and judge the certificates."""

    kind: Literal["tls"] = Field(description="What sort of probe this is: a TLS handshake")
    port: Port = Field(443, description="1 to 65535")
    tls: TlsOptions = Field(TlsOptions(), description="How TLS is made and verified")
    expect: TlsExpect = Field(TlsExpect(), description="What the certificates must be like")

    @property
    def reasons(self) -> frozenset[Reason]:
        """Those of names, connections, handshakes and certificates."""
        return _REASONS

    def prepare(self, net: Net) -> None:
        """Load the TLS roots."""
        net.tls_contexts.get(self.tls, ())

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Shake hands once, and hang up. Raises what `reach` and `secure` raise."""
        stream = await reach(net, recorder, self.way, self.host, self.port)
        try:
            await secure(net, recorder, stream, self.tls, host=self.host)
        finally:
            stream.close()
        return recorder.observation()

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What is expected of the certificates, then how long they are good."""
        checks = self.expect.evaluate(observation)
        if not self.certificate_days:
            return checks
        return checks + certificate_check(observation, self.certificate_days, now)
