"""What all kinds of probe share: the keys of their YAML, and what a kind must be able to do."""

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from monitor.fields import Duration, Identifier, Spec
from monitor.model import CheckResult, Failure, Observation, Reason, Role
from monitor.net.addresses import is_public_host
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net


class Probe(Spec):
    """One configured measurement of one target. A kind adds its keys and its `observe`."""

    id: Identifier = Field(description="Unique in the file; becomes the label `probe`")
    kind: str = Field(description="What sort of probe this is")
    role: Role = Field(
        Role.CRITICAL, description="critical: may take the service down; supporting: may degrade it"
    )
    interval: Duration = Field(
        timedelta(seconds=60), description="From one run's start to the next's"
    )
    timeout: Duration = Field(timedelta(seconds=10), description="One deadline over the whole run")
    slow_after: Duration = Field(
        timedelta(seconds=3), description="A run that passes but takes longer is degraded"
    )
    attempts: Annotated[int, Field(strict=True, ge=1, le=5)] = Field(
        2,
        description="Tries within a run and its deadline; passing only on a later one is degraded",
    )

    @property
    @abstractmethod
    def target(self) -> str:
        """What the probe is aimed at, without secrets: for people."""

    @property
    @abstractmethod
    def host(self) -> str:
        """The host name or address that is asked: manners are kept per host."""

    @property
    def subject_host(self) -> str:
        """The host that a run tells about; empty where it shows nothing of the way to one."""
        return self.host

    @property
    def is_public(self) -> bool:
        """Whether it goes out to a host that is somebody else's: manners are for those."""
        return is_public_host(self.host)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What the configuration keeps secret and the other side may echo."""
        return ()

    @property
    def is_discreet(self) -> bool:
        """Whether what the other side says may hold a secret, so that no check repeats it."""
        return bool(self.secrets)

    @property
    def step_names(self) -> tuple[str, ...]:
        """The names of the steps that a run takes, in order; none where it is all one."""
        return ()

    @property
    def reasons(self) -> frozenset[Reason]:
        """The reasons that a probe of this kind can have; counted from zero."""
        return frozenset(Reason)

    def prepare(self, net: Net) -> None:
        """Build what is dear before the first run; called off the probing loop. Raises OSError."""

    @abstractmethod
    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Make one attempt; raises whatever goes wrong. The recorder keeps what was seen."""

    def interference(self, observation: Observation) -> Failure | None:
        """Why what was seen is not the service's own answer; None where it may be."""
        return None

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """Judge a complete observation, check by check."""
        return ()
