"""The demonstration's configuration: its template, with the places of the stand-ins put in."""

from collections.abc import Mapping
from pathlib import Path
from string import Template

from monitor.demo.hosts import label

TEMPLATE = Path(__file__).with_name("probes.yaml")


def write_configuration(path: Path, root_file: Path, ports: Mapping[str, int]) -> Path:
    """Write the file; `ports` has the port of each host by its name."""
    places = {label(host): str(port) for host, port in ports.items()}
    text = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(places, root_file=root_file)
    path.write_text(text, encoding="utf-8")
    return path
