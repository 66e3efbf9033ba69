"""What DNS said to a probe of the kind dns, and how its resolvers compare."""

from collections.abc import Callable

from monitor.metrics import readings
from monitor.metrics.family import Points, label
from monitor.metrics.measure import Measure
from monitor.model import DnsAnswer, DnsView, Outcome, Phase

_KIND = "dns"
_SYSTEM = "system"
"""Stands for the resolvers of the machine, which the configuration does not name."""
_PHASES = {Phase.CONNECT: "connect", Phase.TLS: "tls", Phase.RESOLVE: "request"}
"""Our names and blackbox exporter's: there, `resolve` is about the name of the name server."""


def _durations(outcome: Outcome) -> Points:
    if outcome.kind != _KIND:
        return ()
    return readings.phases_as(outcome, _PHASES)


def _succeeded(outcome: Outcome) -> Points:
    """Whether an answer came, whatever it said."""
    return readings.one(outcome.dns is not None) if outcome.kind == _KIND else ()


def _of_dns(read: Callable[[DnsAnswer], float | None]) -> Callable[[Outcome], Points]:
    return lambda outcome: readings.one(read(outcome.dns)) if outcome.dns else ()


def _answered(outcome: Outcome) -> Points:
    views = outcome.dns.views if outcome.dns else ()
    told = {_server(view): view.rcode is not None for view in views}  # one may be asked twice
    return tuple(((server,), float(answered)) for server, answered in told.items())


def _seconds(outcome: Outcome) -> Points:
    views = outcome.dns.views if outcome.dns and not outcome.stalled else ()
    told = {_server(view): view.seconds for view in views if view.seconds is not None}
    return tuple(((server,), seconds) for server, seconds in told.items())


def _server(view: DnsView) -> str:
    return label(view.server) if view.server else _SYSTEM


def _disagree(answer: DnsAnswer) -> float | None:
    """Whether those that answered differ in their code or their records; None for a single one."""
    said = [
        (view.rcode, frozenset((r.type, r.text) for r in view.records if r.section == "answer"))
        for view in answer.views
        if view.rcode is not None
    ]
    return None if len(said) < 2 else len(set(said)) > 1


DNS = (
    Measure(
        name="probe_dns_duration_seconds",
        help="How long each finished phase of the last attempt at a DNS query took.",
        further=("phase",),
        read=_durations,
    ),
    Measure(
        name="probe_dns_query_succeeded",
        help="1 where the last DNS query was answered, whatever the answer said.",
        read=_succeeded,
    ),
    Measure(
        name="probe_dns_answer_rrs",
        help="How many records the answer section had.",
        read=_of_dns(lambda dns: dns.answers),
    ),
    Measure(
        name="probe_dns_authority_rrs",
        help="How many records the authority section had.",
        read=_of_dns(lambda dns: dns.authorities),
    ),
    Measure(
        name="probe_dns_additional_rrs",
        help="How many records the additional section had.",
        read=_of_dns(lambda dns: dns.additionals),
    ),
    Measure(
        name="probe_dns_serial",
        help="The serial number of the zone, where the answer had an SOA record.",
        read=_of_dns(lambda dns: dns.serial),
    ),
    Measure(
        name="probe_dns_resolver_answered",
        help="1 where this one of the resolvers answered in the last run, whatever it said.",
        further=("server",),
        read=_answered,
    ),
    Measure(
        name="probe_dns_resolver_duration_seconds",
        help="How long the answer of this one of the resolvers took.",
        further=("server",),
        read=_seconds,
    ),
    Measure(
        name="probe_dns_resolvers_disagree",
        help="1 where the resolvers that answered gave different codes or records.",
        read=_of_dns(_disagree),
    ),
)
