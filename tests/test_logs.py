"""Lines a person or a program can read, all of them, and none of what nobody asked for."""

import io
import json
import logging
import threading
from contextlib import redirect_stderr
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from monitor.logs import MOST_WAITING, Format, logging_to_stderr

Captured = pytest.CaptureFixture[str]


def events(captured: Captured) -> list[dict[str, Any]]:
    """What stands on stderr, each line an object; stdout has nothing."""
    out, err = captured.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_a_json_line_holds_the_event_its_level_and_its_moment_in_utc(capsys: Captured) -> None:
    with logging_to_stderr("info", "json"):
        structlog.get_logger("monitor").warning("probe", probe="jmo", reason=None, runs=3)
    (event,) = events(capsys)
    moment = datetime.fromisoformat(event.pop("timestamp"))
    assert event == {
        "event": "probe",
        "level": "warning",
        "probe": "jmo",
        "reason": None,
        "runs": 3,
    }
    assert moment.utcoffset() == timedelta(0)


def test_a_line_of_text_can_be_read_and_has_no_colours_where_nobody_sees_them(
    capsys: Captured,
) -> None:
    with logging_to_stderr("info", "text"):
        structlog.get_logger("monitor").info("serving", url="http://127.0.0.1:8175/")
    (line,) = capsys.readouterr().err.splitlines()
    assert "\x1b" not in line
    moment, rest = line.split(" ", 1)
    assert datetime.fromisoformat(moment)
    assert rest.split() == ["[info", "]", "serving", "url=http://127.0.0.1:8175/"]


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
    ],
)
def test_less_than_the_level_is_not_written(level: str, heard: list[str], capsys: Captured) -> None:
    with logging_to_stderr(level, "json"):
        for name in ("debug", "info", "warning", "error"):
            getattr(structlog.get_logger("monitor"), name)(name)
    assert [event["level"] for event in events(capsys)] == heard


def test_a_library_is_heard_when_it_warns_and_not_before(capsys: Captured) -> None:
    with logging_to_stderr("debug", "json"):
        logging.getLogger("dns").debug("not this")
        logging.getLogger("dns").info("nor this")
        logging.getLogger("dns").warning("%s of %d", "this", 1)
    (event,) = events(capsys)
    assert event["event"] == "this of 1"
    assert event["level"] == "warning"


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_is_told_with_where_it_came_from(form: Format, capsys: Captured) -> None:
    with logging_to_stderr("info", form):
        try:
            raise LookupError("nothing here")
        except LookupError:
            structlog.get_logger("monitor").exception("it broke")
            logging.getLogger("library").exception("so did %s", "this")
    written = capsys.readouterr().err
    assert written.count("LookupError: nothing here") == 2
    assert written.count("Traceback") == 2
    if form == "json":
        assert len(written.splitlines()) == 2


@pytest.mark.parametrize("odd", ["two\nlines", "\x1b[31mred", "\udce9 alone", "‮turned"])
def test_what_came_from_outside_stays_on_its_line(odd: str, capsys: Captured) -> None:
    with logging_to_stderr("info", "json"):
        structlog.get_logger("monitor").info("probe", detail=odd)
    (event,) = events(capsys)
    assert event["detail"] == odd


def test_nothing_is_lost_at_the_end_and_the_order_is_kept(capsys: Captured) -> None:
    with logging_to_stderr("info", "json"):
        for number in range(5000):
            structlog.get_logger("monitor").info("line", number=number)
    assert [event["number"] for event in events(capsys)] == list(range(5000))


def test_lines_of_several_threads_do_not_mix(capsys: Captured) -> None:
    def write(name: str) -> None:
        for number in range(200):
            structlog.get_logger("monitor").info(name, number=number)

    with logging_to_stderr("info", "json"):
        threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seen = events(capsys)
    for name in "abcd":
        assert [e["number"] for e in seen if e["event"] == name] == list(range(200))


def test_after_the_end_nothing_of_it_remains(capsys: Captured) -> None:
    handlers = list(logging.getLogger().handlers)
    with logging_to_stderr("info", "json"):
        pass
    assert logging.getLogger().handlers == handlers
    assert not structlog.is_configured()
    assert not [thread for thread in threading.enumerate() if "monitor" in thread.name]


class _Held(io.StringIO):
    """A stream that takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def write(self, text: str) -> int:
        self.let_go.wait()
        return super().write(text)


def test_lines_that_nobody_takes_are_dropped_and_their_number_told() -> None:
    held, more = _Held(), 100
    with redirect_stderr(held), logging_to_stderr("info", "json"):
        log = structlog.get_logger("monitor")
        for number in range(MOST_WAITING + more):
            log.info("line", number=number)
        held.let_go.set()
        while held.getvalue().count("\n") < more:
            threading.Event().wait(0.01)
        log.info("after")
    *_, told, after = (json.loads(line) for line in held.getvalue().splitlines())
    dropped = int(told["event"].split()[0])
    assert more - 2 <= dropped <= more
    assert after["event"] == "after"
