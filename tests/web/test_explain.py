"""A run told to a person."""

from dataclasses import replace

from hypothesis import given, settings

from monitor.model import CheckResult, Connection, Outcome, Reason, Release, Result, Sighting, Tls
from monitor.web.explain import LINE_CHARACTERS, MOST_RECORDS, explain
from tests.metrics.samples import (
    ANSWER,
    CERTIFICATE,
    DNS,
    ECHO,
    PASSED,
    RECORD,
    TLS,
    failed,
    looked_up,
    outcome,
    pinged,
    queried,
    travelled,
)
from tests.metrics.strategies import outcomes


def told(seen: Outcome) -> list[str]:
    """The lines of an explanation."""
    return explain(Sighting(outcome=seen, age_seconds=3.0)).splitlines()


def test_a_run_in_which_all_was_well_is_told_in_full() -> None:
    assert told(outcome()) == [
        "Probe jmo-api-https (http) of service jmo-api",
        "Seen from jakarta at 2026-08-31 02:00:00 UTC",
        "The run ended 3 s ago",
        "Result: ok in 0.250 s of at most 10 s; attempts: ok",
        "Asked 1: https://jmo.example/",
        "Asked 2: https://www.jmo.example/",
        "Phase resolve       0.0100 s",
        "Phase connect       0.0200 s",
        "Phase tls           0.0400 s",
        "Phase processing    0.0800 s",
        "Phase transfer      0.1000 s",
        "Connected to 127.0.0.1 (IPv4)",
        "Answer: status 200, HTTP 1.1, 1 redirects, 500 bytes",
        "TLS: TLS 1.3, TLS_AES_128_GCM_SHA256",
        "Certificate 1: CN=jmo.example,O=JMO, by CN=Root, until 2027-01-01 (123 days), "
        "for jmo.example, www.jmo.example",
        "Verified chain: 2 certificates",
        "Check passed: status is 200-299 (expected 200-299; seen 200)",
    ]


def test_a_failed_run_says_why_and_where() -> None:
    lines = told(failed())
    assert "Result: failed in 0.250 s of at most 10 s; attempts: failed, failed" in lines
    assert "Reason: connect_refused during connect" in lines
    assert "Detail: nobody listens" in lines


def test_a_reason_of_no_phase_names_none() -> None:
    assert "Reason: check_status" in told(failed(reason=Reason.CHECK_STATUS, phase=None))


def test_a_check_that_broke_says_what_it_makes_of_the_run() -> None:
    broken: CheckResult = replace(PASSED, passed=False, observed="404", result=Result.DEGRADED)
    lines = told(outcome(checks=(broken,)))
    assert "Check degraded: status is 200-299 (expected 200-299; seen 404)" in lines


def test_a_fallback_and_a_cut_are_mentioned() -> None:
    seen = outcome(
        connection=Connection(address="::1", ip_version=6, fallback=True),
        http=replace(ANSWER, truncated=True),
    )
    assert "Connected to ::1 (IPv6, after another address)" in told(seen)
    assert "Answer: status 200, HTTP 1.1, 1 redirects, 500 bytes, cut at the limit" in told(seen)


def test_a_handshake_that_broke_shows_what_it_had() -> None:
    nameless = replace(CERTIFICATE, alternative_names=())
    seen = failed(tls=Tls(version=None, cipher=None, presented=(nameless,), verified=()))
    lines = told(seen)
    assert "TLS: no version agreed, no cipher agreed" in lines
    assert "Not verified" in lines
    assert "Certificate 1: CN=jmo.example,O=JMO, by CN=Root, until 2027-01-01 (123 days)" in lines


def test_timings_that_cannot_be_trusted_are_marked() -> None:
    assert any("stood still" in line for line in told(outcome(stalled=True)))


def test_a_run_without_an_attempt_says_so() -> None:
    assert any(line.endswith("attempts: none") for line in told(failed(attempts=())))


def between(lines: list[str], first: str, last: str) -> list[str]:
    """The lines from the one that begins with `first` to the last one that does with `last`."""
    begun = [at for at, line in enumerate(lines) if line.startswith(first)]
    ended = [at for at, line in enumerate(lines) if line.startswith(last)]
    return lines[begun[0] : ended[-1] + 1]


def test_what_dns_said_is_told() -> None:
    assert between(told(queried()), "DNS", "Resolver") == [
        "DNS: NOERROR, records in the answer 1, authority 2, additional 3, serial 2026083101",
        "Record answer: jmo.example. 300 s A 192.0.2.1",
        "Resolver 192.0.2.53: NOERROR in 0.0300 s: 192.0.2.1",
        "Resolver of the system: NXDOMAIN in 0.0500 s: no records",
        "Resolver 192.0.2.54: no answer",
    ]


def test_an_answer_with_very_many_records_is_not_told_to_its_end() -> None:
    many = replace(DNS, serial=None, records=(RECORD,) * 1000, views=())
    lines = told(queried(dns=many))
    assert "DNS: NOERROR, records in the answer 1, authority 2, additional 3" in lines
    assert sum(line.startswith("Record answer") for line in lines) == MOST_RECORDS
    assert "Records not shown: 980" in lines


def test_what_became_of_the_packets_is_told() -> None:
    assert between(told(pinged()), "Echo", "Round") == [
        "Echo: 3 of 4 packets came back; hop limit 57",
        "Round trips: min 0.0100 s, mean 0.0200 s, max 0.0400 s, stddev 0.0050 s",
    ]


def test_where_no_packet_came_back_there_are_no_round_trips() -> None:
    silent = replace(
        ECHO,
        received=0,
        minimum_seconds=None,
        mean_seconds=None,
        maximum_seconds=None,
        deviation_seconds=None,
        hop_limit=None,
    )
    lines = told(pinged(echo=silent))
    assert "Echo: 0 of 4 packets came back" in lines
    assert not [line for line in lines if line.startswith("Round")]


def test_the_release_is_told() -> None:
    expected = "Release at play_store: version 4.2.1, released 2026-08-30, needs OS 8.0"
    assert expected in told(looked_up())
    silent = Release(store="app_store", version=None, released_at=None, minimum_os=None)
    assert "Release at app_store: version not told" in told(looked_up(release=silent))


def test_a_journey_is_told_step_by_step() -> None:
    assert between(told(travelled()), "Step 1", "Step 2") == [
        "Step 1 passed: open, status 200, connect 0.1000 s, tls 0.2000 s",
        "Step 2 broke: log-in, status 503, connect 0.3000 s",
    ]


@settings(deadline=None)
@given(outcomes("service", "probe", "http"))
def test_whatever_the_other_side_sends_stays_on_its_line(seen: Outcome) -> None:
    lines = explain(Sighting(outcome=seen, age_seconds=0.0)).rstrip("\n").split("\n")
    assert all(line.isprintable() and len(line) <= LINE_CHARACTERS for line in lines)


def test_no_line_is_lost_to_a_line_end_from_outside() -> None:
    seen = failed(detail="one\nProbe forged\r\nTLS: forged", tls=TLS)
    assert "Detail: one·Probe forged··TLS: forged" in told(seen)
