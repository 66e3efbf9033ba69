"""Numbers of stats and tables over a generated history equal the truth, within a sample."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from grafana.builder.spans import SILENT_CODE
from monitor.model import LATENCY_SECONDS, Result, State
from tests.prove import dashboards, script
from tests.prove.cast import PROBES
from tests.prove.dashboards import DAY_SECONDS, RANGES
from tests.prove.history import PLACES, SCRAPE_SECONDS, History
from tests.prove.scrapes import LOOK_BACK
from tests.prove.truth import SEVERITIES, WIB, Truth, length_seconds, mean, open_seconds

pytestmark = pytest.mark.slow
SERVICES = ("claims", "login", "pay", "shop", "site")
PROMISED = ("claims", "login", "pay", "site")
EXACT = 1e-9
EXACT_SECONDS = 0.01
"""Edges of windows are known to the millisecond; the range, to the second."""
SECONDS = {"s": 1.0, "ms": 0.001}
"""How long a unit of Grafana's is."""
every_place = pytest.mark.parametrize("place", PLACES)
every_range = pytest.mark.parametrize("seconds", RANGES.values(), ids=list(RANGES))
MOMENTS = {
    "now": script.END,
    "in a window": datetime(2026, 10, 26, 9, 30, tzinfo=UTC),
    "after two": datetime(2026, 10, 28, 6, 0, tzinfo=UTC),
}
every_moment = pytest.mark.parametrize("at", MOMENTS.values(), ids=list(MOMENTS))


@every_range
@every_place
def test_uptime_and_coverage_of_a_place_are_those_of_its_settled_time(
    past: History, seconds: int, place: str
) -> None:
    truth = past.truth().place(place)
    stretch = truth.last(seconds)
    share, known, down = (
        past.panel("jmo-overview", f"5 {ref}", seconds, location=place).by("service")
        for ref in "CDE"
    )
    seen = {service: truth.uptime(service, stretch) for service in SERVICES}
    assert share.keys() == {service for service, u in seen.items() if u.known_seconds}
    assert known.keys() == down.keys() == set(SERVICES)
    for service, true in seen.items():
        if true.ratio is not None:
            assert share[service] == pytest.approx(true.ratio, abs=EXACT), service
        assert down[service] == pytest.approx(true.down_seconds, abs=EXACT_SECONDS), service
        whole = seconds - true.maintenance_seconds
        covered = min(1, true.known_seconds / whole)
        assert known[service] == pytest.approx(covered, abs=SCRAPE_SECONDS / seconds), service


@every_range
def test_uptime_and_coverage_of_several_places_are_those_of_their_votes(
    past: History, seconds: int
) -> None:
    truth = past.truth()
    share, known, down, bars, covered = (
        past.panel("jmo-overview", name, seconds).by("service")
        for name in ("5 C", "5 D", "5 E", "3 A", "4 A")
    )
    assert share.keys() == known.keys() == down.keys() == set(SERVICES)
    assert (bars, covered) == (share, known)
    for service in SERVICES:
        votes = list(truth.votes(truth.last(seconds), service))
        assert share[service] == pytest.approx(1 - mean(votes), abs=EXACT), service
        assert down[service] == 60 * sum(votes), service
        seen = (past.truth().place(place).uptime(service, truth.last(seconds)) for place in PLACES)
        whole = seconds - max(u.maintenance_seconds for u in seen)
        true = min(1, 60 * len(votes) / whole)
        assert known[service] == pytest.approx(true, abs=EXACT), service


def test_a_place_that_joins_late_does_not_change_what_was_before(past: History) -> None:
    """The second place saw nothing of what `pay` and `site` went through a week ago and before."""
    both = past.panel("jmo-overview", "5 E", RANGES["30d"]).by("service")
    home = past.panel("jmo-overview", "5 E", RANGES["30d"], location=PLACES[0]).by("service")
    for service in ("pay", "site"):
        assert both[service] == pytest.approx(home[service], rel=0.1), service
        assert both[service] > 3600, service


