"""The table that a person reads: nothing is cut in a narrow terminal, and one sentence counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from monitor.checkup import Checkup
from monitor.config.settings import Controls, Manners, Service, Settings
from monitor.controls import Network
from monitor.model import Outcome, Phase, Reason, Result
from monitor.probes import HttpProbe
from monitor.table import BAR_CHARACTERS, HOST_CHARACTERS, SHORTEST_BAR, render
from tests.metrics.samples import (
    CERTIFICATE,
    ECHO,
    RELEASE,
    SERVICE,
    TLS,
    failed,
    looked_up,
    outcome,
    pinged,
    slow,
    void,
)
from tests.support.clocks import EPOCH

SETTINGS = Settings(
    location="jakarta",
    timezone="Asia/Jakarta",
    manners=Manners(requests_per_minute=12, user_agent="test"),
    controls=Controls(quorum=1, probes=()),
    services=(
        Service(info=SERVICE, probes=()),
        Service(info=replace(SERVICE, id="web", name="Situs resmi"), probes=()),
    ),
)


LEGEND = "phases: r resolve, c connect, t tls, p processing, b body, x exchange"


def control(**changes: Any) -> Outcome:
    return outcome(service="control", probe="control-world", **changes)


def shown(
    *outcomes: Outcome,
    network: Network = Network.UP,
    width: int = 120,
    settings: Settings = SETTINGS,
) -> list[str]:
    """The lines on a terminal so many characters wide."""
    found = Checkup(network=network, outcomes=outcomes)
    console = Console(file=StringIO(), record=True, width=width, force_terminal=True)
    console.print(render(settings, found, EPOCH, width))
    return [line.rstrip() for line in console.export_text().splitlines()]


def row(lines: Sequence[str], probe: str) -> str:
    """A probe's row, with a space between its words."""
    (line,) = (line for line in lines if line.startswith(f"  {probe} "))
    return " ".join(line.split())


def bar(lines: Sequence[str], probe: str) -> str:
    (only,) = (word for word in row(lines, probe).split() if set(word) <= set("rctpb"))
    return only


def sentence(*outcomes: Outcome, network: Network = Network.UP) -> str:
    return shown(*outcomes, network=network)[-1]


def test_a_row_has_state_total_phases_certificate_and_reason() -> None:
    lines = shown(
        control(),
        outcome(),
        slow(probe="slow"),
        failed(probe="refused"),
        void(probe="blocked", tls=None, service="web"),
    )
    whole = "rrcctttpppppbbbbbb"
    assert lines[0].split() == ["probe", "state", "total", "phases", "cert", "reason"]
    assert row(lines, "control-world") == f"control-world ✔ ok 250 ms {whole} 123 d"
    assert row(lines, "slow") == f"slow ▲ degraded 250 ms {whole} 123 d slow_latency"
    assert row(lines, "refused") == "refused ✘ failed 250 ms rr connect_refused"
    assert row(lines, "blocked") == f"blocked ? void 250 ms {whole} interference_blockpage"


def test_probes_stand_under_the_names_of_their_services() -> None:
    lines = shown(control(), outcome(), outcome(probe="web-page", service="web"))
    names = [line.strip().partition("  ")[0] for line in lines[1:7]]
    assert names == [
        "Controls (not JMO)",
        "control-world",
        "Aplikasi JMO",
        "jmo-api-https",
        "Situs resmi",
        "web-page",
    ]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("reason", list(Reason))
def test_nothing_is_cut_though_names_are_long_and_the_terminal_is_narrow(
    width: int, reason: Reason
) -> None:
    lengthy = replace(SERVICE, name="Pekerja Migran Indonesia (PMI) dan keluarganya")
    settings = replace(SETTINGS, services=(Service(info=lengthy, probes=()),))
    seen = slow(probe="website-how-to-claim", duration_seconds=12.3)
    lines = shown(replace(seen, reason=reason), width=width, settings=settings)
    assert max(map(len, lines)) <= width
    assert lines[1] == lengthy.name
    first, *folded = lines[2 : lines.index(LEGEND)]
    assert first.split()[:5] == ["website-how-to-claim", "▲", "degraded", "12300", "ms"]
    assert "".join([first.split()[-1], *(line.strip() for line in folded)]) == reason
    assert len(folded) == (1 if width == 80 and len(reason) > 19 else 0)


