"""What must hold between the parts that speak of time, in broken files too."""

from pathlib import Path

from tests.config.files import file_with, problems_of

UNKNOWN = "maintenance: [{why: a, services: [nowhere], days: 1}]\n"
SKIPPED = "maintenance: [{why: a, start: 2026-03-29T02:30, end: 2026-03-29T04:30}]\n"


def test_a_broken_part_hides_nothing_of_the_others(tmp_path: Path) -> None:
    head = (
        "calendar: [{id: a, name: a, days: 1}, 5, {id: a, name: a}, {id: b, days: x}]\n"
        "maintenance:\n"
        "  - {why: a, services: [nowhere], days: 1}\n"
        "  - {why: a, days: never}\n"
        "  - {why: a, start: 2026-12-02T22:00, end: 2026-12-01T22:00}\n"
    )
    places = [line.partition(": ")[2] for line in problems_of(tmp_path, file_with("", head))]
    assert [place.partition(": ")[0] for place in places] == [
        *("calendar[1]", "calendar[2]", "calendar[2].id", "calendar[3].name", "calendar[3].days"),
        *("maintenance[0].services[0]", "maintenance[1].days", "maintenance[2].end"),
    ]


def test_local_times_wait_for_a_zone_that_is_known(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, file_with("", f"timezone: Europe/Berlin\n{SKIPPED}"))
    assert problem.startswith("4:31: maintenance[0].start: 2026-03-29T02:30 is skipped")
    (problem,) = problems_of(tmp_path, file_with("", f"timezone: Europe/Berlni\n{SKIPPED}"))
    assert problem.startswith("3:11: timezone: ")
    assert problems_of(tmp_path, file_with("", SKIPPED)) == []


def test_services_that_nobody_can_name_are_not_compared(tmp_path: Path) -> None:
    text = file_with("", UNKNOWN).replace("id: web\n", "id: 5\n")
    assert [problem.partition(": ")[0] for problem in problems_of(tmp_path, text)] == ["5:9"]


def test_many_services_are_cut_in_the_message(tmp_path: Path) -> None:
    text = file_with("", UNKNOWN, url="http://127.0.0.1/")
    service = text.partition("services:\n")[2]
    more = (service.replace("web", f"web-{n}") for n in range(200))
    (problem,) = problems_of(tmp_path, text + "".join(more))
    assert "'nowhere' is no service here; known: web, web-0, " in problem
    assert len(problem) < 600


def test_an_objective_is_not_counted_over_longer_than_is_kept(tmp_path: Path) -> None:
    for window, rollups, fits in (("30d", "30d", True), ("31d", "30d", False)):
        text = file_with("", f"history: {{rollups: {rollups}}}\n").replace(
            "    probes:", f"    slo: {{availability: 99%, window: {window}}}\n    probes:"
        )
        assert (problems_of(tmp_path, text) == []) is fits