@every_range
def test_uptime_of_a_place_is_that_of_all_its_services(past: History, seconds: int) -> None:
    shares = past.panel("jmo-locations", "8 A", seconds).by("location")
    known = past.panel("jmo-locations", "9 A", seconds).by("location")
    assert shares.keys() == known.keys() == set(PLACES)
    for place in PLACES:
        truth = past.truth().place(place)
        every = [truth.uptime(service, truth.last(seconds)) for service in SERVICES]
        true_share = 1 - sum(u.down_seconds for u in every) / sum(u.known_seconds for u in every)
        assert shares[place] == pytest.approx(true_share, abs=EXACT), place
        covered = mean(min(1, u.known_seconds / (seconds - u.maintenance_seconds)) for u in every)
        assert known[place] == pytest.approx(covered, abs=SCRAPE_SECONDS / seconds), place


@every_range
def test_void_runs_are_a_share_of_all_runs(past: History, seconds: int) -> None:
    told = past.panel("jmo-health", "13 A", seconds).by("location")
    for place, share in told.items():
        truth = past.truth().place(place)
        every = [run.result is Result.VOID for run in truth.runs(truth.last(seconds))]
        assert share == pytest.approx(mean(every), abs=EXACT), place


@every_range
@every_moment
def test_windows_are_counted_summed_and_the_longest_is_found(
    past: History, seconds: int, at: datetime
) -> None:
    truth = past.truth(at)
    every = truth.windows(truth.last(seconds))
    (count,) = past.panel("jmo-windows", "1 A", seconds, at).by("none").values()
    (down,) = past.panel("jmo-windows", "2 A", seconds, at).by("none").values()
    (now,) = past.panel("jmo-windows", "5 A", seconds, at).by("none").values()
    assert count == len(every)
    assert down == sum(window.severity is State.DOWN for _, window in every)
    assert now == sum(window.ended_at is None or window.ended_at > at for _, window in every)
    (total,) = past.panel("jmo-windows", "3 A", seconds, at).by("none").values()
    (longest,) = past.panel("jmo-windows", "4 A", seconds, at).by("none").values()
    lengths = [open_seconds(window, truth.last(seconds)) for _, window in every]
    assert total == pytest.approx(sum(lengths), abs=EXACT_SECONDS * max(1, len(every)))
    assert longest == pytest.approx(max(lengths, default=0), abs=EXACT_SECONDS)


@every_range
@every_moment
def test_the_table_has_every_window_with_start_length_and_severity(
    past: History, seconds: int, at: datetime
) -> None:
    truth = past.truth(at)
    lengths, now = (
        past.panel("jmo-windows", f"6 {ref}", seconds, at).by(
            "service", "location", "severity", "start"
        )
        for ref in "AB"
    )
    rows = {}
    for place, window in truth.windows(truth.last(seconds)):
        start = f"{window.began_at.timestamp() * 1000:.0f}"
        rows[window.service, place, window.severity.value, start] = window
    assert lengths.keys() == rows.keys()
    shown = SECONDS[dashboards.unit(past.boards["jmo-windows"], 6, "Value #A")]
    for row, window in rows.items():
        true_seconds = length_seconds(window, at)
        assert lengths[row] * shown == pytest.approx(true_seconds, abs=EXACT_SECONDS), row
        assert (row in now) == (window.ended_at is None or window.ended_at > at), row


@every_range
def test_the_overview_counts_the_windows_of_each_service(past: History, seconds: int) -> None:
    truth = past.truth()
    told = past.panel("jmo-overview", "5 F", seconds).by("service")
    assert told == {id: len(truth.windows(truth.last(seconds), id)) for id in SERVICES}


def test_a_window_that_ends_and_goes_on_is_one_row_of_its_whole_length(past: History) -> None:
    """On the first of November `login` was away for 20 minutes, and 4 minutes later for 15 more."""
    lengths = past.panel("jmo-windows", "6 A", RANGES["7d"]).by("service", "start")
    began = script.ago(days=4, hours=6)
    within = {
        start: length / 60_000
        for (service, start), length in lengths.items()
        if service == "login" and abs(float(start) / 1000 - began.timestamp()) < 3600
    }
    assert list(within.values()) == [pytest.approx(39, abs=1)]


