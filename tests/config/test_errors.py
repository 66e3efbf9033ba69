"""All problems at once, each at its place, in the order of the file."""

import pytest

from monitor.config.errors import ConfigError, Path, Place, Problem, dotted, shortened


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("services", 0, "probes", 1, "url"), "services[0].probes[1].url"),
        (("headers", "X-Level"), "headers.X-Level"),
        (("resolve", "www.example.org"), 'resolve["www.example.org"]'),
        (("a b", 0), '["a b"][0]'),
        (("a\n\x1b[0m",), '["a\\n\\u001b[0m"]'),
        (("é",), '["\\u00e9"]'),
        (("",), '[""]'),
    ],
)
def test_a_path_is_written_as_people_write_it(path: Path, text: str) -> None:
    assert dotted(path) == text


def test_a_long_key_is_cut() -> None:
    assert len(dotted(("x y" * 1000,))) < 100


def test_problems_stand_in_the_order_of_the_file_and_each_once() -> None:
    problems = [
        Problem(text="late", path=("b",), place=Place(10, 1)),
        Problem(text="right", path=("a",), place=Place(2, 9)),
        Problem(text="left", path=("a",), place=Place(2, 3)),
        Problem(text="left", path=("a",), place=Place(2, 3)),
        Problem(text="whole"),
    ]
    error = ConfigError("probes.yaml", problems)
    assert str(error).splitlines() == [
        "probes.yaml: whole",
        "probes.yaml:2:3: a: left",
        "probes.yaml:2:9: a: right",
        "probes.yaml:10:1: b: late",
    ]
    assert error.lines == tuple(str(error).splitlines())


def test_a_problem_of_the_text_has_no_path() -> None:
    error = ConfigError("f", [Problem(text="the file is empty", place=Place(1, 1))])
    assert str(error) == "f:1:1: the file is empty"


@pytest.mark.parametrize("length", [0, 1, 79, 80, 81, 10_000])
def test_a_text_is_shortened_in_its_middle(length: int) -> None:
    text = "a" * length
    assert len(shortened(text)) <= 80
    assert (shortened(text) == text) is (length <= 80)
    assert shortened("begin" + text + "end", 20).startswith("begin")
