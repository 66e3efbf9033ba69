"""No secret of the configuration, nor of a redirect, leaves the program but to its own target."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support import files
from tests.support.certificates import Authority
from tests.support.hostile import header_flood, reset_at_once, silence
from tests.support.program import Outer, outer_program, said
from tests.support.proxies import proxy
from tests.support.servers import Peer, Script, answer, refusing_port, respond, say, serve

CANARY = "canary"
NAME = "jmo.example"
AT_HOME = {NAME: "127.0.0.1", "lain.example": "127.0.0.1"}
USERINFO = f"orang:{CANARY}-userinfo"

LOCATIONS = {
    "elsewhere": "http://{userinfo}@lain.example:{port}/there",
    "private": "http://{userinfo}@10.255.255.254/",
    "private-name": "http://{userinfo}@router/",
    "scheme": "ftp://{userinfo}@lain.example/",
    "port": "http://{userinfo}@lain.example:99999/",
    "no-port": "http://{userinfo}@lain.example:port/",
    "no-host": "http://{userinfo}@-lain-/",
    "space": "http://{userinfo}@lain .example/",
    "control": "http://{userinfo}@lain.example\x01/",
    "brackets": "http://{userinfo}@[::lain]/",
    "tls": "https://{userinfo}@lain.example:{port}/",
    "loop": "http://{userinfo}@jmo.example:{port}/loop",
}
SCRIPTS: dict[str, Script] = {
    "well": respond(200, b"halaman"),
    "status": respond(500, b"rusak"),
    "unauthorized": say(answer(401, headers=[("WWW-Authenticate", 'Basic realm="jmo"')])),
    "rate-limited": respond(429, headers=[("Retry-After", "60")]),
    "maintenance": respond(200, b"sedang dalam pemeliharaan"),
    "silent": silence,
    "reset": reset_at_once,
    "malformed": say(b"SSH-2.0-OpenSSH\r\n\r\n"),
    "flood": header_flood,
}


def secrets(folder: Path) -> dict[str, Any]:
    """A probe's keys with a secret in each that may hold one."""
    file = folder / "bearer"
    file.write_text(f"{CANARY}-bearer\n")
    return {
        "method": "POST",
        "headers": {"X-Api-Key": f"{CANARY}-header", "Cookie": f"sesi={CANARY}-cookie"},
        "body": f'{{"pin": "{CANARY}-body"}}',
        "auth": {"bearer": f"${{file:{file}}}"},
    }


def basic(which: str) -> dict[str, str]:
    return {"username": which, "password": f"{CANARY}-{which}"}


def escaped(which: str) -> str:
    """Credentials as they go over the wire."""
    return b64encode(f"{which}:{CANARY}-{which}".encode()).decode()


FORBIDDEN = (CANARY, escaped("basic"), escaped("proxy"))


def redirecting(location: str) -> Script:
    """Redirects from everywhere but `/there`."""

    async def script(peer: Peer) -> None:
        request = await peer.request()
        where = location.format(userinfo=USERINFO, port=peer.server.port)
        if request.target == "/there":
            await peer.send(answer(200, b"halaman"))
        else:
            await peer.send(answer(307, headers=[("Location", where)], reason="Temporary Redirect"))

    return script


@asynccontextmanager
async def everything_goes_wrong(folder: Path) -> AsyncIterator[list[files.Probe]]:
    """Servers that fail in every way, and the probes, full of secrets, that ask them."""
    keys = {
        **secrets(folder),
        "timeout": "700ms",
        "slow_after": "600ms",
        "resolve": AT_HOME,
        "redirects": {"limit": 3},
    }
    probes = []
    async with AsyncExitStack() as stack:
        for name, script in SCRIPTS.items():
            server = await stack.enter_async_context(serve(script))
            probes.append(files.probe(name, server.url(host=NAME), **keys))
        for name, location in LOCATIONS.items():
            server = await stack.enter_async_context(serve(redirecting(location)))
            probes.append(files.probe(name, server.url(host=NAME), **keys))
        authority = Authority(folder)
        tls = authority.context(authority.expired(NAME))
        expired = await stack.enter_async_context(serve(SCRIPTS["well"], tls=tls))
        trusted = {"tls": {"ca_file": str(authority.root_file)}}
        probes.append(files.probe("expired", expired.url(host=NAME), **keys, **trusted))
        refused = stack.enter_context(refusing_port())
        probes.append(files.probe("refused", f"http://{NAME}:{refused}/", **keys))
        keys["auth"] = {"basic": basic("basic")}
        probes.append(files.probe("basic", f"http://{NAME}:{refused}/", **keys))
        picky = await stack.enter_async_context(proxy(credentials="Basic of-somebody-else"))
        for name, scheme in (("proxy", "http"), ("proxy-connect", "https")):
            through = {"proxy": {"url": picky.url(), **basic("proxy")}}
            probes.append(files.probe(name, f"{scheme}://{NAME}/", **keys, **through))
        absent = {"proxy": {"url": f"http://127.0.0.1:{refused}", **basic("proxy")}}
        probes.append(files.probe("no-proxy", f"https://{NAME}/", **keys, **absent))
        yield probes


