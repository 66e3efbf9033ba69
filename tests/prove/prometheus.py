"""A real Prometheus on loopback, over blocks that promtool made or over what it scrapes itself."""

import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grafana.builder.promql import WIB_OFFSET_SECONDS
from grafana.builder.targets import Target
from tests.support import processes

Labels = Mapping[str, str]


class QueryError(AssertionError):
    """Prometheus did not like a question."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an answer: its labels, and its samples in order."""

    labels: Labels
    samples: tuple[tuple[float, float], ...]

    @property
    def value(self) -> float:
        """The last sample's value."""
        return self.samples[-1][1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Prometheus said, and how long it took."""

    series: tuple[Series, ...]
    seconds: float

    def by(self, *names: str) -> dict[Any, float]:
        """The last values by these labels: by the only one's value, or by several as a tuple."""
        found = {tuple(s.labels.get(n, "") for n in names): s.value for s in self.series}
        return {key[0] if len(names) == 1 else key: value for key, value in found.items()}


@dataclass(frozen=True, slots=True)
class Prometheus:
    """A server that answers."""

    url: str

    def ask(self, asked: Target, at: datetime) -> Answer:
        """The answer to a panel's question, looked at at that time."""
        if asked.instant:
            return self.instant(asked.expression, at)
        return self.range(asked.expression, at, asked.range_seconds, asked.step_seconds)

    def instant(self, expression: str, at: datetime) -> Answer:
        """Values at one moment."""
        return self._query("query", query=expression, time=at.timestamp())

    def range(self, expression: str, end: datetime, seconds: int, step_seconds: int) -> Answer:
        """Values over time; points are at whole multiples of the step by the dashboard's clock, as
        Grafana has them, so that a day begins at midnight in Jakarta.
        """
        now = int(end.timestamp()) + WIB_OFFSET_SECONDS
        last = now // step_seconds * step_seconds - WIB_OFFSET_SECONDS
        first = (now - seconds) // step_seconds * step_seconds - WIB_OFFSET_SECONDS
        return self._query(
            "query_range", query=expression, start=first, end=last, step=step_seconds
        )

    def label_values(self, series: str, label: str, begin: datetime, end: datetime) -> list[str]:
        """What a variable offers."""
        found: list[str] = self._get(
            f"label/{label}/values",
            {"match[]": series, "start": begin.timestamp(), "end": end.timestamp()},
        )
        return found

    def wait_until_ready(self) -> None:
        """It accepts connections before it has read its database."""
        deadline = time.monotonic() + processes.READY_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{self.url}-/ready", timeout=5).close()
            except urllib.error.HTTPError as error:
                error.close()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    def _query(self, kind: str, **arguments: Any) -> Answer:
        began = time.perf_counter()
        data = self._get(kind, arguments)
        seconds = time.perf_counter() - began
        series = tuple(
            Series(
                each["metric"],
                tuple((t, float(v)) for t, v in each.get("values") or [each["value"]]),
            )
            for each in data["result"]
        )
        return Answer(series, seconds)

    def _get(self, path: str, arguments: Mapping[str, Any]) -> Any:
        body = urllib.parse.urlencode(arguments).encode()
        url = f"{self.url}api/v1/{path}"
        posted = path.startswith("query")
        request = urllib.request.Request(url, body) if posted else f"{url}?{body.decode()}"
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            with error:
                raise QueryError(f"{arguments}: {error.read().decode()}") from error


def make_blocks(openmetrics: Path, data: Path) -> None:
    """Make a database of a file. Blocks are long, since promtool reads the file for each anew."""
    command = [processes.find("promtool", "prometheus"), "tsdb", "create-blocks-from"]
    command += ["--max-block-duration=1458h", "openmetrics", str(openmetrics), str(data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170, check=False)
    if done.returncode:
        raise RuntimeError(f"promtool: {done.stdout[-1000:]}{done.stderr[-1000:]}")


@contextmanager
def prometheus(folder: Path, data: Path, config: str = "global: {}\n") -> Iterator[Prometheus]:
    """Run a server over this database until the end of the block."""
    file = folder / "prometheus.yml"
    file.write_text(config)
    (port,) = processes.free_ports(1)
    command = [
        processes.find("prometheus", "prometheus"),
        f"--config.file={file}",
        f"--storage.tsdb.path={data}",
        "--storage.tsdb.retention.time=10y",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    server = Prometheus(f"http://127.0.0.1:{port}/")
    with processes.started(command, ports=(port,), log=folder / "prometheus.log"):
        server.wait_until_ready()
        yield server
