"""The image: built, and run as a careful operator runs one."""

import json
import os
import re
import shlex
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.container

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Image:
    """A built image, and what runs it: read-only, without capabilities, on the host's network."""

    tool: str
    tag: str

    def start(self, *arguments: str, options: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Run it with more options for the engine, and arguments for its entry point."""
        return subprocess.Popen(
            [*shlex.split(self.tool), "run", self.tag, *arguments],
            env=os.environ | {"PODMAN_ARGS": " ".join(options)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        """Run it to its end: the exit code, and what it printed."""
        with self.start(*arguments, options=options) as process:
            output, _ = process.communicate(timeout=START_SECONDS)
            return process.returncode, output


@pytest.fixture(scope="module")
def image() -> Image:
    tool = os.environ.get("JMO_IMAGE_TOOL", str(Path(__file__).with_name("engine")))
    image = Image(tool, "jmo-monitor-test")
    build = [*shlex.split(tool), "build", str(ROOT), image.tag]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return image


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def target() -> Iterator[str]:
    """The address of a web server that answers everything."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def configuration(target: str, tmp_path: Path) -> Path:
    """A configuration whose only probe asks `target`."""
    path = tmp_path / "probes.yaml"
    path.write_text(
        f"""
location: container
contact: https://example.org/
services:
  - id: local
    name: {{id: Setempat, en: Local}}
    symptom: {{id: Tidak terbuka, en: Does not open}}
    probes:
      - {{id: local-page, kind: http, url: "{target}"}}
"""
    )
    path.chmod(0o644)
    return path


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def _running(image: Image, configuration: Path, listen: str) -> Iterator[subprocess.Popen[str]]:
    options = (
        f"--env=JMO_MONITOR_LISTEN={listen}",
        f"--volume={configuration}:/etc/jmo-monitor/probes.yaml:ro",
    )
    with image.start(options=options) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=STOP_SECONDS)


def _wait_for(url: str, text: str, process: subprocess.Popen[str]) -> str:
    """Ask until the answer holds `text`."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, process.communicate()[0]
        try:
            with urlopen(url) as answer:
                page: str = answer.read().decode()
        except URLError:
            page = ""
        if text in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{url} does not say {text} within {START_SECONDS} s")


def test_it_serves_metrics_and_keeps_a_history_read_only_and_ends_when_told(
    image: Image, configuration: Path
) -> None:
    listen = _free_address()
    with _running(image, configuration, listen) as process:
        _wait_for(
            f"http://{listen}/metrics",
            'probe_success{kind="http",probe="local-page",service="local"} 1.0',
            process,
        )
        _wait_for(f"http://{listen}/metrics", "jmo_monitor_store_up 1.0", process)
        health = image.run("healthcheck", options=(f"--env=JMO_MONITOR_LISTEN={listen}",))
        assert health[0] == 0, health[1]
    assert process.returncode == 0
    assert image.run("healthcheck", options=(f"--env=JMO_MONITOR_LISTEN={listen}",))[0] == 1


def test_it_accepts_the_configuration_that_it_ships(image: Image) -> None:
    code, output = image.run("validate")
    assert code == 0, output


LOOK_AROUND = """
import json, os, pathlib
def writable(folder):
    try:
        pathlib.Path(folder, "probe").touch()
    except OSError:
        return False
    return True
print(json.dumps({
    "user": [os.getuid(), os.getgid()],
    "capabilities": [line.split()[1] for line in open("/proc/self/status") if "CapEff" in line],
    "writable": [folder for folder in ("/", "/opt/venv", "/etc", "/data") if writable(folder)],
}))
"""


def test_it_needs_no_privilege_and_writes_to_its_volume_only(image: Image) -> None:
    code, output = image.run("-c", LOOK_AROUND, options=("--entrypoint=python",))
    assert code == 0, output
    assert json.loads(output) == {
        "user": [10001, 10001],
        "capabilities": ["0000000000000000"],
        "writable": ["/data"],
    }


def test_nothing_is_compiled_at_start(image: Image) -> None:
    code, output = image.run("-v", "-c", "import monitor.app", options=("--entrypoint=python",))
    assert code == 0, output
    assert re.findall(r"^# code object from (.*\.py)$", output, re.MULTILINE) == []
