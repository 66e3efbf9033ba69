"""The notebook of an attempt: finished phases are measured, the open one is named."""

import pytest

from monitor.model import HttpAnswer, Phase
from monitor.net.recorder import Recorder
from tests.support.clocks import ManualClock

ANSWER = HttpAnswer(
    status_code=200,
    http_version="1.1",
    redirects=0,
    ssl=False,
    content_length=-1,
    body_bytes=0,
    truncated=False,
    last_modified=None,
    retry_after_seconds=None,
)


def test_a_finished_phase_is_measured() -> None:
    clock = ManualClock()
    recorder = Recorder(clock)
    with recorder.phase(Phase.CONNECT):
        assert recorder.open_phase is Phase.CONNECT
        clock.advance(0.25)
    assert recorder.open_phase is None
    assert recorder.latest_phase is Phase.CONNECT
    assert recorder.observation().phases == {Phase.CONNECT: 0.25}


def test_the_phases_of_hops_add_up() -> None:
    clock = ManualClock()
    recorder = Recorder(clock)
    for seconds in (0.25, 0.5):
        recorder.begin(Phase.PROCESSING)
        clock.advance(seconds)
        recorder.end()
    assert recorder.observation().phases == {Phase.PROCESSING: 0.75}


def test_a_phase_that_broke_stays_open_and_unmeasured() -> None:
    recorder = Recorder(ManualClock())
    with pytest.raises(RuntimeError), recorder.phase(Phase.TLS):
        raise RuntimeError
    assert recorder.open_phase is Phase.TLS
    assert recorder.observation().phases == {}


def test_ending_no_phase_is_nothing() -> None:
    recorder = Recorder(ManualClock())
    recorder.end()
    assert recorder.observation().phases == {}


def test_an_observation_does_not_change_with_the_notebook() -> None:
    recorder = Recorder(ManualClock())
    before = recorder.observation()
    with recorder.phase(Phase.RESOLVE):
        pass
    assert before.phases == {}


def test_a_body_belongs_to_the_answer_that_was_taken_down() -> None:
    recorder = Recorder(ManualClock())
    recorder.http = ANSWER
    recorder.take_body(b"halaman", truncated=True)
    seen = recorder.observation()
    assert seen.body == b"halaman"
    assert seen.http is not None
    assert (seen.http.body_bytes, seen.http.truncated) == (7, True)


def test_the_phases_of_steps_add_up_and_are_known_of_each() -> None:
    clock = ManualClock()
    recorder = Recorder(clock)
    for name, seconds in (("a", 0.25), ("b", 0.5)):
        notes = recorder.begin_step(name)
        notes.begin(Phase.CONNECT)
        clock.advance(seconds)
        notes.end()
        recorder.pass_step()
    seen = recorder.observation()
    assert seen.phases == {Phase.CONNECT: 0.75}
    assert [(step.name, step.phases[Phase.CONNECT]) for step in seen.steps] == [
        ("a", 0.25),
        ("b", 0.5),
    ]


def test_a_step_that_was_begun_is_told_before_anything_came_of_it() -> None:
    recorder = Recorder(ManualClock())
    notes = recorder.begin_step("a")
    notes.http = ANSWER
    notes.hops = ("http://a/",)
    notes.take_body(b"halaman", truncated=False)
    with notes.phase(Phase.PROCESSING):
        pass
    recorder.pass_step()
    recorder.begin_step("b")
    seen = recorder.observation()
    assert [(step.name, step.passed, step.status_code) for step in seen.steps] == [
        ("a", True, 200),
        ("b", False, None),
    ]
    assert recorder.latest_phase is Phase.PROCESSING
    assert (seen.http, seen.hops) == (None, ("http://a/",))
    assert [part.body for part in seen.parts] == [b"", b""]


def test_the_open_phase_is_that_of_the_step_under_way() -> None:
    recorder = Recorder(ManualClock())
    for phase in (Phase.TRANSFER, Phase.TLS):
        recorder.begin_step(phase).begin(phase)
    assert recorder.latest_phase is Phase.TLS
