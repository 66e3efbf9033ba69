"""Every question of every panel, for every choice and range, has an answer that can be shown."""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import pytest

from grafana.builder.targets import Choice, Target
from monitor.model import Reason, Result, State
from tests.prove import dashboards, script
from tests.prove.dashboards import RANGES
from tests.prove.history import PLACES, SCRAPE_SECONDS, History
from tests.prove.prometheus import Answer
from tests.prove.truth import Truth

pytestmark = pytest.mark.slow
SLOW_SECONDS = 2.0
STANDARD, STANDARD_SECONDS = "avg_over_time(sum by (service) (jmo_service_state)[30d:1m])", 0.4
"""What a machine that is fit for it needs for this; one that is slower is given as much longer."""
POINTS_AT_MOST = 11_000
PERIODS = ("month-end", "work")


@dataclass(frozen=True)
class View:
    """A dashboard as somebody looks at it, and what was so."""

    truth: Truth
    choice: Choice
    range_seconds: int

    @property
    def services(self) -> Sequence[str]:
        """Those that are chosen."""
        chosen = self.choice.values["service"]
        return [chosen] if isinstance(chosen, str) else chosen

    def some_run(self, *results: Result, every_service: bool = False) -> bool:
        """Whether a run in the range came to one of these."""
        runs = self.truth.runs(self.truth.last(self.range_seconds))
        return any(
            run.result in results and (every_service or run.service in self.services)
            for run in runs
        )

    def some_window(self, *severities: State) -> bool:
        """Whether there was a window of such a severity."""
        windows = self.truth.windows(self.truth.last(self.range_seconds), *self.services)
        return any(window.severity in severities for _, window in windows)

    def some_time(self, *, inside: bool) -> bool:
        """Whether there was time inside or outside of the chosen period."""
        began, ended = self.truth.last(self.range_seconds)
        period = str(self.choice.values["period"])
        every = max((ended - began).total_seconds(), 1)
        spans = self.truth.settings.calendar.spans(period, began, ended)
        within = sum((end - start).total_seconds() for start, end in spans)
        return within > 0 if inside else within < every and self._known_outside(period)

    def _known_outside(self, period: str) -> bool:
        stretch = self.truth.last(self.range_seconds)
        calendar = self.truth.settings.calendar
        shares = self.truth.bad_share(stretch, *self.services)
        return any(period not in calendar.at(at) for at, _ in shares)

    def some_release(self) -> bool:
        """Whether a place saw a version change."""
        began = self.truth.last(self.range_seconds)[0]
        seen = (max(world.began, began) for world in self.truth.worlds)
        return any(moment <= at for moment in seen for at, _ in script.RELEASES)


def _promised(view: View) -> bool:
    return list(view.services) != ["shop"]


_BAD = (Result.DEGRADED, Result.FAILED, Result.VOID)
NOT_ALWAYS: dict[tuple[str, str], Callable[[View], bool]] = {
    ("jmo-health", "11 A"): lambda view: False,  # no tick is missed in this world
    ("jmo-health", "12 A"): lambda view: view.some_run(Result.VOID, every_service=True),
    ("jmo-health", "14 A"): lambda view: False,  # at END every probe has fresh evidence
    ("jmo-overview", "5 H"): _promised,  # the shop shows no certificate
    ("jmo-service", "6 A"): _promised,
    ("jmo-service", "14 F"): _promised,
    ("jmo-service", "12 A"): lambda view: view.some_run(*_BAD),
    ("jmo-service", "13 A"): lambda view: view.some_run(*_BAD),
    ("jmo-slo", "7 A"): lambda view: False,  # no rules are evaluated here
    ("jmo-windows", "6 A"): lambda view: view.some_window(State.DEGRADED, State.DOWN),
    ("jmo-windows", "6 B"): lambda view: "site" in view.services,
    ("jmo-windows", "10 A"): lambda view: view.some_time(inside=True),
    ("jmo-windows", "10 B"): lambda view: view.some_time(inside=False),
}
"""When there is an answer where there is not always one."""


def expected(view: View, uid: str, name: str) -> bool | None:
    """Whether there should be an answer; None where a band may or may not be drawn."""
    rule = NOT_ALWAYS.get((uid, name))
    if rule is not None:
        return rule(view)
    if name.startswith("Down windows"):
        return view.some_window(State.DOWN)
    if name.startswith("Degraded windows"):
        return True if view.some_window(State.DEGRADED) else None
    if name.startswith("App releases"):
        return view.some_release()
    if name.startswith("Calendar"):
        return None
    return _promised(view) if uid == "jmo-slo" else True


