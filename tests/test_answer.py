"""A check-up as JSON: every fact under its own key, and null where nothing was seen."""

import json
from typing import Any

from monitor.answer import as_json, outcome_as_json
from monitor.checkup import Checkup
from monitor.controls import Network
from monitor.model import Reason, Result
from tests.metrics.samples import TLS, failed, outcome, slow


def written(found: Checkup) -> Any:
    """What a program reads."""
    return json.loads(json.dumps(as_json(found)))


def test_the_whole_says_how_our_network_is_and_what_the_command_says() -> None:
    found = Checkup(network=Network.UP, outcomes=(outcome(), failed()))
    whole = written(found)
    assert whole.keys() == {"network", "exit_code", "outcomes"}
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
        "checks": [{"check": "status is 200-299", "passed": True, "observed": "200"}],
    }


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
