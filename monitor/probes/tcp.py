"""The tcp kind: a connection, TLS where it is wanted, and a script of what is said and heard."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from monitor.checks import certificate_check
from monitor.checks.script import ScriptStep, judge_script
from monitor.fields import Misfit
from monitor.model import CheckResult, Observation, Phase, Reason
from monitor.net.dialogue import Dialogue
from monitor.net.reach import reach, secure
from monitor.net.recorder import Recorder
from monitor.net.stream import Stream
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net
from monitor.probes.endpoint import EndpointProbe

MOST_STEPS = 20
_GROUPS = {"dns", "connect", "tls", "exchange", "slow", "local"}
_REASONS = frozenset(reason for reason in Reason if reason.group in _GROUPS) | {
    Reason.CHECK_CONTENT,
    Reason.CHECK_CERTIFICATE,
    Reason.INTERFERENCE_DNS_HIJACK,
}


def _read_tls(value: object) -> Any:
    """`true` is TLS with every default; `false` is none."""
    if isinstance(value, bool):
        return TlsOptions() if value else None
    return value


class TcpProbe(EndpointProbe):
    """Connect to a port, and talk by a script."""

    kind: Literal["tcp"] = Field(description="What sort of probe this is: a TCP connection")
    tls: Annotated[
        TlsOptions | None,
        BeforeValidator(_read_tls, json_schema_input_type=TlsOptions | bool | None),
    ] = Field(
        None,
        description="true, or how TLS is made: at once, or where the script has its starttls step",
    )
    script: tuple[ScriptStep, ...] = Field(
        (), max_length=MOST_STEPS, description=f"Steps in their order, at most {MOST_STEPS}"
    )

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if sum(step.starttls is True for step in self.script) > 1:
            raise Misfit(("script",), "starttls: true may stand in it only once")
        return self

    @property
    def secrets(self) -> tuple[str, ...]:
        """The lines that the script sends; not those that are too short to be secret."""
        return tuple(secret for step in self.script for secret in step.secrets)

    @property
    def is_discreet(self) -> bool:
        """Never: the script knows itself from where on nothing is to be repeated."""
        return False

    @property
    def reasons(self) -> frozenset[Reason]:
        """Those of names, connections, handshakes, the script and certificates."""
        return _REASONS

    def prepare(self, net: Net) -> None:
        """Load the TLS roots."""
        if self._secured is not None:
            net.tls_contexts.get(self._secured, ())

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Connect and follow the script. Raises OSError, ssl.SSLError, AttemptError and more."""
        stream = await reach(net, recorder, self.way, self.host, self.port)
        try:
            if self._secured is not None and not self._starts_tls:
                await secure(net, recorder, stream, self._secured, host=self.host)
            if self.script:
                await self._talk(net, recorder, stream)
        finally:
            stream.close()
        return recorder.observation()

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What the script awaits, then how long the certificates are good."""
        checks = judge_script(self.script, observation.body)
        if not self.certificate_days:
            return checks
        return checks + certificate_check(observation, self.certificate_days, now)

    @property
    def _starts_tls(self) -> bool:
        return any(step.starttls for step in self.script)

    @property
    def _secured(self) -> TlsOptions | None:
        """How TLS is made, at once or later; None where it is not."""
        return self.tls or (TlsOptions() if self._starts_tls else None)

    async def _talk(self, net: Net, recorder: Recorder, stream: Stream) -> None:
        """Follow the script to its end, or to the first expectation that is not met."""
        dialogue = Dialogue(stream)
        recorder.begin(Phase.EXCHANGE)
        for step in self.script:
            if step.starttls and self._secured is not None:
                recorder.end()
                dialogue.forget()
                await secure(net, recorder, stream, self._secured, host=self.host)
                recorder.begin(Phase.EXCHANGE)
            elif not await _follow(step, dialogue):
                break
        recorder.end()
        recorder.take_body(bytes(dialogue.transcript), truncated=False)


async def _follow(step: ScriptStep, dialogue: Dialogue) -> bool:
    """Say or hear; whether the script goes on."""
    says, search = step.says, step.search()
    if says is not None:
        await dialogue.say(says)
    return search is None or await dialogue.hear(search)
