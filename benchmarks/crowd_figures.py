"""What quiet and crowded stretches of time showed, as rows of a table."""

import http.client
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.crowd_clients import Answer
from benchmarks.table import Row, percentile
from benchmarks.targets import Delays

MOST_MOVED_SECONDS = 0.005
_GOOD = {http.HTTPStatus.OK, http.HTTPStatus.NOT_MODIFIED}


@dataclass(slots=True, kw_only=True)
class Phase:
    """What one stretch of time showed."""

    measured: set[tuple[str, float, float]] = field(default_factory=set)
    scrape_seconds: list[float] = field(default_factory=list)
    scrapes_failed: int = 0
    before: dict[float, float] = field(default_factory=dict)
    after: dict[float, float] = field(default_factory=dict)
    """The histogram of lateness: how many runs were at most so many seconds late."""
    cores: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    def lateness(self, share: float) -> float:
        """The percentile, as PromQL's histogram_quantile reckons it."""
        counts = {bound: count - self.before[bound] for bound, count in self.after.items()}
        rank, low, below = share * counts[float("inf")], 0.0, 0.0
        for bound, count in sorted(counts.items()):
            if count >= rank:
                return low + (bound - low) * (rank - below) / (count - below)
            low, below = bound, count
        return low


def moved(
    what: str,
    delays: Delays,
    pairs: list[tuple[Phase, Phase]],
    most_seconds: float | None = MOST_MOVED_SECONDS,
) -> list[Row]:
    """By how much visitors move the figures; the median of all rounds."""
    late = [(quiet.lateness(0.99), crowded.lateness(0.99)) for quiet, crowded in pairs]
    errors = [
        (_error(delays, quiet, 0.99), _error(delays, crowded, 0.99)) for quiet, crowded in pairs
    ]
    middles = [
        (_error(delays, quiet, 0.5), _error(delays, crowded, 0.5)) for quiet, crowded in pairs
    ]
    scrapes = [(max(quiet.scrape_seconds), max(crowded.scrape_seconds)) for quiet, crowded in pairs]
    failed = sum(crowded.scrapes_failed for _, crowded in pairs)
    runs = sum(len(crowded.measured) for _, crowded in pairs)
    return [
        _row(f"{what}: lateness, p99", late, most_seconds),
        _row(f"{what}: latency error, p99 (n={runs})", errors, most_seconds),
        _row(f"{what}: latency error, p50", middles, None),
        _row(f"{what}: slowest scrape", scrapes, 0.1),
        Row(figure=f"{what}: scrapes that failed", ours=f"{failed}", target="0", met=not failed),
        Row(
            figure=f"{what}: CPU",
            ours=f"{_median(pair[1].cores for pair in pairs) * 100:.0f} % of a core, quiet "
            f"{_median(pair[0].cores for pair in pairs) * 100:.0f} %",
        ),
    ]


def _error(delays: Delays, phase: Phase, share: float) -> float:
    return percentile(delays.errors(sorted(phase.measured)), share)


def _row(figure: str, pairs: list[tuple[float, float]], most_seconds: float | None) -> Row:
    before, after = (_median(each) * 1000 for each in zip(*pairs, strict=True))
    moved = _median(after - before for before, after in pairs)
    return Row(
        figure=figure,
        ours=f"{before:.2f} → {after:.2f} ms, moves by {moved * 1000:+.2f} ms",
        target="" if most_seconds is None else f"moves ≤ {most_seconds * 1000:.0f} ms",
        met=None if most_seconds is None else moved <= most_seconds,
    )


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def served(what: str, pairs: list[tuple[Phase, Phase]]) -> list[Row]:
    """How the visitors fared, over all rounds."""
    answers = [answer for _, crowded in pairs for answer in crowded.answers]
    good = [answer for answer in answers if answer.status in _GOOD]
    others = Counter(answer.status for answer in answers if answer.status not in _GOOD)
    told = ", ".join(f"{count} × {status or 'none'}" for status, count in others.items())
    first = [answer.first_seconds for answer in answers]
    by_name = {name: [a.first_seconds for a in good if a.name == name] for name in _names(good)}
    return [
        Row(
            figure=f"{what}: answered",
            ours=f"{len(good)} of {len(answers)}" + (f"; else {told}" if told else ""),
        ),
        Row(figure=f"{what}: first byte", ours=_spread(first)),
        *(Row(figure=f"… {name}", ours=_spread(seconds)) for name, seconds in by_name.items()),
    ]


def _names(answers: list[Answer]) -> list[str]:
    return list(dict.fromkeys(answer.name for answer in answers))


def _spread(seconds: list[float]) -> str:
    middle, worst = percentile(seconds, 0.5) * 1000, percentile(seconds, 0.99) * 1000
    return f"p50 {middle:.1f}, p99 {worst:.1f} ms (n={len(seconds)})"


def page_rows(
    cold: dict[str, float], warm: list[float], sizes: dict[str, tuple[int, int]], days: int
) -> list[Row]:
    """How soon a page is there when nobody else asks, and how large it is."""
    worst = percentile(warm, 0.99)
    largest = max(raw for raw, _ in sizes.values())
    told = (
        f"{name} {raw / 1000:.0f} ({packed / 1000:.0f})" for name, (raw, packed) in sizes.items()
    )
    return [
        Row(
            figure=f"page over {days} days of history: first byte, each made anew",
            ours=_spread(warm),
            target="p99 ≤ 50 ms",
            met=worst <= 0.05,
        ),
        Row(
            figure="… the first one after the start, in turn",
            ours=", ".join(f"{name} {seconds * 1000:.0f}" for name, seconds in cold.items())
            + " ms",
        ),
        Row(
            figure="… size in kB (with gzip)",
            ours=", ".join(told),
            target="≤ 100 kB",
            met=largest <= 100_000,
        ),
    ]
