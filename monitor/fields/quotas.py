"""So many of the last so many runs: `3 of 5`."""

import re
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

MOST_RUNS = 60
"""An hour of runs at the usual interval; what lies further back says nothing of now."""

_QUOTA = re.compile(r"(\d{1,3})\s+of\s+(\d{1,3})", re.ASCII)


def parse_quota(value: object) -> tuple[int, int]:
    """Read `3 of 5` as how many are needed, and out of how many."""
    match = _QUOTA.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            f"{value!r} is no share of runs; write how many of the last so many, such as 3 of 5"
        )
    needed, of = int(match[1]), int(match[2])
    if of > MOST_RUNS:
        raise ValueError(f"{value!r} looks back too far; at most {MOST_RUNS} runs")
    if needed < 1:
        raise ValueError(f"{value!r} needs no run at all; at least 1")
    if needed > of:
        raise ValueError(f"{value!r} needs more runs than it looks at; at most {of} of {of}")
    return needed, of


Quota = Annotated[
    tuple[int, int],
    PlainValidator(parse_quota),
    WithJsonSchema({"type": "string", "pattern": f"^{_QUOTA.pattern}$", "examples": ["3 of 5"]}),
]
"""How many runs are needed, out of how many."""
