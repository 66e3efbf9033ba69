"""The program as operators meet it: a process with arguments, signals, pipes and a terminal."""

import asyncio
import fcntl
import json
import os
import pty
import signal
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest

from tests.support import files
from tests.support.hostile import silence
from tests.support.program import (
    PATIENCE_SECONDS,
    ROOT,
    Client,
    command,
    outer_program,
    said,
)
from tests.support.servers import Peer, answer, respond, serve

WELL = respond(200, b"halaman")
STOP_SECONDS = 5.0
PAGE_BYTES = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "probes.yaml"


async def test_it_starts_answers_and_ends_though_every_probe_hangs(path: Path) -> None:
    loop = asyncio.get_running_loop()
    async with serve(silence) as server:
        often = {"interval": "6s", "timeout": "5s", "slow_after": "4s"}
        probes = [files.probe(f"p{n}", server.url(), **often) for n in range(20)]
        controls = [files.probe("control", server.url(), **often)]
        files.write(path, files.configuration(*probes, controls=controls))
        async with outer_program(path) as program:
            samples = await program.samples()
            pages = [await program.get(page) for page in ("/-/healthy", "/-/ready", "/")]
            unknown = await program.get("/probe?target=nobody")
            began = loop.time()
            code = await program.stop()
            took = loop.time() - began
    assert samples.runs().keys() == {"control", *(f"p{n}" for n in range(20))}
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert unknown.status_code == 404
    assert code == 0
    assert took < STOP_SECONDS
    assert [json.loads(line)["event"] for line in program.lines[-2:]] == ["stopping", "stopped"]


async def test_sighup_reloads_and_a_bad_file_leaves_it_as_it_was(path: Path) -> None:
    async with serve(WELL) as server:
        files.write(path, files.configuration(files.probe("a", server.url())))
        async with outer_program(path) as program:
            files.write(path, files.configuration(files.probe("b", server.url())))
            program.process.send_signal(signal.SIGHUP)
            await program.journal.until("reloaded")
            asked = await program.get("/probe?target=b")
            path.write_text("location: [\n")
            program.process.send_signal(signal.SIGHUP)
            refused = await program.journal.until("the new configuration is refused")
            again = await program.get("/probe?target=b")
            assert await program.stop() == 0
    assert [asked.status_code, again.status_code] == [200, 200]
    assert refused["problems"][0].startswith(f"{path}:")


async def test_an_interrupt_is_an_end_like_any_other(path: Path) -> None:
    async with serve(WELL) as server:
        files.write(path, files.configuration(files.probe("a", server.url())))
        async with outer_program(path) as program:
            assert await program.stop(signal.SIGINT) == 0


async def test_a_taken_port_is_one_clear_line(path: Path) -> None:
    async with serve(WELL) as server:
        files.write(path, files.configuration(files.probe("a", server.url())))
        listen = f"127.0.0.1:{server.port}"
        came = await said(
            "run", "--config", str(path), "--data", str(path.parent), "--listen", listen
        )
    assert (came.exit_code, came.stdout) == (1, "")
    (line,) = came.stderr.splitlines()
    assert f"cannot listen on 127.0.0.1 port {server.port}: Address already in use" in line


async def test_its_log_as_text_is_a_line_an_event(path: Path) -> None:
    async with serve(WELL) as server:
        files.write(path, files.configuration(files.probe("a", server.url())))
        arguments = (
            "run",
            "--config",
            str(path),
            "--data",
            str(path.parent),
            "--listen",
            "127.0.0.1:0",
        )
        process = await asyncio.create_subprocess_exec(
            *command(*arguments), cwd=ROOT, stdout=PIPE, stderr=PIPE
        )
        assert process.stderr is not None
        assert process.stdout is not None
        first = (await process.stderr.readline()).decode()
        process.terminate()
        stdout, rest = await process.communicate()
    assert first.split()[1:4] == ["[info", "]", "serving"]
    last = rest.decode().splitlines()[-2:]
    assert [line.split()[3] for line in last] == ["stopping", "stopped"]
    assert stdout == b""


async def test_a_blocked_log_blocks_neither_probes_nor_pages(path: Path) -> None:
    visits = asyncio.Semaphore(0)

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer())
        visits.release()

    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PAGE_BYTES)
    arguments = (
        "run",
        "--config",
        str(path),
        "--data",
        str(path.parent),
        "--listen",
        "127.0.0.1:0",
        "--enable-reload",
    )
    async with serve(script) as server:
        often = {"interval": "200ms", "timeout": "150ms", "slow_after": "100ms"}
        whole = files.configuration(files.probe("a", server.url(), **often))
        files.write(path, whole)
        process = await asyncio.create_subprocess_exec(
            *command(*arguments, "--log-format", "json"), cwd=ROOT, stdout=DEVNULL, stderr=writing
        )
        os.close(writing)
        try:
            serving = json.loads(await asyncio.to_thread(os.read, reading, PAGE_BYTES))
            program = Client(serving["url"])
            await program.until_ready()
            path.write_text("".join(f"{'x' * 60}{n}: 1\n" for n in range(20)))
            for _ in range(10):  # they are told in more bytes than the pipe takes
                assert (await program.post("/-/reload")).status_code == 500
            while not visits.locked():
                await visits.acquire()
            async with asyncio.timeout(PATIENCE_SECONDS):
                for _ in range(5):
                    await visits.acquire()
            assert (await program.get("/metrics")).status_code == 200
            process.terminate()
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            os.close(reading)


async def test_progress_is_shown_to_a_terminal_and_never_on_stdout(path: Path) -> None:
    screen, terminal = pty.openpty()
    async with serve(WELL) as server:
        files.write(path, files.configuration(files.probe("a-page", server.url())))
        process = await asyncio.create_subprocess_exec(
            *command("check", "--config", str(path)),
            cwd=ROOT,
            stdout=PIPE,
            stderr=terminal,
            env={**os.environ, "TERM": "xterm"},
        )
        stdout, _ = await process.communicate()
    os.close(terminal)
    shown = b""
    while True:
        try:
            shown += os.read(screen, PAGE_BYTES)
        except OSError:  # all has been read
            break
    os.close(screen)
    assert process.returncode == 0
    assert b"1/1" in shown
    assert b"1/1" not in stdout
    assert b"\x1b" not in stdout
    assert stdout.decode().splitlines()[-1] == "All 1 probes are well, seen from here."
