"""The two sides of a comparison: what blackbox exporter and what we tell of the same target."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import urlopen

import yaml
from prometheus_client.parser import text_string_to_metric_families

from monitor.metrics import sighting_page
from monitor.model import Sighting
from tests.probes.conftest import run_probe
from tests.support.certificates import Authority
from tests.support.processes import blackbox_exporter

NAME = "jmo.example"
AT_ONCE = 6
"""So many cases run side by side; more would only slow each other down."""
NEWER = "serialnumber"
"""A label that only newer exporters have."""
TIMES = frozenset(
    {
        "probe_duration_seconds",
        "probe_dns_lookup_time_seconds",
        "probe_http_duration_seconds",
        "probe_dns_duration_seconds",
        "probe_icmp_duration_seconds",
    }
)
"""Time that passed while asking: no two runs have the same. All the rest are facts."""
ADDRESSED = frozenset({"probe_ip_protocol", "probe_ip_addr_hash"})
ALWAYS = ADDRESSED | {"probe_success"}
JUDGED = frozenset({"probe_failed_due_to_regex"})
VERIFIED = frozenset({"probe_ssl_last_chain_expiry_timestamp_seconds"})
SECURED = VERIFIED | {
    "probe_ssl_earliest_cert_expiry",
    "probe_ssl_last_chain_info",
    "probe_tls_version_info",
}

PLAIN_HERE = frozenset(
    {
        "probe_age_seconds",
        "probe_ip_fallback",
        "probe_phase_duration_seconds",
        "probe_timeout_seconds",
    }
)
"""What we alone tell, whatever the kind."""
CIPHER = frozenset({"probe_tls_cipher_info"})
"""Only newer exporters have it."""
REFUSED_SHOWN = frozenset({"probe_ssl_earliest_cert_expiry", "probe_ssl_last_chain_info"})
"""Told of a certificate that is refused, which blackbox exporter never shows."""
UNCONNECTED: Any = {
    "both": frozenset({"probe_success"}),
    "more_there": ADDRESSED,
    "success": False,
}
"""Without a connection we tell of no address; blackbox exporter tells of the one that it tried."""

Options = dict[str, Any]
Labels = frozenset[tuple[str, str]]
Samples = dict[tuple[str, Labels], float]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is there before any case begins."""

    folder: Path
    authority: Authority
    ports: tuple[int, ...] = ()
    """Of servers that all cases share."""

    @property
    def trust(self) -> Options:
        """What makes either side trust the authority, in the words of both."""
        return {"ca_file": str(self.authority.root_file), "server_name": NAME}


@dataclass(frozen=True, slots=True)
class Aim:
    """The same target in the words of both."""

    theirs: str
    """The `target` of blackbox exporter's `/probe`."""
    ours: Options
    """The keys of a probe that aim it."""


Stage = Callable[[Ground], AbstractAsyncContextManager[Aim]]
"""Runs what both ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One target, asked alike by both."""

    at: Stage
    theirs: Options = field(default_factory=dict)
    """Of the module of blackbox exporter."""
    ours: Options = field(default_factory=dict)
    both: frozenset[str] = ALWAYS
    """Facts that both must tell here."""
    success: bool = True
    seconds: float = 5
    """The deadline of both."""
    more_here: frozenset[str] = frozenset()
    """What blackbox exporter tells of other targets, but of this one we alone."""
    more_there: frozenset[str] = frozenset()
    """What we tell of other targets, but of this one blackbox exporter alone, and not as zero."""
    wrong_there: frozenset[str] = frozenset()
    """Facts that blackbox exporter gets wrong here."""
    wrong_here: frozenset[str] = frozenset()
    """Facts that we get wrong here."""
    facts: Mapping[str, float] = field(default_factory=dict)
    """How it really is: that both agree proves nothing if both are blind."""
    phases_there: frozenset[str] = frozenset()
    """Phases that blackbox exporter alone has here."""
    phases_here: frozenset[str] = frozenset()
    """Phases that we alone have here."""
    took: Mapping[str, float] = field(default_factory=dict)
    """By the phase's name there: so many seconds the server took for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that is asked of one kind, and what is known to differ."""

    kind: str
    prober: str
    """Blackbox exporter's word for the kind."""
    cases: Mapping[str, Case]
    theirs: Options = field(default_factory=dict)
    """What all modules of blackbox exporter have."""
    ours: Options = field(default_factory=dict)
    """The keys that all our probes have."""
    there: frozenset[str]
    """Metrics that blackbox exporter alone has, over all cases."""
    here: frozenset[str]
    """Metrics that we alone have."""
    phases_there: frozenset[str] = frozenset()
    """Phases that blackbox exporter alone has in every case."""
    ground: Callable[[Path], AbstractContextManager[Ground]]
    """What is there before any case begins."""


