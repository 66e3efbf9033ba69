"""How deep a host is well: its shallow probes, and the phases of its deep ones, explain each other.

A run shows that a layer is healthy by passing there, or by finishing that layer's phase before it
fails further up; it shows that a layer is broken by failing in it. A void run shows nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import islice
from urllib.parse import SplitResult, urlsplit

from monitor.model import Depth, Layer, Outcome, Phase, ProbeInfo, Reason, Result, Roster

MOST_HOSTS = 3
"""So many broken hosts of a service are told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What one run shows of one host."""

    host: str
    healthy: Layer | None
    """The deepest layer that it shows healthy."""
    broken: Layer | None
    outcome: Outcome


_OVER_HTTP = frozenset({"http", "journey", "app_release"})
_OWN_LAYER = {"dns": Layer.DNS, "tls": Layer.TLS} | dict.fromkeys(_OVER_HTTP, Layer.HTTP)
"""Where a run of this kind fails whose reason names no layer. An exchange over tcp is above TCP and
yet no HTTP, and packets that get lost belong to none."""
_OF_GROUP = {"dns": Layer.DNS, "connect": Layer.TCP, "tls": Layer.TLS}
_OF_PHASE = {Phase.RESOLVE: Layer.DNS, Phase.CONNECT: Layer.TCP, Phase.TLS: Layer.TLS}
_ALL = frozenset(Layer)
_SPEAKS_OF = {
    "dns": frozenset({Layer.DNS}),  # its connection is to the name server
    "icmp": frozenset({Layer.DNS}),
    "tcp": _ALL - {Layer.HTTP},
    "tls": _ALL - {Layer.HTTP},
} | dict.fromkeys(_OVER_HTTP, _ALL)


def depths(roster: Roster, outcomes: Iterable[Outcome]) -> tuple[Depth, ...]:
    """The depth of every host about which something is known, in the order of the outcomes."""
    infos = {info.id: info for info in roster.probes}
    known: dict[tuple[str, str], list[_Evidence]] = {}
    for outcome in outcomes:
        info = infos.get(outcome.probe)
        if info is not None:
            for evidence in _evidence(info, outcome):
                known.setdefault((outcome.service, evidence.host), []).append(evidence)
    return tuple(_depth(service, host, seen) for (service, host), seen in known.items())


def broken(roster: Roster, outcomes: Iterable[Outcome]) -> tuple[Depth, ...]:
    """The first MOST_HOSTS of those hosts on whose way something fails."""
    found = (depth for depth in depths(roster, outcomes) if depth.shallowest_broken is not None)
    return tuple(islice(found, MOST_HOSTS))


def _depth(service: str, host: str, seen: list[_Evidence]) -> Depth:
    broken = [(evidence.broken, evidence.outcome) for evidence in seen if evidence.broken]
    layer, outcome = min(broken, key=lambda pair: pair[0], default=(None, None))
    return Depth(
        service=service,
        host=host,
        deepest_healthy=max((e.healthy for e in seen if e.healthy), default=None),
        shallowest_broken=layer,
        reason=outcome.reason if outcome else None,
        probe=outcome.probe if outcome else None,
    )


def _evidence(info: ProbeInfo, outcome: Outcome) -> Iterator[_Evidence]:
    """What a run shows of the host that it was about, and of those it was sent on to."""
    layers = _SPEAKS_OF.get(outcome.kind)
    if outcome.result is Result.VOID or not info.subject or layers is None:
        return
    urls = _asked(outcome)
    last = (_host(urls[-1]) if urls else "") or _plain(info.subject)
    for host in dict.fromkeys(map(_host, urls)):
        if host not in {last, ""}:  # it answered, and sent us on
            yield _Evidence(host=host, healthy=Layer.HTTP, broken=None, outcome=outcome)
    if urls and urls[-1].scheme == "http":
        layers -= {Layer.TLS}
    if _is_address(last):
        layers -= {Layer.DNS}
    broken = _broken(outcome)
    healthy = _healthy(outcome, layers, broken)
    if healthy or broken:
        yield _Evidence(host=last, healthy=healthy, broken=broken, outcome=outcome)


def _asked(outcome: Outcome) -> list[SplitResult]:
    """The URLs that a run asked; not the last one where it was a redirect that we refused."""
    if outcome.kind not in _OVER_HTTP:
        return []
    refused = outcome.reason is Reason.HTTP_REDIRECT_BLOCKED and outcome.phase is Phase.RESOLVE
    return [_split(hop) for hop in (outcome.hops[:-1] if refused else outcome.hops)]


def _broken(outcome: Outcome) -> Layer | None:
    """The layer in which a run failed; None where it passed, or failed in none of them."""
    if outcome.result is not Result.FAILED:
        return None
    own = _OWN_LAYER.get(outcome.kind)
    if outcome.reason is None or own is Layer.DNS:
        return own
    if outcome.reason is Reason.CHECK_CERTIFICATE:
        return Layer.TLS
    named = _OF_GROUP.get(outcome.reason.group, own)
    return named if named in _SPEAKS_OF[outcome.kind] else None


def _healthy(outcome: Outcome, layers: frozenset[Layer], broken: Layer | None) -> Layer | None:
    """The deepest of these layers that a run shows healthy."""
    shown = {layer for phase, layer in _OF_PHASE.items() if phase in outcome.phases}
    if outcome.result is not Result.FAILED and outcome.kind in _OWN_LAYER:
        shown.add(_OWN_LAYER[outcome.kind])
    return max((n for n in shown & layers if broken is None or n < broken), default=None)


def _split(hop: str) -> SplitResult:
    """A URL's parts; none of them where it is no URL, which only a cut or a mask can make it."""
    try:
        parts = urlsplit(hop)
        _ = parts.hostname
    except ValueError:
        return urlsplit("")
    return parts


def _host(url: SplitResult) -> str:
    return _plain(url.hostname or "")


def _plain(host: str) -> str:
    """A host as one compares it."""
    return host.strip("[]").lower().removesuffix(".")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
