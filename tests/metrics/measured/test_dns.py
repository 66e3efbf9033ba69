"""What DNS said, in blackbox exporter's terms, and how several resolvers compare."""

from dataclasses import replace

import pytest

from monitor.model import DnsRecord, DnsView, Phase, Reason, Result
from tests.metrics.samples import DNS, RECORD, failed, outcome, queried, told

OF_ANSWER = (
    "probe_dns_answer_rrs",
    "probe_dns_authority_rrs",
    "probe_dns_additional_rrs",
    "probe_dns_serial",
    "probe_dns_resolver_answered",
    "probe_dns_resolver_duration_seconds",
    "probe_dns_resolvers_disagree",
)
OTHER = replace(RECORD, text="192.0.2.2")


def view(server: str, *records: DnsRecord, rcode: str | None = "NOERROR") -> DnsView:
    """What a resolver said."""
    return replace(DNS.views[0], server=server, rcode=rcode, records=records)


def test_the_query_is_the_request_and_not_the_look_up_of_a_name() -> None:
    assert told(queried(), "probe_dns_duration_seconds") == {
        ("connect",): 0.01,
        ("tls",): 0.02,
        ("request",): 0.03,
    }
    assert told(queried(), "probe_dns_lookup_time_seconds") == {}
    assert told(queried(), "probe_phase_duration_seconds")["resolve",] == 0.03


def test_a_phase_that_was_not_finished_has_no_series() -> None:
    seen = queried(phases={Phase.CONNECT: 0.01})
    assert told(seen, "probe_dns_duration_seconds") == {("connect",): 0.01}


@pytest.mark.parametrize(
    "name", ["probe_dns_duration_seconds", "probe_dns_resolver_duration_seconds"]
)
def test_timings_taken_while_we_stood_still_are_left_out(name: str) -> None:
    assert told(queried(), name) != {}
    assert told(queried(stalled=True), name) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("probe_dns_answer_rrs", 1),
        ("probe_dns_authority_rrs", 2),
        ("probe_dns_additional_rrs", 3),
        ("probe_dns_serial", 2026083101),
        ("probe_dns_query_succeeded", 1),
    ],
)
def test_the_figures_of_an_answer_are_exported(name: str, value: float) -> None:
    assert told(queried(), name) == {(): value}


def test_an_answer_without_an_soa_record_has_no_serial() -> None:
    assert told(queried(dns=replace(DNS, serial=None)), "probe_dns_serial") == {}


# As blackbox exporter has it: a query whose answer was refused by a check has succeeded all the
# same, and one that nobody answered has not.
def test_a_query_succeeds_whatever_is_answered() -> None:
    broken = queried(result=Result.FAILED, reason=Reason.CHECK_RECORDS)
    assert told(broken, "probe_dns_query_succeeded") == {(): 1}


def test_a_query_without_an_answer_has_not_succeeded_and_has_no_figures() -> None:
    unanswered = failed(kind="dns", reason=Reason.DNS_TIMEOUT, phases={})
    assert told(unanswered, "probe_dns_query_succeeded") == {(): 0}
    assert [told(unanswered, name) for name in OF_ANSWER] == [{}] * len(OF_ANSWER)


@pytest.mark.parametrize(
    "name", [*OF_ANSWER, "probe_dns_duration_seconds", "probe_dns_query_succeeded"]
)
def test_other_kinds_make_no_queries_of_their_own(name: str) -> None:
    assert told(outcome(), name) == {}


def test_every_resolver_is_told_of_and_the_machines_own_has_a_name() -> None:
    assert told(queried(), "probe_dns_resolver_answered") == {
        ("192.0.2.53",): 1,
        ("system",): 1,
        ("192.0.2.54",): 0,
    }
    assert told(queried(), "probe_dns_resolver_duration_seconds") == {
        ("192.0.2.53",): 0.03,
        ("system",): 0.05,
    }


def test_a_resolver_that_is_asked_twice_has_one_series() -> None:
    twice = queried(dns=replace(DNS, views=(view("a", RECORD), view("a", OTHER))))
    assert told(twice, "probe_dns_resolver_answered") == {("a",): 1}
    assert told(twice, "probe_dns_resolver_duration_seconds") == {("a",): 0.03}


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        ((), {}),
        ((view("a", RECORD),), {}),
        ((view("a", RECORD), view("b", rcode=None)), {}),
        ((view("a", RECORD), view("b", replace(RECORD, ttl_seconds=1))), {(): 0}),
        ((view("a", RECORD, OTHER), view("b", OTHER, RECORD)), {(): 0}),
        ((view("a", RECORD), view("b", RECORD, replace(OTHER, section="additional"))), {(): 0}),
        ((view("a", RECORD), view("b", OTHER)), {(): 1}),
        ((view("a"), view("b", rcode="NXDOMAIN")), {(): 1}),
        ((view("a", RECORD), view("b", RECORD), view("c", OTHER)), {(): 1}),
    ],
    ids=["none", "one", "one answered", "ttl", "order", "section", "address", "code", "third"],
)
def test_resolvers_disagree_when_their_codes_or_records_differ(
    views: tuple[DnsView, ...], expected: dict[tuple[str, ...], float]
) -> None:
    assert told(queried(dns=replace(DNS, views=views)), "probe_dns_resolvers_disagree") == expected