@dataclass(frozen=True)
class Seen:
    """One question, who asked it, and what came."""

    where: str
    uid: str
    name: str
    view: View
    target: Target
    answer: Answer


@pytest.fixture(scope="module")
def seen(past: History) -> list[Seen]:
    """Everything asked once; two questions at a time, as there are two processors."""
    views = list(_views(past))
    questions = {_question(target): target for _, _, _, target in views}
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda each: past.prometheus.ask(each, script.END), questions.values())
        known = dict(zip(questions, answers, strict=True))
    return [
        Seen(where, target.dashboard, name, view, target, known[_question(target)])
        for where, name, view, target in views
    ]


def _question(target: Target) -> tuple[str, bool, int, int]:
    return target.expression, target.instant, target.range_seconds, target.step_seconds


def _views(past: History) -> Iterator[tuple[str, str, View, Target]]:
    offers = cache(past.offers)
    whole = past.truth()
    for uid, board in past.boards.items():
        for said, seconds in RANGES.items():
            if uid.endswith("-id"):
                chosen = [dashboards.first(board, offers, seconds, SCRAPE_SECONDS)]
            else:
                chosen = dashboards.every(board, offers, seconds, SCRAPE_SECONDS)
            for each in chosen:
                place = str(each.choice.values.get("location", dashboards.EVERYWHERE))
                truth = whole.place(place) if place in PLACES else whole
                for name, target in dashboards.asked(board, each.choice):
                    where = f"{uid}, panel {name} ({target.title}), {said}, {each.said}"
                    yield where, name, View(truth, each.choice, target.range_seconds), target


def test_there_are_many_questions(seen: list[Seen]) -> None:
    assert len({each.uid for each in seen}) == 12
    assert len({(each.uid, each.name) for each in seen}) > 200
    assert len(seen) > 5000


def test_whatever_should_have_an_answer_has_one(seen: list[Seen]) -> None:
    wrong = []
    for each in seen:
        if not each.uid.endswith("-id"):
            should = expected(each.view, each.uid, each.name)
            if should is not None and should != bool(each.answer.series):
                wrong.append(f"{each.where}: {'nothing' if should else 'something'} came")
    assert not wrong, "\n".join(wrong)


def test_both_languages_are_told_the_same(seen: list[Seen]) -> None:
    english = {
        (s.uid, s.target.panel, s.target.ref, s.view.range_seconds): len(s.answer.series)
        for s in seen
        if s.where.endswith("as opened") and s.target.panel
    }
    found = 0
    for each in seen:
        if each.uid.endswith("-id") and each.target.panel:
            key = (
                each.uid.removesuffix("-id"),
                each.target.panel,
                each.target.ref,
                each.view.range_seconds,
            )
            assert english[key] == len(each.answer.series), each.where
            found += 1
    assert found > 300


def test_every_number_can_be_drawn(seen: list[Seen]) -> None:
    for each in seen:
        for series in each.answer.series:
            assert all(math.isfinite(value) for _, value in series.samples), each.where
            assert len(series.samples) <= POINTS_AT_MOST, each.where


def test_nobody_waits_long(past: History, seen: list[Seen]) -> None:
    """What took long is asked again, alone, and judged by how fast this machine is meanwhile."""
    late = {_question(s.target): s for s in seen if s.answer.seconds >= SLOW_SECONDS}
    slow = [
        f"{each.where}: {seconds:.1f} s"
        for each in late.values()
        if (seconds := _comparable_seconds(past, each.target)) >= SLOW_SECONDS
    ]
    assert not slow, "\n".join(slow)


def _comparable_seconds(past: History, target: Target) -> float:
    standard = min(past.prometheus.instant(STANDARD, script.END).seconds for _ in range(3))
    return past.prometheus.ask(target, script.END).seconds / max(standard / STANDARD_SECONDS, 1)


def test_a_void_run_has_a_reason_of_its_own() -> None:
    assert {f.reason.is_void for f in script.FAULTS if f.result is Result.VOID} == {True}
    assert Reason.CONNECT_REFUSED in {f.reason for f in script.FAULTS}
