"""What stands on the terminal."""

from datetime import UTC, datetime

import pytest

from monitor.demo.narrator import OVER, Narrator
from monitor.demo.story import STORY
from monitor.model import Assessment, Reason, Roster, ServiceInfo, State, Transition, Verdict
from monitor.words import Language
from tests.support.clocks import ManualClock

NOW = datetime(2026, 8, 31, tzinfo=UTC)
URL = "http://127.0.0.1:8175/"
SSO = ServiceInfo(
    id="sso",
    name="Masuk (SSO)",
    name_en="Log-in (SSO)",
    symptom="Gagal masuk",
    symptom_en="Log-in fails",
    essential=True,
)
ROSTER = Roster(location="demo", timezone="Asia/Jakarta", services=(SSO,), probes=())


def turned(new: State, reason: Reason | None = None, probe: str | None = None) -> Assessment:
    transition = Transition(
        service="sso",
        probe=probe,
        old=State.UNKNOWN,
        new=new,
        began_at=NOW,
        known_at=NOW,
        reason=reason,
    )
    return Assessment(
        at=NOW,
        outcome=None,
        probe_states={},
        service_states={},
        since={},
        verdict=Verdict.UNKNOWN,
        transitions=(transition,),
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def test_it_says_first_that_nothing_is_real_and_where_to_look(clock: ManualClock) -> None:
    lines: list[str] = []
    Narrator(lines.append, Language.ENGLISH, ROSTER, clock).begin(URL)
    assert "demonstration" in lines[0]
    assert "not the real JMO" in lines[0]
    assert f"Open {URL} " in lines[1]
    assert f"{URL}api/v1/status." in lines[1]


def test_acts_and_what_is_noticed_have_the_time_since_the_beginning(clock: ManualClock) -> None:
    lines: list[str] = []
    narrator = Narrator(lines.append, Language.ENGLISH, ROSTER, clock)
    clock.advance(100)
    narrator.begin(URL)
    del lines[:]
    narrator.act(STORY[0])
    clock.advance(83)
    narrator.hear(turned(State.DOWN, Reason.CHECK_STATUS))
    narrator.end(OVER)
    assert lines == [
        f" 0:00  {STORY[0].says.english}",
        " 1:23     → Log-in (SSO): down (the server answered with a wrong status)",
        f" 1:23  {OVER.english}",
    ]


def test_it_speaks_indonesian(clock: ManualClock) -> None:
    lines: list[str] = []
    narrator = Narrator(lines.append, Language.INDONESIAN, ROSTER, clock)
    narrator.act(STORY[0])
    narrator.hear(turned(State.UP))
    assert lines == [f" 0:00  {STORY[0].says.indonesian}", " 0:00     → Masuk (SSO): normal"]


def test_of_probes_alone_nothing_is_said(clock: ManualClock) -> None:
    lines: list[str] = []
    narrator = Narrator(lines.append, Language.ENGLISH, ROSTER, clock)
    narrator.hear(turned(State.DOWN, Reason.CHECK_STATUS, probe="sso-page"))
    assert lines == []
    assert not narrator.first_result.is_set()