def test_in_a_narrow_terminal_the_bar_makes_room_for_the_reason() -> None:
    lines = shown(failed(phases=outcome().phases), outcome(probe="website-how-to-claim"), width=80)
    assert SHORTEST_BAR < len(bar(lines, "website-how-to-claim")) < BAR_CHARACTERS
    assert row(lines, "jmo-api-https").endswith(" connect_refused")


def test_a_terminal_too_narrow_for_anything_still_gets_its_answer() -> None:
    assert " ".join(shown(failed(), width=20)).endswith("1 of 1 probes failed.")


def test_at_120_characters_every_run_has_one_line() -> None:
    outcomes = [void(probe=f"website-how-to-claim-{n}") for n in range(3)]
    lines = shown(*outcomes, width=120)
    assert [lines[2 + n].split()[-1] for n in range(3)] == ["interference_blockpage"] * 3


@pytest.mark.parametrize("width", [80, 120])
def test_the_legend_explains_the_bar_on_one_line(width: int) -> None:
    assert LEGEND in shown(outcome(), width=width)


def test_the_longest_run_fills_the_bar_and_the_others_are_in_proportion() -> None:
    half = {phase: seconds / 2 for phase, seconds in outcome().phases.items()}
    lines = shown(outcome(), outcome(probe="half", phases=half))
    assert len(bar(lines, "jmo-api-https")) == BAR_CHARACTERS
    assert bar(lines, "half") == "rccttpppbbb"


def test_a_phase_that_was_measured_shows_and_one_that_was_not_does_not() -> None:
    uneven = {Phase.RESOLVE: 0.00001, Phase.CONNECT: 0.00001, Phase.PROCESSING: 5.0}
    assert bar(shown(outcome(phases=uneven)), "jmo-api-https") == "rc" + "p" * (BAR_CHARACTERS - 2)


def test_a_run_without_a_phase_has_no_bar() -> None:
    lines = shown(failed(phases={}))
    assert row(lines, "jmo-api-https") == "jmo-api-https ✘ failed 250 ms connect_refused"


def test_phases_that_took_no_time_show_all_the_same() -> None:
    lines = shown(outcome(phases={Phase.RESOLVE: 0.0, Phase.CONNECT: 0.0}))
    assert bar(lines, "jmo-api-https") == "rc"


@pytest.mark.parametrize(("days", "said"), [(90.2, "90 d"), (0.4, "0 d"), (-3, "-3 d")])
def test_the_certificate_has_the_days_until_the_first_of_its_chain_expires(
    days: float, said: str
) -> None:
    expiring = replace(CERTIFICATE, not_after=EPOCH + timedelta(days=days))
    lines = shown(outcome(tls=replace(TLS, presented=(CERTIFICATE, expiring))))
    assert row(lines, "jmo-api-https").endswith(f" {said}")


def test_what_was_seen_is_told_below_for_each_that_is_not_ok() -> None:
    lines = shown(outcome(), failed(probe="refused"), failed(probe="other", detail="no route"))
    assert lines[-4:-1] == ["refused: nobody listens", "other: no route", ""]


def configured(*probes: str) -> Settings:
    """The settings with these probes of the first service."""
    url = "https://jmo.example/"
    made = tuple(HttpProbe(id=probe, kind="http", url=url) for probe in probes)
    return replace(SETTINGS, services=(Service(info=SERVICE, probes=made),))


def test_how_deep_a_host_is_well_is_told_where_something_failed() -> None:
    seen = failed(hops=("https://jmo.example/",))
    lines = shown(outcome(probe="other"), seen, settings=configured("jmo-api-https", "other"))
    assert lines[-4:-1] == [
        "jmo-api-https: nobody listens",
        "jmo-api: deepest healthy layer: HTTP, yet broken: TCP (connect_refused) at jmo.example",
        "",
    ]


