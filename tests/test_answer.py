"""A check-up as JSON: every fact under its own key, and null where nothing was seen."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from monitor.answer import MOST_RECORDS, TEXT_CHARACTERS, as_json, outcome_as_json
from monitor.checkup import Checkup
from monitor.controls import Network
from monitor.model import Outcome, Reason, Release, Result
from tests.metrics.samples import (
    DNS,
    ECHO,
    RECORD,
    TLS,
    failed,
    looked_up,
    outcome,
    pinged,
    probe,
    queried,
    roster,
    slow,
    travelled,
)
from tests.metrics.strategies import outcomes


def written(found: Checkup) -> Any:
    """What a program reads."""
    return json.loads(json.dumps(as_json(roster(probe()), found)))


def test_the_whole_says_how_our_network_is_and_what_the_command_says() -> None:
    found = Checkup(network=Network.UP, outcomes=(outcome(), failed()))
    whole = written(found)
    assert whole.keys() == {"network", "exit_code", "depth", "outcomes"}
    assert (whole["network"], whole["exit_code"]) == ("up", 1)
    assert [each["result"] for each in whole["outcomes"]] == ["ok", "failed"]


def test_an_outcome_with_everything() -> None:
    assert outcome_as_json(outcome()) == {
        "service": "jmo-api",
        "probe": "jmo-api-https",
        "kind": "http",
        "location": "jakarta",
        "started_at": "2026-08-31T02:00:00Z",
        "duration_seconds": 0.25,
        "result": "ok",
        "reason": None,
        "phase": None,
        "detail": "",
        "attempts": ["ok"],
        "phases": {
            "resolve": 0.01,
            "connect": 0.02,
            "tls": 0.04,
            "processing": 0.08,
            "transfer": 0.1,
        },
        "address": "127.0.0.1",
        "status_code": 200,
        "http_version": "1.1",
        "hops": ["https://jmo.example/", "https://www.jmo.example/"],
        "tls": {
            "version": "TLS 1.3",
            "cipher": "TLS_AES_128_GCM_SHA256",
            "expires_at": "2027-01-01T00:00:00Z",
            "chain": [
                {
                    "subject": "CN=jmo.example,O=JMO",
                    "issuer": "CN=Root",
                    "not_before": "2026-01-01T00:00:00Z",
                    "not_after": "2027-01-01T00:00:00Z",
                    "fingerprint_sha256": "ab" * 32,
                }
            ],
        },
        "dns": None,
        "echo": None,
        "release": None,
        "steps": [],
        "checks": [{"check": "status is 200-299", "passed": True, "observed": "200"}],
    }


def test_how_deep_a_host_is_well_is_told() -> None:
    found = Checkup(network=Network.UP, outcomes=(failed(),))
    assert written(found)["depth"] == [
        {
            "service": "jmo-api",
            "host": "jmo.example",  # which sent us on
            "deepest_healthy": "http",
            "shallowest_broken": None,
            "reason": None,
            "probe": None,
        },
        {
            "service": "jmo-api",
            "host": "www.jmo.example",
            "deepest_healthy": "dns",
            "shallowest_broken": "tcp",
            "reason": "connect_refused",
            "probe": "jmo-api-https",
        },
    ]


def test_what_dns_said_is_told() -> None:
    record = {
        "section": "answer",
        "name": "jmo.example.",
        "type": "A",
        "ttl_seconds": 300,
        "text": "192.0.2.1",
    }
    assert outcome_as_json(queried())["dns"] == {
        "rcode": "NOERROR",
        "answers": 1,
        "authorities": 2,
        "additionals": 3,
        "serial": 2026083101,
        "records": [record],
        "resolvers": [
            {
                "server": "192.0.2.53",
                "rcode": "NOERROR",
                "seconds": 0.03,
                "records": ["192.0.2.1"],
            },
            {"server": None, "rcode": "NXDOMAIN", "seconds": 0.05, "records": []},
            {"server": "192.0.2.54", "rcode": None, "seconds": None, "records": []},
        ],
    }


def test_what_became_of_the_packets_is_told() -> None:
    assert outcome_as_json(pinged())["echo"] == {
        "sent": 4,
        "received": 3,
        "loss_ratio": 0.25,
        "minimum_seconds": 0.01,
        "mean_seconds": 0.02,
        "maximum_seconds": 0.04,
        "deviation_seconds": 0.005,
        "hop_limit": 57,
    }
    silent = replace(ECHO, received=0, mean_seconds=None)
    assert outcome_as_json(pinged(echo=silent))["echo"]["mean_seconds"] is None


def test_the_release_is_told_and_null_where_the_shop_was_silent() -> None:
    assert outcome_as_json(looked_up())["release"] == {
        "store": "play_store",
        "version": "4.2.1",
        "released_at": "2026-08-30T00:00:00Z",
        "minimum_os": "8.0",
    }
    silent = Release(store="app_store", version=None, released_at=None, minimum_os=None)
    assert outcome_as_json(looked_up(release=silent))["release"] == {
        "store": "app_store",
        "version": None,
        "released_at": None,
        "minimum_os": None,
    }


def test_the_steps_of_a_journey_are_told() -> None:
    assert outcome_as_json(travelled())["steps"] == [
        {
            "step": "open",
            "passed": True,
            "status_code": 200,
            "phases": {"connect": 0.1, "tls": 0.2},
        },
        {"step": "log-in", "passed": False, "status_code": 503, "phases": {"connect": 0.3}},
    ]


def test_what_the_other_side_said_is_cleaned_and_cut() -> None:
    hostile = replace(RECORD, text="\x1b[2J\ud800" + "x" * 1000)
    records = (hostile,) * 1000
    view = replace(DNS.views[0], records=records)
    seen = outcome_as_json(queried(dns=replace(DNS, records=records, views=(view,))))["dns"]
    assert len(seen["records"]) == len(seen["resolvers"][0]["records"]) == MOST_RECORDS
    assert len(seen["records"][0]["text"]) == TEXT_CHARACTERS
    assert seen["records"][0]["text"].startswith("·[2J·x")


@settings(deadline=None)
@given(outcomes("jmo-api", "jmo-api-https", "http"))
def test_whatever_was_seen_can_be_written(seen: Outcome) -> None:
    found = written(Checkup(network=Network.UP, outcomes=(seen,)))
    for facts in ("dns", "echo", "release"):
        json.dumps(found["outcomes"][0][facts], ensure_ascii=False).encode()


def test_what_was_not_seen_is_null_or_absent() -> None:
    seen = outcome_as_json(failed(connection=None, hops=()))
    assert seen["reason"] == "connect_refused"
    assert seen["phase"] == "connect"
    assert seen["detail"] == "nobody listens"
    assert seen["phases"] == {"resolve": 0.01}
    assert [seen[key] for key in ("address", "status_code", "http_version", "tls")] == [None] * 4
    assert seen["checks"] == seen["hops"] == []
    assert seen["attempts"] == ["failed", "failed"]


def test_every_outcome_has_the_same_keys() -> None:
    nothing = failed(connection=None, phase=None, reason=Reason.LOCAL_INTERNAL, phases={})
    assert outcome_as_json(outcome()).keys() == outcome_as_json(nothing).keys()
    assert outcome_as_json(outcome()).keys() == outcome_as_json(slow()).keys()


def test_a_handshake_that_broke_has_no_certificate_to_show() -> None:
    broken = type(TLS)(version=None, cipher=None, presented=(), verified=())
    seen = outcome_as_json(failed(tls=broken))
    assert seen["tls"] == {"version": None, "cipher": None, "expires_at": None, "chain": []}


def test_values_are_plain_so_that_any_writer_takes_them() -> None:
    seen = outcome_as_json(slow())
    assert type(seen["result"]) is type(seen["reason"]) is type(seen["phase"]) is str
    assert [type(each) for each in seen["attempts"]] == [str]
    assert {type(phase) for phase in seen["phases"]} == {str}


def test_times_have_no_more_digits_than_they_are_worth() -> None:
    seen = outcome_as_json(outcome(duration_seconds=1 / 3, result=Result.OK))
    assert seen["duration_seconds"] == 0.333333