async def told_by(program: Outer, probes: list[files.Probe]) -> dict[str, str]:
    """All that the running program says, by where it says it."""
    told = {}
    for probe in probes:
        path = f"/probe?target={probe['id']}"
        told[f"{path}&debug=true"] = (await program.get(f"{path}&debug=true")).text
        told[path] = (await program.get(path)).text
    for path in ("/", "/metrics", "/-/healthy", "/probe?target=nobody"):
        told[path] = (await program.get(path)).text
    openmetrics = await program.get("/metrics", accept="application/openmetrics-text")
    return {**told, "openmetrics": openmetrics.text}


def leaks(told: dict[str, str]) -> dict[str, list[str]]:
    """The lines that hold what they must not."""
    found = {
        where: [line for line in text.splitlines() if any(word in line for word in FORBIDDEN)]
        for where, text in told.items()
    }
    return {where: lines for where, lines in found.items() if lines}


def results(told: dict[str, str]) -> set[str]:
    """The reasons that the pages tell of."""
    lines = [line for text in told.values() for line in text.splitlines()]
    return {line.split()[1] for line in lines if line.startswith("Reason: ")}


async def test_the_running_program_keeps_its_secrets_whatever_goes_wrong(tmp_path: Path) -> None:
    path = tmp_path / "probes.yaml"
    async with everything_goes_wrong(tmp_path) as probes:
        files.write(path, files.configuration(*probes))
        async with outer_program(path, "--enable-reload") as program:
            told = await told_by(program, probes)
            bad = {**secrets(tmp_path), "headers": {"X-Api-Key": f"{CANARY}\nheader"}}
            bad_probe = files.probe("bad", f"http://{USERINFO}@{NAME}/", **bad, proxy=USERINFO)
            files.write(path, files.configuration(bad_probe))
            told["reload"] = (await program.post("/-/reload")).text
            assert await program.stop() == 0
    told["log"] = "".join(program.lines)
    assert leaks(told) == {}
    assert len(told["reload"].splitlines()) >= 3
    assert len(program.journal.said("the new configuration is refused")) == 1
    missing = {
        "http_bad_redirect",
        "http_redirect_blocked",
        "http_too_many_redirects",
        "http_timeout",
        "http_reset",
        "http_malformed",
        "http_headers_too_large",
        "tls_cert_expired",
        "tls_timeout",
        "connect_refused",
        "check_status",
        "maintenance_page",
        "interference_rate_limited",
    } - results(told)
    assert missing <= {"http_timeout", "tls_timeout"}  # a busy machine makes these local_overload


async def test_check_and_validate_keep_them_too(tmp_path: Path) -> None:
    path = tmp_path / "probes.yaml"
    async with everything_goes_wrong(tmp_path) as probes:
        files.write(path, files.configuration(*probes))
        file = ("--config", str(path))
        table, as_json, validated = await asyncio.gather(
            said("check", *file, COLUMNS="400"),
            said("check", *file, "--format", "json"),
            said("validate", *file),
        )
    assert [table.exit_code, as_json.exit_code, validated.exit_code] == [1, 1, 0]
    told = {"table": table.stdout, "json": as_json.stdout, "validate": validated.stdout}
    assert leaks({**told, "stderr": table.stderr + as_json.stderr + validated.stderr}) == {}
    assert "http_bad_redirect" in table.stdout
    assert "http_bad_redirect" in as_json.stdout