def test_a_layer_that_broke_is_told_with_the_one_below_it() -> None:
    lines = shown(failed(hops=()), settings=configured("jmo-api-https"))
    said = "jmo-api: deepest healthy layer: DNS; broken: TCP (connect_refused) at jmo.example"
    assert said in lines


@pytest.mark.parametrize("seen", [outcome(), slow(), void(), outcome(probe="gone")])
def test_of_depth_nothing_is_said_where_no_layer_broke(seen: Outcome) -> None:
    lines = shown(seen, settings=configured("jmo-api-https"))
    assert not [line for line in lines if "layer" in line]


def test_the_host_of_a_redirect_is_cleaned_and_cut() -> None:
    seen = failed(hops=("https://\u202e" + "x" * 400 + "/",))
    lines = shown(seen, settings=configured("jmo-api-https"), width=200)
    (line,) = (line for line in lines if "layer" in line)
    assert line.endswith(" at ·" + "x" * (HOST_CHARACTERS - 2) + "…")


def test_a_release_has_its_version_and_a_ping_its_loss_in_place_of_a_reason() -> None:
    hostile = replace(RELEASE, version="9\n" + "9" * 100)
    lines = shown(
        looked_up(),
        looked_up(probe="hostile", release=hostile),
        looked_up(probe="silent", release=replace(RELEASE, version=None)),
        pinged(),
        pinged(probe="whole", echo=replace(ECHO, received=4)),
    )
    assert row(lines, "jmo-api-release").endswith(" d version 4.2.1")
    assert row(lines, "hostile").endswith(" version 9·" + "9" * 21 + "…")
    assert row(lines, "silent").endswith(" d")
    assert row(lines, "jmo-api-icmp").endswith(" 3 of 4 packets")
    assert not row(lines, "whole").endswith("packets")


def test_a_reason_comes_before_any_other_remark() -> None:
    seen = looked_up(result=Result.DEGRADED, reason=Reason.CHECK_CONTENT)
    assert row(shown(seen), "jmo-api-release").endswith(" d check_content")


def test_where_our_own_network_is_at_fault_the_controls_say_it_all() -> None:
    lost = {"result": Result.VOID, "reason": Reason.LOCAL_NETWORK_DOWN}
    lines = shown(
        control(**lost, detail="0 of 1 controls answered"),
        outcome(**lost, detail="seen: dns_nxdomain"),
        network=Network.DOWN,
    )
    assert "control-world: 0 of 1 controls answered" in lines
    assert not [line for line in lines if "seen" in line]


def test_the_other_side_writes_no_markup() -> None:
    detail = "[bold red]expected[/bold red] [link=http://evil.example]this[/link]"
    assert f"jmo-api-https: {detail}" in shown(failed(detail=detail))


def test_all_well_is_said() -> None:
    assert sentence(control(), outcome(), outcome()) == "All 2 probes are well, seen from here."


def test_degraded_is_said() -> None:
    said = sentence(control(result=Result.DEGRADED), outcome(), slow())
    assert said == "All answer; 1 of 2 are degraded."


def test_a_failure_is_not_your_network() -> None:
    said = sentence(control(), outcome(), failed(), slow())
    assert said == "It is not your network: 1 of 3 probes failed."


def test_void_alone_is_no_good_news() -> None:
    challenged = void(reason=Reason.INTERFERENCE_CHALLENGE)
    said = sentence(control(), outcome(), challenged)
    assert said == "Nothing failed, but 1 of 2 probes could not see their target."


@pytest.mark.parametrize(
    ("network", "seen", "said"),
    [
        (Network.DOWN, failed(), "the controls do not answer either."),
        (Network.CAPTIVE, failed(), "it answers in place of the controls, as a log-in page does."),
        (Network.UP, void(), "your provider answers in place of a service"),
    ],
)
def test_our_own_network_is_named(network: Network, seen: Outcome, said: str) -> None:
    assert sentence(control(), seen, network=network).startswith(f"It is your own network: {said}")
