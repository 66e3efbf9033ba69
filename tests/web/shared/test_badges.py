"""What badges say, and what they do not make look better than it is."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from monitor.model import PageInfo, Recent, Slo, State, Uptime, Verdict
from monitor.web.shared.badge import Badge
from monitor.web.shared.badges import SPANS, Badges
from monitor.words import Speech
from tests.metrics.samples import SERVICE
from tests.support.clocks import EPOCH
from tests.support.texts import HOSTILE
from tests.web.overviews import summary
from tests.web.shared.worlds import ENGLISH, INDONESIAN, hostile_world, world

MONTH = SPANS["30d"]
QUIET = world(PageInfo())
NOTHING = Recent(services={}, windows=(), releases=())


def badges(speech: Speech = ENGLISH) -> Badges:
    return Badges(QUIET.status, QUIET.roster, speech)


def uptime(speech: Speech = ENGLISH, slo: Slo | None = None, **seconds: float) -> Badge:
    info = replace(SERVICE, slo=slo)
    made = summary(info=info, uptimes={MONTH: Uptime(**seconds)})
    return badges(speech).uptime(made, MONTH)


def slo(**changes: Any) -> Slo:
    return replace(Slo(availability=0.995, window_seconds=1.0), **changes)


@pytest.mark.parametrize("verdict", Verdict)
def test_the_verdict_is_told_in_both_languages(verdict: Verdict) -> None:
    status = replace(QUIET.status, verdict=verdict)
    said = {Badges(status, QUIET.roster, each).verdict().value for each in (INDONESIAN, ENGLISH)}
    assert all(said)
    if verdict is not Verdict.OPERATIONAL:
        assert len(said) == 2


def test_the_verdict_is_titled_with_its_sentence_and_from_where_it_was_seen() -> None:
    made = badges(INDONESIAN).verdict()
    assert (made.label, made.value, made.tone) == ("JMO", "mati", State.DOWN)
    assert made.title == (
        "JMO sedang mati sejak 08.50 WIB — bukan ponsel Anda. Dilihat dari jakarta."
    )


def test_a_state_is_told_with_its_begin() -> None:
    made = badges().state(summary())
    assert (made.label, made.value, made.tone) == ("JMO app", "down", State.DOWN)
    assert made.title == "JMO app: down since 08:50 WIB. As seen from jakarta."
    assert badges().state(summary(since=None)).title == "JMO app: down. As seen from jakarta."


def test_a_state_began_with_its_window_as_on_the_pages() -> None:
    """The state itself begins anew after a restart."""
    made = badges().state(summary(state=State.DEGRADED, since=EPOCH))
    assert made.title == "JMO app: degraded since 08:50 WIB. As seen from jakarta."


def test_an_uptime_is_told_with_its_span_coverage_and_objective() -> None:
    made = uptime(INDONESIAN, slo(), up_seconds=900, down_seconds=100, unknown_seconds=250)
    assert (made.label, made.value) == ("Aplikasi JMO, 30 hari", "90,00 %")
    assert made.title == (
        "Aplikasi JMO: ketersediaan 90,00 % selama 30 hari, cakupan 80,00 %, sasaran 99,5 %."
        " Dilihat dari jakarta."
    )


def test_an_uptime_of_which_less_than_half_was_seen_says_so_and_is_not_judged() -> None:
    made = uptime(ENGLISH, slo(), up_seconds=400, unknown_seconds=600)
    assert made.value == "100% (coverage 40.00%)"
    assert made.tone is State.UNKNOWN


def test_an_uptime_of_which_nothing_was_seen_is_no_figure() -> None:
    made = uptime(unknown_seconds=600)
    assert (made.value, made.tone) == ("none yet", State.UNKNOWN)
    assert "coverage 0%" in made.title
    assert badges().uptime(summary(uptimes={}), MONTH).value == "none yet"


@pytest.mark.parametrize(("aim", "tone"), [(None, None), (0.9, State.UP), (0.95, State.DEGRADED)])
def test_an_uptime_is_judged_by_its_own_objective_alone(
    aim: float | None, tone: State | None
) -> None:
    own = None if aim is None else slo(availability=aim)
    assert uptime(ENGLISH, own, up_seconds=900, down_seconds=100).tone is tone


@pytest.mark.parametrize(("limit", "tone"), [(None, None), (1.0, State.UP), (0.1, State.DEGRADED)])
def test_a_latency_is_judged_by_its_own_objective_alone(
    limit: float | None, tone: State | None
) -> None:
    info = replace(SERVICE, slo=slo(latency_under_seconds=limit, latency=0.9))
    made = badges().latency(summary(info=info), QUIET.recent)
    assert (made.label, made.value, made.tone) == ("JMO app, response time", "0.20 s", tone)
    assert made.title.startswith("JMO app: mean response time 0.20 s over the last hour")


def test_a_latency_that_nobody_knows_is_no_figure() -> None:
    made = badges(INDONESIAN).latency(summary(), NOTHING)
    assert (made.value, made.tone) == ("belum ada", State.UNKNOWN)
    assert made.title.startswith("Aplikasi JMO: belum ada jawaban dalam satu jam terakhir")


def test_only_the_last_hour_counts_for_the_latency() -> None:
    (past,) = QUIET.recent.services.values()
    old = tuple(replace(pace, mean_seconds=None) for pace in past.paces[-4:])
    recent = replace(
        QUIET.recent, services={SERVICE.id: replace(past, paces=past.paces[:-4] + old)}
    )
    assert badges().latency(summary(), recent).value == "none yet"


def test_the_notice_comes_before_all_else() -> None:
    noted = world()
    made = Badges(noted.status, noted.roster, ENGLISH)
    assert made.verdict().title.startswith("On trial. JMO is down")
    assert made.state(summary()).title.startswith("On trial. JMO app: down")


@given(HOSTILE)
def test_what_somebody_else_wrote_is_but_text(text: str) -> None:
    strange = hostile_world(text)
    made = Badges(strange.status, strange.roster, ENGLISH)
    service = strange.status.services[0]
    said = [made.state(service), made.uptime(service, MONTH), made.latency(service, strange.recent)]
    assert [each.label for each in said] == [text, f"{text}, 30 days", f"{text}, response time"]