def test_a_window_of_a_monitor_that_is_silent_counts_until_its_last_run(past: History) -> None:
    began, at = script.ago(days=2, hours=7), script.ago(days=2, hours=5, minutes=40)
    (off, back), home = script.OFF[1], past.truth(at).place(PLACES[0])
    assert off + LOOK_BACK < at < back
    (_, window), *others = home.windows((began, at), "site")
    assert not others
    row = ("site", f"{window.began_at.timestamp() * 1000:.0f}")
    lengths, going_on = (
        past.panel("jmo-windows", f"6 {ref}", DAY_SECONDS, at).by("service", "start")
        for ref in "AB"
    )
    scraped = off - timedelta(seconds=SCRAPE_SECONDS)
    (last,) = deque((run for run in home.runs((began, scraped)) if run.service == "site"), 1)
    ended = last.started_at + timedelta(seconds=last.duration_seconds)
    seen = (ended - window.began_at).total_seconds()
    assert lengths[row] / 1000 == pytest.approx(seen, abs=EXACT_SECONDS)
    assert going_on[row] == SILENT_CODE
    (now,) = past.panel("jmo-windows", "5 A", DAY_SECONDS, at).by("none").values()
    assert now == 0


Slot = Callable[[datetime], object]


def by_slot(minutes: Iterable[tuple[datetime, float]], slot: Slot) -> dict[object, float]:
    """The mean of the minutes in each slot."""
    found = defaultdict(list)
    for at, share in minutes:
        found[slot(at.astimezone(WIB))].append(share)
    return {key: mean(shares) for key, shares in found.items()}


@every_range
@pytest.mark.parametrize(
    ("name", "labels", "slot", "step_minutes"),
    [
        ("7 A", ("hour",), lambda at: str(at.hour), 1),
        ("8 A", ("day",), lambda at: str(at.day), 1),
        ("9 A", ("day", "hour"), lambda at: (str(at.day), str(at.hour)), 5),
    ],
    ids=["hour", "day", "day and hour"],
)
def test_patterns_are_the_share_of_bad_moments_in_each_slot_of_the_clock(
    past: History,
    seconds: int,
    name: str,
    labels: tuple[str, ...],
    slot: Slot,
    step_minutes: int,
) -> None:
    truth = past.truth()
    told = past.panel("jmo-windows", name, seconds).by(*labels)
    minutes = truth.bad_share(truth.last(seconds), *SERVICES)
    looked_at = (each for each in minutes if each[0].minute % step_minutes == 0)
    true_shares = by_slot(looked_at, slot)
    assert told.keys() == true_shares.keys()
    for key, share in true_shares.items():
        assert told[key] == pytest.approx(share, abs=EXACT), key


@every_range
@pytest.mark.parametrize("period", ["month-end", "work"])
def test_a_period_is_told_from_other_times(past: History, seconds: int, period: str) -> None:
    truth = past.truth()
    for name, inside in (("10 A", True), ("10 B", False)):
        told = past.panel("jmo-windows", name, seconds, period=period).by("service")
        for service in SERVICES:
            minutes = [
                share
                for at, share in truth.bad_share(truth.last(seconds), service)
                if (period in truth.period_at(at)) is inside
            ]
            assert (service in told) == bool(minutes), (service, name)
            if minutes:
                assert told[service] == pytest.approx(mean(minutes), abs=EXACT), (service, name)


def burn(truth: Truth, service: str, seconds: int) -> float:
    """How many times faster than allowed a place saw the budget being spent."""
    ratio = truth.uptime(service, truth.last(seconds)).ratio
    assert ratio is not None
    return (1 - ratio) / 0.005


