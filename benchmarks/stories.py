"""Random stories, told live, stored and replayed: how many were told, and how many disagree."""

import argparse
import os
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from benchmarks.table import Row, show
from monitor.model import State
from tests.replay.stories import tell_many

CHUNK_STORIES = 100
MOST_RUNS = 40
MOST_SHOWN = 10
Found = tuple[Counter[str], list[str]]


def measure(*, stories: int, first_seed: int = 0, most_runs: int = MOST_RUNS) -> list[Row]:
    """Tell so many stories, by seeds that follow each other, on all cores.

    `most_runs` is how many a probe at one minute has at most.
    """
    began = time.monotonic()
    counted, wrong = told(stories, first_seed, most_runs)
    seconds = time.monotonic() - began
    spent = ", ".join(f"{state.value} {counted[f'{state.value}_seconds']:,} s" for state in State)
    for line in wrong[:MOST_SHOWN]:
        print(line)
    return [
        Row(
            figure=f"{counted['stories']:,} random stories: replay or sums that disagree",
            ours=str(len(wrong)),
            target="0",
            met=not wrong,
        ),
        Row(
            figure="… what is in them",
            ours=f"{counted['runs']:,} runs, {counted['windows']:,} windows, "
            f"{counted['transitions']:,} transitions, {counted['restarts']:,} restarts, "
            f"{counted['with_maintenance']:,} with maintenance",
        ),
        Row(figure="… settled time", ours=spent),
        Row(figure="… told in", ours=f"{seconds:.0f} s"),
    ]


def told(stories: int, first_seed: int, most_runs: int) -> Found:
    """What all the stories came to, and those in which something disagrees, by their seeds."""
    last = first_seed + stories
    chunks = [
        range(n, min(n + CHUNK_STORIES, last)) for n in range(first_seed, last, CHUNK_STORIES)
    ]
    counted, wrong = Counter[str](), list[str]()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for more, bad in pool.map(partial(_chunk, most_runs=most_runs), chunks):
            counted += more
            wrong += bad
    return counted, wrong


def _chunk(seeds: range, most_runs: int) -> Found:
    counted, wrong = Counter[str](), list[str]()
    for seed, found in tell_many(seeds, most_runs):
        if isinstance(found, str):
            counted["stories"] += 1
            wrong.append(f"seed {seed}: {found.splitlines()[0]}")
        else:
            counted += found
    return counted, wrong


def main() -> int:
    """Tell as many stories as the command line says; exit status 1 where one disagrees."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--most-runs", type=int, default=MOST_RUNS)
    arguments = parser.parse_args()
    rows = measure(
        stories=arguments.stories,
        first_seed=arguments.first_seed,
        most_runs=arguments.most_runs,
    )
    return 0 if show(rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