@contextmanager
def bare_ground(folder: Path) -> Iterator[Ground]:
    """An authority and nothing else."""
    yield Ground(folder, Authority(folder))


@dataclass(frozen=True, slots=True)
class Told:
    """A page of metrics: its samples, and the types of its families."""

    samples: Samples
    types: dict[str, str]

    @classmethod
    def of(cls, page: str) -> Self:
        """Read the text format."""
        families = text_string_to_metric_families(page)
        samples = {(s.name, _labels(s.labels)): s.value for f in families for s in f.samples}
        return cls(samples, dict(re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE)))

    @property
    def names(self) -> frozenset[str]:
        """The names of all metrics with a sample."""
        return frozenset(name for name, _ in self.samples)

    def named(self, name: str) -> Samples:
        """The samples with this name."""
        return {key: value for key, value in self.samples.items() if key[0] == name}

    def value(self, name: str) -> float:
        """The only sample with this name."""
        (only,) = self.named(name).values()
        return only

    def labels(self, name: str) -> set[str]:
        """The names of the labels of a metric."""
        return {label for _, labels in self.named(name) for label, _ in labels}

    def phases(self, name: str) -> dict[str, float]:
        """Seconds by phase; what took no time at all was not measured."""
        found = self.named(name).items()
        return {dict(labels).get("phase", ""): value for (_, labels), value in found if value > 0}


def _labels(labels: Mapping[str, str]) -> Labels:
    return frozenset((name, value) for name, value in labels.items() if name != NEWER)


@dataclass(frozen=True, slots=True)
class Sides:
    """What both told of a case."""

    theirs: Told
    ours: Told


def ask_both(comparison: Comparison, folder: Path) -> dict[str, Sides]:
    """What both sides tell of every case."""
    with comparison.ground(folder) as ground:
        modules = {
            name: _module(comparison, case, ground) for name, case in comparison.cases.items()
        }
        with blackbox_exporter(folder, yaml.safe_dump({"modules": modules})) as program:
            return asyncio.run(_ask_all(comparison, ground, program.ports[0]))


def _module(comparison: Comparison, case: Case, ground: Ground) -> Options:
    options: Options = {"preferred_ip_protocol": "ip4"} | comparison.theirs | case.theirs
    prober = comparison.prober
    if prober != "icmp":
        options["tls_config"] = ground.trust | options.get("tls_config", {})
    return {"prober": prober, "timeout": f"{case.seconds}s", prober: options}


async def _ask_all(comparison: Comparison, ground: Ground, port: int) -> dict[str, Sides]:
    free = asyncio.Semaphore(AT_ONCE)

    async def one(name: str, case: Case) -> Sides:
        async with free, case.at(ground) as aim:
            theirs = await asyncio.to_thread(_asked, port, name, aim.theirs)
            ours = await _shown(comparison, case, aim)
        return Sides(Told.of(theirs), Told.of(ours))

    cases = comparison.cases
    told = await asyncio.gather(*(one(name, case) for name, case in cases.items()))
    return dict(zip(cases, told, strict=True))


def _asked(port: int, name: str, target: str) -> str:
    query = urlencode({"module": name, "target": target})
    with urlopen(f"http://127.0.0.1:{port}/probe?{query}", timeout=10) as answer:
        page: bytes = answer.read()
    return page.decode()


async def _shown(comparison: Comparison, case: Case, aim: Aim) -> str:
    """What the program shows of a run of the probe."""
    options = comparison.ours | aim.ours | case.ours
    if "tls" in aim.ours:
        options["tls"] = aim.ours["tls"] | case.ours.get("tls", {})
    options |= {"kind": comparison.kind, "timeout": f"{round(1000 * case.seconds)}ms"}
    outcome = await run_probe(**options)
    page = sighting_page(Sighting(outcome=outcome, age_seconds=0), "text/plain")
    return b"".join(page.pieces).decode()