@pytest.mark.parametrize("days", [7, 28, 30, 90])
def test_the_budget_left_is_what_the_down_time_leaves(past: History, days: int) -> None:
    window = f"{days}d"
    worst = past.panel("jmo-slo", "1 A", DAY_SECONDS, slo_window=window).by("service")
    share, left, rest = (
        past.panel("jmo-slo", f"2 {ref}", DAY_SECONDS, slo_window=window).by("service", "location")
        for ref in "BDE"
    )
    assert worst.keys() == set(PROMISED)
    for service in PROMISED:
        burns = {p: burn(past.truth().place(p), service, days * DAY_SECONDS) for p in PLACES}
        assert worst[service] == pytest.approx(1 - max(burns.values()), abs=EXACT), service
        for place, spent in burns.items():
            assert share[service, place] == pytest.approx(1 - spent * 0.005, abs=EXACT)
            assert left[service, place] == pytest.approx(1 - spent, abs=EXACT)
            whole = 0.005 * 30 * DAY_SECONDS
            assert rest[service, place] == pytest.approx((1 - spent) * whole, abs=EXACT_SECONDS)


@pytest.mark.parametrize(
    ("ref", "seconds"),
    list(zip("ABCDEFG", (300, 1800, 3600, 7200, 21_600, 86_400, 259_200), strict=True)),
)
def test_burn_rates_are_down_time_by_budget(past: History, ref: str, seconds: int) -> None:
    at = script.ago(hours=6, minutes=8)
    """Shortly after `login` was down for 18 minutes."""
    told = past.panel("jmo-slo", f"3 {ref}", DAY_SECONDS, at).by("service")
    assert told.keys() == set(PROMISED)
    for service in PROMISED:
        rates = [burn(past.truth(at).place(place), service, seconds) for place in PLACES]
        assert told[service] == pytest.approx(max(rates), abs=EXACT), service
    assert seconds < 3600 or told["login"] > 0


@pytest.mark.parametrize("days", [7, 30])
def test_the_share_of_fast_runs_is_that_of_the_runs(past: History, days: int) -> None:
    truth = past.truth()
    told = past.panel("jmo-slo", "6 C", DAY_SECONDS, slo_window=f"{days}d").by("service")
    assert told.keys() == set(PROMISED)
    assert 2.0 in LATENCY_SECONDS
    deciding = {p.id for p in PROBES} - {"login-name", "shop-app"}
    for service in PROMISED:
        seconds = [
            run.duration_seconds
            for run in truth.runs(truth.last(days * DAY_SECONDS))
            if run.service == service
            and run.probe in deciding
            and run.result in {Result.OK, Result.DEGRADED}
        ]
        share = sum(each <= 2.0 for each in seconds) / len(seconds)
        # increase() reckons a place that joined within the range as a little older than it is
        one_run = 1 / len(seconds)
        assert told[service] == pytest.approx(share, abs=one_run), service


@every_range
def test_the_95th_percentile_is_that_of_the_slowest_probe(past: History, seconds: int) -> None:
    """It is taken of what was scraped. Of the last day that is every run; of what is longer ago the
    generated history keeps a fourth, so that as many ranks may lie between as chance allows.
    """
    truth = past.truth()
    told = past.panel("jmo-overview", "5 G", seconds).by("service")
    durations = defaultdict(list)
    for run in truth.runs(truth.last(seconds)):
        if run.result in {Result.OK, Result.DEGRADED}:
            durations[run.service, run.probe, run.location].append(run.duration_seconds)
    for service in SERVICES:
        every = [sorted(d) for key, d in durations.items() if key[0] == service]
        lower, upper = (
            max((_ranked(d, 0.95 + way * _doubt(d, seconds)) for d in every), default=None)
            for way in (-1, 1)
        )
        if lower is not None and upper is not None:
            assert lower <= told[service] <= upper, service


def _ranked(ordered: Sequence[float], share: float) -> float:
    last = len(ordered) - 1
    return ordered[min(last, max(0, round(share * last)))]


def _doubt(durations: Sequence[float], seconds: int) -> float:
    """By what share the rank may be off: one run, or four deviations of the kept fourth."""
    kept = len(durations) / (4 if seconds > DAY_SECONDS else 1)
    chance = 4 * (0.95 * 0.05 / kept) ** 0.5 if seconds > DAY_SECONDS else 0.0
    return chance + 2 / len(durations)


