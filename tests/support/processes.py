"""Real programs from Debian on loopback: nginx and the blackbox exporter, ended by their id."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_SECONDS = 30.0


class MissingProgram(RuntimeError):
    """A program is not installed; the message names the Debian package."""


@dataclass(frozen=True, slots=True)
class Program:
    """A started program."""

    pid: int
    ports: tuple[int, ...]


def find(command: str, package: str) -> str:
    """The path of a command. Raises MissingProgram where there is none."""
    path = shutil.which(command) or shutil.which(command, path="/usr/sbin:/usr/bin")
    if path is None:
        raise MissingProgram(
            f"{command} is not installed; on Debian: apt-get install --no-install-recommends "
            f"{package}"
        )
    return path


def free_ports(count: int) -> tuple[int, ...]:
    """Ports of 127.0.0.1 that nobody uses at this moment."""
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return tuple(holder.getsockname()[1] for holder in holders)
    finally:
        for holder in holders:
            holder.close()


@contextmanager
def started(
    command: list[str], *, ports: tuple[int, ...], log: Path, cwd: Path | None = None
) -> Iterator[Program]:
    """Run a program until the end of the block; begins when all its ports accept.

    Raises RuntimeError, with the end of its log, where it stops or is not ready in time.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd
        )
    try:
        _wait_until_ready(process, ports, log)
        yield Program(process.pid, ports)
    finally:
        _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], ports: tuple[int, ...], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not all(_accepts(port) for port in ports):
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{process.args!r} did not start:\n{said}")
        time.sleep(0.02)


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def nginx(
    folder: Path, servers: str, *, ports: tuple[int, ...], main: str = ""
) -> Iterator[Program]:
    """Run nginx in the foreground with these `server` blocks, all its files under `folder`.

    `main` is put at the configuration's top level, such as `worker_processes 2;`.
    """
    if os.geteuid() == 0:
        main += " user root;"  # others may not look into pytest's temporary folders
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, main=main, servers=servers))
    command = [find("nginx", "nginx-light"), "-p", str(folder), "-c", str(config), "-e", "stderr"]
    with started(command, ports=ports, log=folder / "nginx.log") as program:
        yield program


_NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
{main}
events {{ worker_connections 4096; }}
http {{
  access_log off;
  server_tokens off;
  default_type text/plain;
  client_body_temp_path {folder}/client-body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{servers}
}}
"""


@contextmanager
def blackbox_exporter(folder: Path, config: str) -> Iterator[Program]:
    """Run prometheus-blackbox-exporter with this configuration, in YAML."""
    file = folder / "blackbox.yml"
    file.write_text(config)
    ports = free_ports(1)
    command = [
        find("prometheus-blackbox-exporter", "prometheus-blackbox-exporter"),
        f"--config.file={file}",
        f"--web.listen-address=127.0.0.1:{ports[0]}",
    ]
    with started(command, ports=ports, log=folder / "blackbox.log") as program:
        yield program
