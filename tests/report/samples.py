"""A small month that never changes, in a real history; `python -m tests.report.samples` writes its
reports anew into the folder `golden`."""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.config.settings import Settings
from monitor.model import Outcome, Phase, Reason, ReleaseChange, Result, Segment, State, Window
from monitor.report import (
    Month,
    Speech,
    as_html,
    as_json,
    as_markdown,
    compose,
    gather,
)
from monitor.report.figures import Figures
from monitor.store import Reader
from monitor.words import Language
from tests.config.files import load_text
from tests.store.samples import assessed, failed, history, outcome, written

GOLDEN = Path(__file__).with_name("golden")
FORMS = {"html": "html", "markdown": "markdown", "json": "json"}
OCTOBER = Month(2026, 10)
MOST_HOURS = 8
NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")
HOSTILE = "<script>alert(1)</script>|`*[x](javascript:1)\u202e\ud800 www.example.org @all"
CONFIGURATION = """\
location: jakarta
timezone: {zone}
contact: https://example.org/contact
services:
  - id: klaim
    name: {{id: "Klaim JHT & <Lapak|Asik>", en: "JHT claims & <Lapak|Asik>"}}
    symptom: {{id: mati, en: dead}}
    slo: {{availability: 99.5%, latency: {{under: 2s, target: 95%}}, window: 30d}}
    probes:
      - {{id: klaim-halaman, kind: http, url: "https://www.example.org/"}}
      - {{id: klaim-dns, kind: dns, name: www.example.org, record: A, role: supporting}}
  - id: toko
    name: {{id: Toko aplikasi, en: App stores}}
    symptom: {{id: mati, en: dead}}
    slo: {{availability: 99%}}
    probes:
      - {{id: toko-halaman, kind: http, url: "https://www.example.com/"}}
calendar:
  - {{id: akhir-bulan, name: {{id: Akhir bulan, en: Month-end}}, days: 25..5}}
"""


def settings(folder: Path, zone: str = "Asia/Jakarta") -> Settings:
    """Two services and month-end."""
    return load_text(folder, CONFIGURATION.format(zone=zone))


def local(day: int, hour: int = 0, minute: int = 0, *, month: int = 10) -> datetime:
    """A moment by the clocks of Jakarta."""
    return datetime(2026, month, day, hour, minute, tzinfo=JAKARTA).astimezone(UTC)


def segment(state: State, began: datetime, ended: datetime, service: str = "klaim") -> Segment:
    """A service in one state."""
    return Segment(service=service, state=state, began_at=began, ended_at=ended)


def window(name: str = "klaim-1", **changes: object) -> Window:
    """A window of an hour, which was degraded at first; or what `changes` make of it."""
    usual: dict[str, object] = {
        "id": name,
        "service": "klaim",
        "severity": State.DOWN,
        "began_after": local(5, 9, 29),
        "began_at": local(5, 9, 30),
        "ended_after": local(5, 10, 29),
        "ended_at": local(5, 10, 30),
        "degraded_seconds": 1800.0,
        "down_seconds": 1800.0,
        "unknown_seconds": 0.0,
        "reason": Reason.HTTP_TIMEOUT,
        "phase": Phase.PROCESSING,
        "reasons": {Reason.HTTP_TIMEOUT: 40, Reason.SLOW_LATENCY: 20},
        "runs": 60,
        "worst_latency_seconds": 9.5,
        "median_latency_seconds": 3.25,
        "probes": ("klaim-halaman",),
        "periods": ("akhir-bulan",),
        "maintenance": (),
        "release": HOSTILE,
    }
    return Window(**{**usual, **changes})  # type: ignore[arg-type]


def fill(path: Path) -> None:
    """Write the month into a new history."""
    segments = (
        segment(State.UP, local(25, month=9), local(5, 9, 30)),
        segment(State.DEGRADED, local(5, 9, 30), local(5, 10)),
        segment(State.DOWN, local(5, 10), local(5, 10, 30)),
        segment(State.UP, local(5, 10, 30), local(12, 22)),
        segment(State.MAINTENANCE, local(12, 22), local(13, 2)),
        segment(State.UP, local(13, 2), local(20)),
        segment(State.UNKNOWN, local(20), local(21, 0, 20)),
        segment(State.UP, local(21, 0, 20), local(31, 22)),
        segment(State.DOWN, local(31, 22), local(2, month=11)),
        segment(State.UP, local(27), local(28), "toko"),
        segment(State.DOWN, local(28), local(28, 1), "toko"),
    )
    windows = (
        window(),
        window(
            "klaim-2",
            began_after=None,
            began_at=local(31, 22),
            ended_after=None,
            ended_at=None,
            reason=Reason.CONNECT_REFUSED,
            release=None,
            periods=("akhir-bulan", "tak-dikenal"),
            maintenance=("Pemeliharaan | rutin",),
        ),
        window("lain", service="tidak-ada-lagi"),
        window("november", began_at=local(1, 5, month=11), ended_at=local(1, 6, month=11)),
    )
    release = ReleaseChange(
        service="toko",
        probe="toko-halaman",
        store="app_store",
        version=HOSTILE,
        previous=None,
        minimum_os="15.0",
        released_at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        seen_at=local(14, 7),
    )
    with history(path) as store:
        for at in range(40):
            store.put(assessed(_run(at)))
        store.put(assessed(segments=segments, windows=windows, release=release))
        written(store)


def figures(folder: Path, *, now: datetime = NOW, floor: float = 0.5) -> Figures:
    """What October came to, from a history that is written for it."""
    path = folder / "history.sqlite"
    fill(path)
    reader = Reader(path)
    try:
        return gather(reader, settings(folder), OCTOBER, now, floor)
    finally:
        reader.close()


def written_out(found: Figures, form: str, language: Language) -> str:
    """The report in one form and language."""
    speech = Speech(language=language, zone=found.zone)
    if form == "json":
        return as_json(found, speech)
    write = {"html": as_html, "markdown": as_markdown}[form]
    return write(compose(found, speech))


def golden_text(found: Figures, form: str, language: Language) -> str:
    """The report as the golden file has it: in JSON, few of the many hours."""
    text = written_out(found, form, language)
    if form != "json":
        return text
    told = json.loads(text)
    for service in told["services"]:
        del service["hours"][MOST_HOURS:]
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def golden_file(form: str, language: Language) -> Path:
    """Where the report in one form and language is kept."""
    return GOLDEN / f"{language}.{FORMS[form]}"


def _run(at: int) -> Outcome:
    """Ten hours of runs: one in ten fails, one in five of the others takes longer than 2 s."""
    began = local(5) + timedelta(minutes=15 * at)
    named = {"service": "klaim", "probe": "klaim-halaman", "started_at": began}
    if at % 10 == 0:
        return failed(**named)
    return outcome(**named, result=Result.OK, duration_seconds=2.5 if at % 5 == 1 else 0.25)


def write_golden() -> None:
    """Write every golden file."""
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found = figures(Path(folder))
    for form in FORMS:
        for language in Language:
            text = golden_text(found, form, language)
            golden_file(form, language).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_golden()
