"""What is probed: nginx where our cost counts, a server with known delays where time does."""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.support.certificates import Authority
from tests.support.processes import free_ports, nginx, started

NAME = "jmo.example"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Target:
    """Where to ask, and whom to trust."""

    url: str
    root_file: Path

    @property
    def tls(self) -> dict[str, str]:
        """The `tls` key of a probe."""
        return {"ca_file": str(self.root_file), "server_name": NAME}


_KEYS = {"https": trustme.KeyType.ECDSA, "https-rsa": trustme.KeyType.RSA}


@contextmanager
def static_targets(folder: Path) -> Iterator[dict[str, Target]]:
    """nginx with a page of a few bytes: `http`, `https` (ECDSA) and `https-rsa`."""
    authority = Authority(folder)
    plain, *secure = ports = free_ports(1 + len(_KEYS))
    servers = _server(f"{plain}")
    targets = {"http": Target(f"http://127.0.0.1:{plain}/", authority.root_file)}
    for (name, key_type), port in zip(_KEYS.items(), secure, strict=True):
        chain, key = authority.pair(NAME, key_type=key_type).write(folder, name)
        servers += _server(f"{port} ssl", f"ssl_certificate {chain}; ssl_certificate_key {key};")
        targets[name] = Target(f"https://127.0.0.1:{port}/", authority.root_file)
    with nginx(folder, servers, ports=ports):
        yield targets


def _server(listen: str, tls: str = "") -> str:
    return f'server {{ listen 127.0.0.1:{listen}; {tls} location / {{ return 200 "JMO"; }} }}\n'


class Delays:
    """What the server with known delays really did, known once it has ended."""

    def __init__(self, target: Target, log: Path) -> None:
        self.target = target
        self._log = log

    def url(self, milliseconds: int, name: str) -> str:
        """Where to ask for an answer after so many milliseconds; `name` is for the log."""
        return f"{self.target.url}{milliseconds}/{name}"

    def errors(self, measured: list[tuple[str, float, float]]) -> list[float]:
        """By how many seconds measurements are off; each is a name, its end in Unix time, seconds.

        A measurement is of the last answer under its name that was sent before it ended.
        """
        sent: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for line in self._log.read_text().splitlines():
            name, at, taken = line.split()
            sent[name].append((float(at), float(taken)))
        errors = []
        for name, ended, seconds in measured:
            before = [entry for entry in sent[name] if entry[0] < ended + _STAMPS_APART_SECONDS]
            if before:
                errors.append(abs(seconds - max(before)[1]))
        return errors


_STAMPS_APART_SECONDS = 0.005
"""Both sides read the wall clock a moment after the event itself."""


@contextmanager
def delayed_target(folder: Path, *, tls: bool, core: int | None = None) -> Iterator[Delays]:
    """The server with known delays, in a process of its own, on one core where that is given."""
    authority = Authority(folder)
    (port,) = free_ports(1)
    log = folder / "delays.log"
    pair = authority.pair(NAME).write(folder) if tls else ()
    command = [sys.executable, "-m", "benchmarks.delay_server", str(port), str(log)]
    command = [*on_core(core), *command, *map(str, pair)]
    target = Target(f"{'https' if tls else 'http'}://127.0.0.1:{port}/", authority.root_file)
    with started(command, ports=(port,), log=folder / "delay-server.log", cwd=ROOT):
        yield Delays(target, log)


def on_core(core: int | None) -> list[str]:
    """The beginning of a command that runs on this core alone."""
    return [] if core is None else ["taskset", "--cpu-list", str(core)]


def wait_for(file: Path) -> None:
    """Wait for what a server writes when it is ready."""
    deadline = time.monotonic() + 30
    while not file.exists():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{file} did not appear: the server did not start")
        time.sleep(0.05)
