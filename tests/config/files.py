"""Configuration files for tests: whole ones, and one probe in a file that is well otherwise."""

from pathlib import Path

from monitor.config.errors import ConfigError
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.probes import HttpProbe

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "probes.yaml"

HEAD = "location: jakarta\ncontact: https://example.org/contact\n"
SERVICE = """\
services:
  - id: web
    name: Web
    symptom: {id: mati, en: dead}
    probes:
      - id: web-page
        kind: http
"""


def file_with(lines: str, head: str = "", url: str = "https://www.example.org/") -> str:
    """A file with one probe, which has these lines of YAML besides its id, kind and URL."""
    probe = "".join(f"        {line}\n" for line in [f"url: {url}", *lines.splitlines()])
    return HEAD + head + SERVICE + probe


def load_text(folder: Path, text: str | bytes, **environ: str) -> Settings:
    """Load a file with this content. Raises ConfigError."""
    path = folder / "probes.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(path, environ)


def problems_of(folder: Path, text: str | bytes, **environ: str) -> list[str]:
    """What is wrong with this content, line by line, without the file's name; [] when nothing."""
    try:
        load_text(folder, text, **environ)
    except ConfigError as error:
        return [line.removeprefix(f"{folder / 'probes.yaml'}:").strip() for line in error.lines]
    return []


def only_probe(settings: Settings) -> HttpProbe:
    """The one probe of a file made by `file_with`."""
    ((_, probe),) = settings.probes
    assert isinstance(probe, HttpProbe)
    return probe
