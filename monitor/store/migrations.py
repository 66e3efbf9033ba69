"""The tables, step by step: a file of any earlier version is brought up to date, never back."""

import sqlite3
from collections.abc import Sequence

APPLICATION_ID = 0x4A4D4F68
"""`JMOh` in ASCII: tells our files from those of other programs."""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Ids of services and probes, kinds and locations: each text once.
CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

-- The way to a target (connection, certificates, redirects) as JSON: mostly the same each run.
CREATE TABLE ways (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    used_at INTEGER NOT NULL,
    facts TEXT NOT NULL
);

-- Outcomes in the order in which they were recorded. Times are milliseconds since 1970 (UTC);
-- durations and phases are seconds.
CREATE TABLE results (
    seq INTEGER PRIMARY KEY,
    probe INTEGER NOT NULL,
    service INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    location INTEGER NOT NULL,
    at INTEGER NOT NULL,
    duration REAL NOT NULL,
    timeout REAL NOT NULL,
    result TEXT NOT NULL,
    reason TEXT,
    phase TEXT,
    detail TEXT NOT NULL,
    attempts TEXT NOT NULL,
    resolve REAL,
    connect REAL,
    tls REAL,
    processing REAL,
    transfer REAL,
    exchange REAL,
    stalled INTEGER NOT NULL,
    way INTEGER,
    facts TEXT
);
CREATE INDEX results_by_probe ON results (probe, at);

-- Sums over `grain` seconds; latencies are whole microseconds, so that sums are exact.
CREATE TABLE rollups (
    grain INTEGER NOT NULL,
    probe INTEGER NOT NULL,
    at INTEGER NOT NULL,
    service INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    degraded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    void INTEGER NOT NULL,
    reasons TEXT,
    latency_counts TEXT NOT NULL,
    latency_sum INTEGER NOT NULL,
    latency_max INTEGER,
    PRIMARY KEY (grain, probe, at, service)
) WITHOUT ROWID;

CREATE TABLE transitions (
    seq INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    probe TEXT,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    known_at INTEGER NOT NULL,
    reason TEXT
);
CREATE INDEX transitions_by_time ON transitions (known_at);

CREATE TABLE windows (
    id TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    severity TEXT NOT NULL,
    began_after INTEGER,
    began_at INTEGER NOT NULL,
    ended_after INTEGER,
    ended_at INTEGER,
    degraded_seconds REAL NOT NULL,
    down_seconds REAL NOT NULL,
    unknown_seconds REAL NOT NULL,
    reason TEXT,
    phase TEXT,
    reasons TEXT NOT NULL,
    runs INTEGER NOT NULL,
    worst_latency_seconds REAL,
    median_latency_seconds REAL,
    probes TEXT NOT NULL,
    periods TEXT NOT NULL,
    maintenance TEXT NOT NULL,
    release TEXT
);
CREATE INDEX windows_by_time ON windows (began_at);

-- Settled time; the segments of a service never overlap.
CREATE TABLE segments (
    service TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (service, began_at)
) WITHOUT ROWID;

CREATE TABLE releases (
    seq INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    probe TEXT NOT NULL,
    store TEXT NOT NULL,
    version TEXT NOT NULL,
    previous TEXT,
    minimum_os TEXT,
    released_at INTEGER,
    seen_at INTEGER NOT NULL
);

-- One row: what the assessor remembered when the newest results were written.
CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), memory TEXT NOT NULL);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""Step n leads from version n-1 to version n. A step that was released is never changed."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 in a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: Sequence[str] = MIGRATIONS) -> None:
    """Take every step that the file lacks, each in one transaction with its number."""
    for version in range(version_of(connection) + 1, len(steps) + 1):
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {steps[version - 1]} {marks} COMMIT;")
        finally:
            if connection.in_transaction:
                connection.rollback()
