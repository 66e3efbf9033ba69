"""Writes the dashboards anew: `python -m grafana.build`."""

from collections.abc import Iterator
from pathlib import Path

from grafana.builder import health, locations, overview, service, slo, windows
from grafana.builder.links import uid
from grafana.builder.wording import Language

FOLDER = Path(__file__).parent / "dashboards"
BOARDS = {
    "overview": overview.make,
    "service": service.make,
    "windows": windows.make,
    "slo": slo.make,
    "health": health.make,
    "locations": locations.make,
}


def dashboards() -> Iterator[tuple[str, str]]:
    """The file name and the text of every dashboard in every language."""
    for name, make in BOARDS.items():
        for language in Language:
            yield f"{uid(name, language)}.json", make(language).text()


def write(folder: Path) -> None:
    """Write all into the folder, and remove from it what is no longer made."""
    made = dict(dashboards())
    for path in folder.glob("*.json"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
