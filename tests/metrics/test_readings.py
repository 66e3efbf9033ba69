"""What a run measured, in blackbox exporter's terms; nothing where nothing was measured."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.metrics.readings import address_hash
from monitor.model import CheckResult, Connection, Outcome, Phase, Reason, Result, Tls
from tests.metrics.samples import (
    ANSWER,
    PASSED,
    PHASES,
    TLS,
    failed,
    metrics,
    outcome,
    slow,
    told,
    value,
    values,
    void,
)

TIMINGS = (
    "probe_duration_seconds",
    "probe_dns_lookup_time_seconds",
    "probe_http_duration_seconds",
    "probe_phase_duration_seconds",
)
OF_TLS = (
    "probe_ssl_earliest_cert_expiry",
    "probe_ssl_last_chain_expiry_timestamp_seconds",
    "probe_ssl_last_chain_info",
    "probe_tls_version_info",
    "probe_tls_cipher_info",
)
OF_HTTP = (
    "probe_http_status_code",
    "probe_http_version",
    "probe_http_redirects",
    "probe_http_ssl",
    "probe_http_content_length",
    "probe_http_uncompressed_body_length",
    "probe_http_last_modified_timestamp_seconds",
)
OF_CONNECTION = ("probe_ip_protocol", "probe_ip_addr_hash", "probe_ip_fallback")
OF_RUN = ("probe_success", *TIMINGS, *OF_CONNECTION, *OF_HTTP, *OF_TLS)


def read(seen: Outcome, name: str, **labels: str) -> list[float]:
    """The samples of one metric after one run."""
    kept = metrics()
    kept.record(seen)
    return values(kept, name, **labels)


def broken(*, regex: bool, result: Result = Result.FAILED) -> CheckResult:
    """A check that did not hold."""
    return replace(PASSED, passed=False, regex=regex, result=result)


@pytest.mark.parametrize(
    ("seen", "success"), [(outcome(), 1), (slow(), 1), (failed(), 0)], ids=["ok", "slow", "failed"]
)
def test_a_run_that_passed_is_a_success_however_slow(seen: Outcome, success: float) -> None:
    assert read(seen, "probe_success") == [success]


@pytest.mark.parametrize("name", [*OF_RUN, "probe_failed_due_to_regex"])
def test_nothing_of_a_void_run_is_exported(name: str) -> None:
    assert read(void(), name) == []
    assert read(outcome(), name) != []


def test_a_void_run_takes_the_figures_of_the_one_before_it_away() -> None:
    kept = metrics()
    kept.record(outcome())
    kept.record(void())
    assert values(kept, "probe_success") == []


@pytest.mark.parametrize("name", TIMINGS)
def test_timings_taken_while_we_stood_still_are_left_out(name: str) -> None:
    assert read(outcome(stalled=True), name) == []


def test_a_fact_seen_while_we_stood_still_is_still_a_fact() -> None:
    assert read(outcome(stalled=True), "probe_success") == [1]
    assert read(outcome(stalled=True), "probe_http_status_code") == [200]


@pytest.mark.parametrize("name", ["probe_http_duration_seconds", "probe_phase_duration_seconds"])
@pytest.mark.parametrize("phase", PHASES)
def test_only_finished_phases_are_exported(name: str, phase: Phase) -> None:
    assert read(outcome(), name, phase=phase) == [PHASES[phase]]
    assert read(outcome(phases={}), name, phase=phase) == []


def test_the_lookup_time_is_that_of_the_resolve_phase() -> None:
    assert read(outcome(), "probe_dns_lookup_time_seconds") == [0.01]


def test_the_duration_is_that_of_the_whole_run() -> None:
    assert read(outcome(), "probe_duration_seconds") == [0.25]


@pytest.mark.parametrize("name", [*OF_HTTP, *OF_TLS])
def test_what_was_not_reached_has_no_series(name: str) -> None:
    assert read(failed(), name) == []


@pytest.mark.parametrize("name", OF_CONNECTION)
def test_without_a_connection_there_is_no_address(name: str) -> None:
    assert read(outcome(connection=None), name) == []


# As prometheus-blackbox-exporter 0.23 gave them, asked for a server at each address.
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", 3668918509),
        ("::ffff:127.0.0.1", 3668918509),
        ("::1", 1751717746),
        ("nowhere", None),
    ],
)
def test_an_address_is_hashed_as_blackbox_exporter_does(address: str, expected: int | None) -> None:
    assert address_hash(address) == expected


def test_an_address_of_another_kind_has_no_hash_but_breaks_nothing() -> None:
    strange = Connection(address="nowhere", ip_version=4, fallback=True)
    assert read(outcome(connection=strange), "probe_ip_addr_hash") == []
    assert read(outcome(connection=strange), "probe_ip_fallback") == [1]


@pytest.mark.parametrize(
    ("version", "expected"), [("1.0", [1.0]), ("1.1", [1.1]), ("2", [2.0]), ("7.3", [])]
)
def test_the_http_version_is_a_number(version: str, expected: list[float]) -> None:
    seen = outcome(http=replace(ANSWER, http_version=version))
    assert read(seen, "probe_http_version") == expected


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("probe_http_status_code", {"status_code": 404}, 404),
        ("probe_http_redirects", {"redirects": 3}, 3),
        ("probe_http_ssl", {"ssl": False}, 0),
        ("probe_http_content_length", {"content_length": -1}, -1),
        ("probe_http_content_length", {"content_length": 10**400}, float(2**63)),
        ("probe_http_uncompressed_body_length", {"body_bytes": 7}, 7),
        (
            "probe_http_last_modified_timestamp_seconds",
            {"last_modified": datetime(1970, 1, 2, tzinfo=UTC)},
            86_400,
        ),
    ],
)
def test_the_figures_of_an_answer_are_exported(
    name: str, change: dict[str, Any], expected: float
) -> None:
    assert read(outcome(http=replace(ANSWER, **change)), name) == [expected]


def test_an_answer_without_a_last_modified_time_has_none() -> None:
    seen = outcome(http=replace(ANSWER, last_modified=None))
    assert read(seen, "probe_http_last_modified_timestamp_seconds") == []


def test_a_certificate_that_was_refused_is_exported_all_the_same() -> None:
    seen = failed(
        reason=Reason.TLS_CERT_EXPIRED, phase=Phase.TLS, tls=replace(TLS, verified=(), version=None)
    )
    assert len(read(seen, "probe_ssl_last_chain_info")) == 1
    assert len(read(seen, "probe_ssl_earliest_cert_expiry")) == 1
    assert read(seen, "probe_ssl_last_chain_expiry_timestamp_seconds") == []
    assert read(seen, "probe_tls_version_info") == []


def test_a_handshake_that_showed_no_certificate_has_none() -> None:
    empty = Tls(version=None, cipher=None, presented=(), verified=())
    assert [read(failed(tls=empty), name) for name in OF_TLS] == [[]] * len(OF_TLS)


def test_the_certificate_stands_in_the_labels() -> None:
    kept = metrics()
    kept.record(outcome())
    labels = {
        "subject": "CN=jmo.example,O=JMO",
        "issuer": "CN=Root",
        "serialnumber": "0a1b",
        "subjectalternative": "jmo.example,www.jmo.example",
        "fingerprint_sha256": "ab" * 32,
    }
    assert value(kept, "probe_ssl_last_chain_info", **labels) == 1
    assert value(kept, "probe_tls_version_info", version="TLS 1.3") == 1
    assert value(kept, "probe_tls_cipher_info", cipher="TLS_AES_128_GCM_SHA256") == 1


def test_of_the_names_in_a_certificate_those_of_hosts_are_told() -> None:
    others = ("192.0.2.1", "2001:db8::a", "https://jmo.example/", "mailto@jmo.example")
    names = ("jmo.example", *others, "*.jmo.example", "db1")
    leaf = replace(TLS.presented[0], alternative_names=names)
    seen = told(outcome(tls=replace(TLS, presented=(leaf,))), "probe_ssl_last_chain_info")
    assert [labels[-1] for labels in seen] == ["jmo.example,*.jmo.example,db1"]


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ((), []),
        ((PASSED,), [0]),
        ((PASSED, broken(regex=True)), [1]),
        ((broken(regex=False), broken(regex=True)), [0]),
        ((broken(regex=True, result=Result.DEGRADED), broken(regex=False)), [0]),
    ],
    ids=["no checks", "all passed", "regex", "another check first", "only degraded"],
)
def test_a_regex_is_to_blame_only_when_it_decided_the_failure(
    checks: tuple[CheckResult, ...], expected: list[float]
) -> None:
    assert read(failed(checks=checks), "probe_failed_due_to_regex") == expected
