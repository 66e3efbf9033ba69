"""How deep a host is well: what each kind of run shows of each layer, and what they come to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.depth import depths
from monitor.model import Depth, Layer, Outcome, Phase, Reason, Result
from monitor.probes import DnsProbe, HttpProbe, Probe, TlsProbe
from tests.metrics.samples import outcome, probe, roster
from tests.metrics.strategies import outcomes

HOST = "api.jmo.example"
URL = f"https://{HOST}/"
KINDS = ("dns", "icmp", "tcp", "tls", "http", "journey", "app_release")
PHASES = dict(zip("rctpbx", Phase, strict=True))
ROSTER = roster(*(probe(kind, kind=kind, subject=HOST) for kind in KINDS))


def run(kind: str, reason: str = "", seen: str = "", *hops: str, phase: str = "") -> Outcome:
    """A run that finished the phases `seen`, by their letters, and failed where it has a reason."""
    return outcome(
        probe=kind,
        kind=kind,
        result=Result.FAILED if reason else Result.OK,
        reason=Reason(reason) if reason else None,
        phase=PHASES[phase] if phase else None,
        phases={PHASES[letter]: 0.1 for letter in seen},
        hops=hops,
    )


def found(*runs: Outcome) -> dict[str, tuple[Layer | None, Layer | None]]:
    """The deepest healthy and the shallowest broken layer of each host."""
    return {
        depth.host: (depth.deepest_healthy, depth.shallowest_broken)
        for depth in depths(ROSTER, runs)
    }


def named(shown: str) -> Layer | None:
    return None if shown == "-" else Layer[shown]


@pytest.mark.parametrize(
    ("seen", "healthy", "broken"),
    [
        (run("dns", "", "r"), "DNS", "-"),
        (run("dns", "", "cr"), "DNS", "-"),
        (run("dns", "dns_nxdomain"), "-", "DNS"),
        (run("dns", "check_records", "r"), "-", "DNS"),
        (run("dns", "connect_refused"), "-", "DNS"),
        (run("dns", "tls_cert_expired", "c"), "-", "DNS"),
        (run("icmp", "", "rx"), "DNS", "-"),
        (run("icmp", "dns_timeout"), "-", "DNS"),
        (run("icmp", "check_packet_loss", "r"), "DNS", "-"),
        (run("icmp", "connect_unreachable", "r"), "DNS", "-"),
        (run("tcp", "", "rc"), "TCP", "-"),
        (run("tcp", "", "rct"), "TLS", "-"),
        (run("tcp", "dns_servfail"), "-", "DNS"),
        (run("tcp", "connect_timeout", "r"), "DNS", "TCP"),
        (run("tcp", "tls_alert", "rc"), "TCP", "TLS"),
        (run("tcp", "exchange_timeout", "rct"), "TLS", "-"),
        (run("tcp", "check_content", "rcx"), "TCP", "-"),
        (run("tcp", "check_certificate", "rct"), "TCP", "TLS"),
        (run("tls", "", "rct"), "TLS", "-"),
        (run("tls", "connect_reset", "r"), "DNS", "TCP"),
        (run("tls", "tls_cert_expired", "rc"), "TCP", "TLS"),
        (run("tls", "check_certificate", "rct"), "TCP", "TLS"),
        (run("http", "", "rctpb"), "HTTP", "-"),
        (run("http", "dns_no_data"), "-", "DNS"),
        (run("http", "connect_unreachable", "r"), "DNS", "TCP"),
        (run("http", "tls_version", "rc"), "TCP", "TLS"),
        (run("http", "http_timeout", "rct"), "TLS", "HTTP"),
        (run("http", "body_reset", "rctp"), "TLS", "HTTP"),
        (run("http", "check_status", "rctpb"), "TLS", "HTTP"),
        (run("http", "check_status", "rcpb"), "TCP", "HTTP"),
        (run("http", "maintenance_page", "rctpb"), "TLS", "HTTP"),
        (run("journey", "check_json", "rctpb"), "TLS", "HTTP"),
        (run("app_release", "", "rctpb"), "HTTP", "-"),
    ],
    ids=lambda value: f"{value.kind}-{value.reason}" if isinstance(value, Outcome) else None,
)
def test_a_run_shows_the_layers_that_it_passed_and_the_one_it_failed_in(
    seen: Outcome, healthy: str, broken: str
) -> None:
    assert found(seen) == {HOST: (named(healthy), named(broken))}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "icmp"])
def test_a_degraded_run_shows_what_an_ok_one_shows(kind: str) -> None:
    well = run(kind, "", "rc")
    slow = replace(well, result=Result.DEGRADED, reason=Reason.SLOW_LATENCY)
    assert found(slow) == found(well) != {}


def test_shallow_probes_explain_the_deep_one() -> None:
    runs = (
        run("dns", "", "r"),
        run("tcp", "", "rc"),
        run("tls", "tls_cert_expired", "rc"),
        run("http", "tls_cert_expired", "rc"),
    )
    (depth,) = depths(ROSTER, runs)
    assert depth == Depth(
        service="jmo-api",
        host=HOST,
        deepest_healthy=Layer.TCP,
        shallowest_broken=Layer.TLS,
        reason=Reason.TLS_CERT_EXPIRED,
        probe="tls",
    )
    assert str(depth) == "deepest healthy layer: TCP; broken: TLS (tls_cert_expired)"


def test_the_reason_is_that_of_the_shallowest_failure_and_not_of_the_first() -> None:
    (depth,) = depths(ROSTER, (run("http", "http_timeout", "rct"), run("dns", "dns_timeout")))
    assert (depth.probe, depth.reason) == ("dns", Reason.DNS_TIMEOUT)


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([run("http", "dns_nxdomain")], "none; broken: DNS (dns_nxdomain)"),
        ([run("tls", "", "rct")], "TLS"),
        (
            [run("tcp", "connect_refused", "r"), run("http", "", "rctpb")],
            "HTTP, yet broken: TCP (connect_refused)",
        ),
        (
            [run("tcp", "connect_timeout", "r"), run("tls", "tls_alert", "rc")],
            "TCP, yet broken: TCP (connect_timeout)",
        ),
    ],
)
def test_what_is_found_is_said_contradictions_too(runs: list[Outcome], said: str) -> None:
    (depth,) = depths(ROSTER, runs)
    assert str(depth) == f"deepest healthy layer: {said}"


WWW = "https://www.jmo.example/"


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (
            run("http", "", "rctpb", URL, WWW),
            {HOST: (Layer.HTTP, None), "www.jmo.example": (Layer.HTTP, None)},
        ),
        (
            run("http", "connect_refused", "rctp", URL, WWW),
            {HOST: (Layer.HTTP, None), "www.jmo.example": (Layer.DNS, Layer.TCP)},
        ),
        (
            run("http", "tls_alert", "rcp", f"http://{HOST}/", URL),
            {HOST: (Layer.TCP, Layer.TLS)},
        ),
        (
            run("http", "http_timeout", "rctp", URL, "http://www.jmo.example/"),
            {HOST: (Layer.HTTP, None), "www.jmo.example": (Layer.TCP, Layer.HTTP)},
        ),
        (
            run("http", "http_redirect_blocked", "rctp", URL, "http://10.0.0.1/", phase="r"),
            {HOST: (Layer.TLS, Layer.HTTP)},
        ),
        (
            run("http", "http_redirect_blocked", "rctp", URL, phase="p"),
            {HOST: (Layer.TLS, Layer.HTTP)},
        ),
        (
            run("journey", "check_json", "rctpb", URL, WWW, f"{URL}claim"),
            {"www.jmo.example": (Layer.HTTP, None), HOST: (Layer.TLS, Layer.HTTP)},
        ),
        (
            run("http", "check_status", "rctpb", "https://API.jmo.example.:8443/"),
            {HOST: (Layer.TLS, Layer.HTTP)},
        ),
        (
            run("http", "check_status", "rctpb", "https://***[/"),
            {HOST: (Layer.TLS, Layer.HTTP)},
        ),
    ],
    ids=[
        "passed",
        "other host refuses",
        "upgrade on one host",
        "downgrade",
        "led inside",
        "refused at once",
        "journey comes back",
        "spelling",
        "no url",
    ],
)
def test_after_a_redirect_the_blame_is_the_last_hosts(
    seen: Outcome, expected: dict[str, tuple[Layer | None, Layer | None]]
) -> None:
    assert found(seen) == expected


@pytest.mark.parametrize("address", ["192.0.2.1", "[2001:db8::1]"])
def test_an_address_has_no_name_to_be_well(address: str) -> None:
    infos = roster(probe("tcp", kind="tcp", subject=address.strip("[]")))
    (depth,) = depths(infos, (run("tcp", "connect_refused", "r"),))
    assert (depth.deepest_healthy, depth.shallowest_broken) == (None, Layer.TCP)
    infos = roster(probe("http", subject=address))
    (depth,) = depths(infos, (run("http", "", "rctpb", f"http://{address}/"),))
    assert depth.host == address.strip("[]")
    assert depth.deepest_healthy is Layer.HTTP


@pytest.mark.parametrize(
    ("infos", "seen"),
    [
        (ROSTER, replace(run("http", "", "rctpb"), result=Result.VOID)),
        (ROSTER, replace(run("tcp", "", "rc"), probe="gone")),
        (ROSTER, run("tcp", "exchange_timeout")),
        (roster(probe("http", subject="")), run("http", "connect_refused", "r", URL)),
        (roster(probe("other", kind="other", subject=HOST)), run("other", "", "rct")),
    ],
    ids=["void", "removed", "nothing seen", "through a proxy", "of another kind"],
)
def test_what_shows_nothing_of_a_host_says_nothing_of_it(infos: object, seen: Outcome) -> None:
    assert isinstance(infos, type(ROSTER))
    assert depths(infos, (seen,)) == ()


def test_services_and_hosts_are_kept_apart() -> None:
    infos = roster(
        probe("a", kind="tcp", subject="one.example"),
        probe("b", kind="tcp", subject="TWO.example."),
        probe("c", kind="tcp", subject="one.example", service="web"),
    )
    well = run("tcp", "", "rc")
    runs = [replace(well, probe=name) for name in "ab"] + [
        replace(run("tcp", "connect_refused", "r"), probe="c", service="web")
    ]
    known = [(d.service, d.host, d.shallowest_broken) for d in depths(infos, runs)]
    assert known == [
        ("jmo-api", "one.example", None),
        ("jmo-api", "two.example", None),
        ("web", "one.example", Layer.TCP),
    ]


@pytest.mark.parametrize(
    ("made", "subject"),
    [
        (HttpProbe(id="p", kind="http", url=URL), HOST),
        (
            HttpProbe.model_validate(
                {"id": "p", "kind": "http", "url": URL, "proxy": {"url": "http://proxy:3128"}}
            ),
            "",
        ),
        (TlsProbe.model_validate({"id": "p", "kind": "tls", "host": HOST}), HOST),
        *(
            (
                DnsProbe.model_validate(
                    {"id": "p", "kind": "dns", "name": HOST, "record": record, "server": "::1"}
                ),
                subject,
            )
            for record, subject in {"A": HOST, "AAAA": HOST, "CNAME": HOST, "MX": ""}.items()
        ),
    ],
    ids=["http", "proxy", "tls", "A", "AAAA", "CNAME", "MX"],
)
def test_a_probe_is_about_the_host_to_which_it_shows_the_way(made: Probe, subject: str) -> None:
    assert made.subject_host == subject


hops = st.lists(
    st.sampled_from([URL, WWW, f"http://{HOST}/", "http://10.0.0.1/", "https://[::1", "", "\ud800"])
    | st.text(max_size=20),
    max_size=3,
).map(tuple)
runs = st.sampled_from(KINDS).flatmap(
    lambda kind: st.builds(
        lambda seen, asked: replace(seen, hops=asked), outcomes("jmo-api", kind, kind), hops
    )
)


@settings(deadline=None)
@given(runs)
def test_one_run_never_contradicts_itself(seen: Outcome) -> None:
    for depth in depths(ROSTER, (seen,)):
        healthy, broken = depth.deepest_healthy, depth.shallowest_broken
        assert healthy or broken
        assert healthy is None or broken is None or healthy < broken
        assert (depth.probe is None) == (broken is None)
        assert str(depth).startswith("deepest healthy layer: ")


@settings(deadline=None)
@given(st.lists(runs, max_size=4))
def test_the_order_of_the_runs_changes_no_layer(seen: list[Outcome]) -> None:
    assert found(*seen) == found(*reversed(seen))


@settings(deadline=None)
@given(st.lists(runs, max_size=4), runs)
def test_one_run_more_takes_nothing_away(seen: list[Outcome], more: Outcome) -> None:
    before, after = found(*seen), found(*seen, more)
    if more.result is Result.VOID:
        assert after == before
    for host, (healthy, broken) in before.items():
        deeper, shallower = after[host]
        assert healthy is None or (deeper is not None and deeper >= healthy)
        assert broken is None or (shallower is not None and shallower <= broken)
