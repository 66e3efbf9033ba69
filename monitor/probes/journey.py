"""The journey kind: HTTP requests in order, each with what the ones before it brought."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self
from urllib.parse import quote

from pydantic import Field, model_validator

from monitor.checks import certificate_check
from monitor.fields import Misfit
from monitor.model import CheckResult, Failure, Observation
from monitor.net.addresses import is_public_host
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net
from monitor.net.transport import ProbeTransport
from monitor.probes.exchange import Jar, exchange
from monitor.probes.steps import Step
from monitor.probes.web import WebProbe

MOST_STEPS = 20
SHORTEST_CARRIED_SECRET = 4
"""A shorter value that an answer gave is none; to hide it would garble every URL."""
_PATH_CHARACTERS = "!$&'()*+,;=:@/"  # of RFC 3986, section 3.3: what httpx leaves as it is


class JourneyProbe(WebProbe):
    """Take steps one after the other, with one cookie jar, until one of them fails."""

    kind: Literal["journey"] = Field(
        description="What sort of probe this is: HTTP requests that build on one another"
    )
    steps: Annotated[tuple[Step, ...], Field(min_length=1)] = Field(
        description="The requests, in order; the first that fails ends the journey"
    )

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if len(self.steps) > MOST_STEPS:
            said = f"{len(self.steps)} steps are too many; at most {MOST_STEPS}"
            raise Misfit(("steps",), said)
        known: set[str] = set()
        for number, step in enumerate(self.steps):
            if step.name in self.step_names[:number]:
                said = f"two steps are called {step.name!r}; names are unique in a journey"
                raise Misfit(("steps",), said)
            for name in sorted(step.names_used - known):
                said = f"step {step.name} needs {name!r}, which no step before it carries"
                raise Misfit(("steps",), said)
            self.refuse_unoffered_http2(step)
            known |= step.carry.keys()
        return self

    @property
    def target(self) -> str:
        """The first step's URL."""
        return self.steps[0].url

    @property
    def host(self) -> str:
        """The first step's host: for the others no manners are kept."""
        return self.steps[0].host

    @property
    def is_public(self) -> bool:
        """Whether any step's host, or the address given for it, is a public one."""
        hosts = (step.host for step in self.steps)
        return any(is_public_host(self.resolve.get(host, host)) for host in hosts)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Header values, credentials and bodies of all steps."""
        return self.secrets_of(self.steps)

    @property
    def is_discreet(self) -> bool:
        """Always: answers hold sessions and tokens before anybody carries them."""
        return True

    @property
    def step_names(self) -> tuple[str, ...]:
        """The names of the steps, in order."""
        return tuple(step.name for step in self.steps)

    def interference(self, observation: Observation) -> Failure | None:
        """Why the last answer is not the service's own: the ones before it were."""
        return super().interference(observation.parts[-1]) if observation.parts else None

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """What was expected of each step that was taken, then of each chain that was presented."""
        checks = list(observation.checks)
        chains: set[str] = set()
        for step, part in zip(self.steps, observation.parts, strict=False):
            leaf = part.tls.leaf if part.tls else None
            if self.certificate_days and leaf and leaf.fingerprint_sha256 not in chains:
                chains.add(leaf.fingerprint_sha256)
                checks += map(step.said, certificate_check(part, self.certificate_days, now))
        return tuple(checks)

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Take the steps, up to the first that fails. Raises what the transport raises."""
        jar, for_headers = Jar(), self._for_headers
        carried: dict[str, str] = {}
        for step in self.steps:
            notes = recorder.begin_step(step.name)
            try:
                await self._ask(net, notes, step, carried, jar)
            finally:  # what a redirect brought is kept from the words of a failure too
                recorder.secrets = _secrets(carried, jar)
            seen = notes.observation()
            found = step.examine(seen, for_headers)
            carried |= found.values
            recorder.secrets = _secrets(carried, jar)
            recorder.checks += found.checks
            if not found.are_well or super().interference(seen) is not None:
                break
            recorder.pass_step()
        return recorder.observation()

    async def _ask(
        self, net: Net, notes: Recorder, step: Step, carried: Mapping[str, str], jar: Jar
    ) -> None:
        """Make one step over fresh connections."""
        encoding = self.compression
        rules = step.rules(
            body_limit_bytes=self.body_limit, whole_body=step.reads_body, encoding=encoding
        )
        request = step.request_with(carried, user_agent=net.user_agent, encoding=encoding)
        transport = ProbeTransport(net, notes, self.route_to(step.host))
        await exchange(request, transport, notes, rules, jar)

    @property
    def _for_headers(self) -> frozenset[str]:
        """The carried values that go into a header somewhere."""
        return frozenset(name for step in self.steps for name in step.names_in_headers)


def _secrets(carried: Mapping[str, str], jar: Jar) -> tuple[str, ...]:
    """What answers gave, in every form in which a URL or a message may repeat it."""
    values = (*carried.values(), *jar.values_kept)
    forms = (
        form
        for value in values
        if len(value) >= SHORTEST_CARRIED_SECRET
        for form in (value, value.lower(), quote(value, safe=""), quote(value, _PATH_CHARACTERS))
    )
    return tuple(dict.fromkeys(forms))
