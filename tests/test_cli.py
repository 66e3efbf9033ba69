"""The commands as they are typed: what they print, where, and with which exit code they end."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import monitor
from monitor.cli import main
from monitor.config.json_schema import json_schema
from tests.support import files
from tests.support.certificates import Authority
from tests.support.program import inner_program
from tests.support.servers import Server, answer, refusing_port, respond, say, serve

COMMANDS = (
    *("run", "check", "windows", "report", "replay"),
    *("demo", "validate", "schema", "healthcheck"),
)
WELL = respond(200, b"halaman")
Environ = Mapping[str, str]


def typed(*arguments: str, environ: Environ | None = None) -> Result:
    """A command, in a terminal 120 characters wide."""
    env = {"COLUMNS": "120", "NO_COLOR": "1", **(environ or {})}
    return CliRunner().invoke(main, arguments, env=env, prog_name="jmo-monitor")


async def typed_beside(*arguments: str, environ: Environ | None = None) -> Result:
    """The same, in a thread of its own: this loop has servers to run."""
    return await asyncio.to_thread(typed, *arguments, environ=environ)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serve(WELL) as server:
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "probes.yaml"


def write(path: Path, *probes: files.Probe, **sections: Any) -> str:
    """Write a configuration with these probes; returns the path as it is typed."""
    return str(files.write(path, files.configuration(*probes, **sections)))


# the command line itself


def test_help_names_every_command() -> None:
    said = typed("--help")
    assert said.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in said.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    said = typed(command, "--help")
    assert said.exit_code == 0
    assert said.stdout.startswith(f"Usage: jmo-monitor {command}")


def test_the_version_is_told() -> None:
    assert typed("--version").stdout == f"jmo-monitor, version {monitor.__version__}\n"


def test_an_unknown_command_is_a_usage_error() -> None:
    assert typed("chekc").exit_code == 2


# validate and schema


async def test_a_file_that_is_well_is_called_well(path: Path, server: Server) -> None:
    typed_path = write(
        path,
        files.probe("a", server.url()),
        controls=[files.probe("control", server.url())],
    )
    said = typed("validate", "--config", typed_path)
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == f"{path}: well: 1 services, 2 probes, controls included\n"
    assert server.requests == []


@pytest.mark.parametrize("command", ["validate", "check", "run"])
def test_a_broken_file_ends_every_command_with_2_and_each_problem(command: str, path: Path) -> None:
    broken = {**files.configuration(files.probe("a", "http://127.0.0.1/", timeout="2h")), "x": 1}
    files.write(path, broken)
    said = typed(command, "--config", str(path))
    assert said.exit_code == 2
    assert said.stdout == ""
    lines = said.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{path}:") for line in lines)
    assert "timeout 2h must be shorter than interval 1h" in said.stderr


@pytest.mark.parametrize("command", ["validate", "check", "run"])
def test_a_missing_file_is_named(command: str, path: Path) -> None:
    said = typed(command, "--config", str(path))
    assert said.exit_code == 2
    assert said.stderr == f"{path}: cannot be read: No such file or directory\n"


def test_the_file_may_be_named_by_the_environment(path: Path) -> None:
    said = typed("validate", environ={"JMO_MONITOR_CONFIG": str(path)})
    assert said.stderr.startswith(f"{path}: ")


def test_the_schema_is_json_for_editors() -> None:
    said = typed("schema")
    assert (said.exit_code, said.stderr) == (0, "")
    assert json.loads(said.stdout) == json_schema()


# check


async def test_all_well_is_0_with_a_table_on_stdout_and_nothing_on_stderr(
    path: Path, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    tls = authority.context(authority.pair("jmo.example"))
    async with serve(WELL, tls=tls) as server:
        well = files.probe(
            "page",
            server.url(host="jmo.example"),
            resolve={"jmo.example": "127.0.0.1"},
            tls={"ca_file": str(authority.root_file)},
        )
        said = await typed_beside("check", "--config", write(path, well))
    assert (said.exit_code, said.stderr) == (0, "")
    heading, service, row, legend, _, sentence = said.stdout.splitlines()
    assert heading.split() == ["probe", "state", "total", "phases", "cert", "reason"]
    assert service == "Layanan app"
    name, sign, state, _, unit, bar, *days = row.split()
    assert (name, sign, state, unit, days) == ("page", "✔", "ok", "ms", ["365", "d"])
    assert list(dict.fromkeys(bar)) == ["r", "c", "t", "p", "b"]
    assert legend.startswith("phases: ")
    assert sentence == "All 1 probes are well, seen from here."


async def test_a_failure_is_1_and_the_reason_is_told(path: Path, server: Server) -> None:
    with refusing_port() as port:
        typed_path = write(
            path,
            files.probe("well", server.url()),
            files.probe("refused", f"http://127.0.0.1:{port}/"),
            controls=[files.probe("control", server.url())],
        )
        said = await typed_beside("check", "--config", typed_path)
    assert (said.exit_code, said.stderr) == (1, "")
    lines = said.stdout.splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("  refused ")] == [
        "connect_refused"
    ]
    assert f"refused: [Errno 111] Connect call failed ('127.0.0.1', {port})" in lines
    assert lines[-1] == "It is not your network: 1 of 2 probes failed."


async def test_no_network_is_3(path: Path) -> None:
    with refusing_port() as port:
        url = f"http://127.0.0.1:{port}/"
        typed_path = write(path, files.probe("page", url), controls=[files.probe("control", url)])
        said = await typed_beside("check", "--config", typed_path)
    assert (said.exit_code, said.stderr) == (3, "")
    assert said.stdout.splitlines()[-1].startswith("It is your own network: the controls do not")


async def test_a_captive_portal_is_3(path: Path) -> None:
    async with serve(respond(200, b"masuk dulu")) as portal:
        typed_path = write(
            path,
            files.probe("page", portal.url()),
            controls=[files.probe("control", portal.url(), expect={"status": [204]})],
        )
        said = await typed_beside("check", "--config", typed_path)
    assert said.exit_code == 3
    assert said.stdout.splitlines()[-1].startswith("It is your own network: it answers in place")


async def test_a_providers_block_page_is_3(path: Path, server: Server) -> None:
    async with serve(respond(200, b"<title>Internet Positif</title>")) as blocked:
        typed_path = write(
            path,
            files.probe("page", blocked.url()),
            controls=[files.probe("control", server.url())],
        )
        said = await typed_beside("check", "--config", typed_path)
    assert said.exit_code == 3
    assert "interference_blockpage" in said.stdout
    assert said.stdout.splitlines()[-1].startswith("It is your own network: your provider")


async def test_as_json_it_is_one_object_and_nothing_else(path: Path, server: Server) -> None:
    typed_path = write(
        path,
        files.probe("page", server.url()),
        files.probe("picky", server.url(), expect={"status": [204]}),
        controls=[files.probe("control", server.url())],
    )
    said = await typed_beside("check", "--config", typed_path, "--format", "json")
    assert (said.exit_code, said.stderr) == (1, "")
    found = json.loads(said.stdout)
    assert (found["network"], found["exit_code"]) == ("up", 1)
    assert [o["probe"] for o in found["outcomes"]] == ["control", "page", "picky"]
    assert [o["result"] for o in found["outcomes"]] == ["ok", "ok", "failed"]
    picky = found["outcomes"][2]
    assert (picky["reason"], picky["status_code"]) == ("check_status", 200)
    assert picky["checks"] == [{"check": "status is 204", "passed": False, "observed": "200"}]
    assert picky["hops"] == [server.url()]
    assert picky["phases"].keys() == {"resolve", "connect", "processing", "transfer"}
    assert picky["address"] == "127.0.0.1"


async def test_ids_choose_probes_and_services(path: Path, server: Server) -> None:
    typed_path = write(
        path,
        files.probe("a", server.url("/a")),
        files.probe("b", server.url("/b")),
        services=[files.service("web", files.probe("c", server.url("/c")))],
    )
    said = await typed_beside("check", "--config", typed_path, "b", "web")
    assert said.exit_code == 0
    assert sorted(request.target for request in server.requests) == ["/b", "/c"]
    assert said.stdout.splitlines()[-1] == "All 2 probes are well, seen from here."


async def test_an_unknown_id_is_a_usage_error_that_lists_the_known_ones(
    path: Path, server: Server
) -> None:
    typed_path = write(
        path,
        files.probe("page", server.url()),
        controls=[files.probe("control-page", server.url())],
    )
    said = typed("check", "--config", typed_path, "page", "pgae", "control-page")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "no service or probe is called pgae, control-page; there are: app, page" in said.stderr
    assert server.requests == []


# run


def test_a_taken_port_is_one_clear_line_and_1(path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        listen = f"127.0.0.1:{holder.getsockname()[1]}"
        typed_path = write(path, files.probe("page", f"http://{listen}/"))
        said = typed("run", "--config", typed_path, "--data", str(path.parent), "--listen", listen)
    assert (said.exit_code, said.stdout) == (1, "")
    (line,) = said.stderr.splitlines()
    assert line == (
        f"Error: cannot listen on {listen.replace(':', ' port ')}: Address already in use; "
        "stop the program that has this port, or choose another address"
    )


@pytest.mark.parametrize(
    "listen", ["8175", ":8175", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", ""]
)
@pytest.mark.parametrize("command", ["run", "healthcheck"])
async def test_an_address_without_host_or_port_is_a_usage_error(
    command: str, listen: str, path: Path, server: Server
) -> None:
    write(path, files.probe("page", server.url()))
    environ = {"JMO_MONITOR_CONFIG": str(path)}
    said = typed(command, "--listen", listen, environ=environ)
    assert said.exit_code == 2
    assert f"{listen!r} is no HOST:PORT, such as 127.0.0.1:8175 or [::]:8175" in said.stderr


# healthcheck


async def test_a_running_monitor_is_healthy(path: Path, server: Server) -> None:
    write(path, files.probe("page", server.url()))
    async with inner_program(path) as program:
        port = program.url.rstrip("/").rpartition(":")[2]
        by_address = await typed_beside("healthcheck", "--listen", f"127.0.0.1:{port}")
        by_any = await typed_beside(
            "healthcheck", environ={"JMO_MONITOR_LISTEN": f"0.0.0.0:{port}"}
        )
    assert (by_address.exit_code, by_address.stdout) == (0, "healthy\n")
    assert (by_any.exit_code, by_any.stdout) == (0, "healthy\n")


async def test_over_ip6_too() -> None:
    async with serve(respond(200), host="::1") as server:
        said = [
            await typed_beside("healthcheck", "--listen", f"{host}:{server.port}")
            for host in ("[::1]", "[::]")
        ]
    assert [each.exit_code for each in said] == [0, 0]
    assert [request.target for request in server.requests] == ["/-/healthy"] * 2


@pytest.mark.parametrize(
    ("listens", "asked"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")]
)
def test_where_nobody_listens_it_is_not_healthy(listens: str, asked: str) -> None:
    with refusing_port() as port:
        said = typed("healthcheck", "--listen", f"{listens}:{port}")
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith(f"Error: {asked}:{port} does not answer: ")


async def test_a_monitor_that_stands_still_is_not_healthy() -> None:
    async with serve(say(answer(503, reason="Service Unavailable"))) as server:
        said = await typed_beside("healthcheck", "--listen", f"127.0.0.1:{server.port}")
    assert (said.exit_code, said.stderr) == (1, f"Error: 127.0.0.1:{server.port} answers 503\n")


async def test_what_does_not_speak_http_is_not_healthy() -> None:
    async with serve(say(b"SSH-2.0-OpenSSH\r\n")) as server:
        said = await typed_beside("healthcheck", "--listen", f"127.0.0.1:{server.port}")
    assert said.exit_code == 1
    assert "does not answer" in said.stderr