@every_range
def test_runs_that_were_not_ok_are_counted_by_reason(past: History, seconds: int) -> None:
    truth = past.truth()
    for service in SERVICES:
        told = past.panel("jmo-service", "13 A", seconds, service=service).by("reason")
        counted: dict[str, int] = defaultdict(int)
        for run in truth.runs(truth.last(seconds)):
            if run.service == service and run.reason is not None:
                counted[run.reason.value] += 1
        assert told.keys() == counted.keys(), service
        for reason, count in counted.items():
            assert told[reason] == pytest.approx(count, abs=EXACT), (service, reason)


def test_states_now_are_those_of_the_votes(past: History) -> None:
    told = past.panel("jmo-overview", "5 B", DAY_SECONDS).by("service")
    up, degraded = 3, 4
    assert told == {
        "claims": up,
        "login": up,
        "pay": up,
        "shop": up,
        "site": degraded,
    }
    verdicts = past.panel("jmo-overview", "1 A", DAY_SECONDS).by("location")
    assert verdicts == dict.fromkeys(PLACES, 4.0)


def test_states_of_days_are_the_worst_that_was(past: History) -> None:
    """Each cell names the day that begins at its time."""
    truth = past.truth()
    answer = past.panel("jmo-overview", "7 A", DAY_SECONDS)
    for series in answer.series:
        service = series.labels["service"]
        for stamp, code in series.samples:
            began = datetime.fromtimestamp(stamp, UTC)
            whole = (began, min(began + timedelta(days=1), script.END))
            if began < script.ago(days=29):
                continue
            worst = max(
                (SEVERITIES[w.severity] for _, w in truth.windows(whole, service)), default=3
            )
            assert code == worst, (service, began)


def test_what_is_a_share_or_a_time_is_shown_as_one(past: History) -> None:
    shares = {
        "jmo-overview": [(3, ""), (4, ""), (5, "Value #C"), (5, "Value #D")],
        "jmo-service": [(3, ""), (4, "")],
        "jmo-windows": [(7, ""), (8, ""), (9, ""), (10, "")],
        "jmo-slo": [(1, ""), (2, "Value #A"), (2, "Value #B"), (2, "Value #D"), (6, "Value #C")],
        "jmo-locations": [(4, ""), (8, ""), (9, "")],
        "jmo-health": [(13, ""), (22, ""), (23, "")],
    }
    times = {
        "jmo-overview": [(5, "Value #E"), (5, "Value #G")],
        "jmo-service": [(5, ""), (9, ""), (10, ""), (14, "Value #D"), (14, "Value #G")],
        "jmo-windows": [(3, ""), (4, "")],
        "jmo-slo": [(2, "Value #E"), (6, "Value #B")],
        "jmo-health": [(6, ""), (7, ""), (8, ""), (16, ""), (19, "")],
    }
    for unit, where in (("percentunit", shares), ("s", times)):
        for uid, columns in where.items():
            for number, column in columns:
                for board in (past.boards[uid], past.boards[f"{uid}-id"]):
                    assert dashboards.unit(board, number, column) == unit, (uid, number, column)


def test_a_certificate_runs_out_on_its_day(past: History) -> None:
    told = past.panel("jmo-overview", "5 H", DAY_SECONDS).by("service")
    assert told.keys() == {"claims", "login", "pay", "site"}
    assert all(days == pytest.approx(5.5, abs=0.001) for days in told.values())


def test_releases_are_counted(past: History) -> None:
    for seconds, changes in ((DAY_SECONDS, 0), (7 * DAY_SECONDS, 1), (30 * DAY_SECONDS, 2)):
        told = past.panel("jmo-windows", "11 C", seconds).by("probe")
        assert told["shop-app"] == pytest.approx(changes, abs=EXACT)
    versions = past.panel("jmo-windows", "11 A", DAY_SECONDS).by("version")
    assert versions.keys() == {"3.2.0"}
