"""The running program answers for itself."""

import asyncio
from pathlib import Path
from typing import Any

from tests.support import files
from tests.support.clocks import ManualClock
from tests.support.program import PATIENCE_SECONDS, Inner, inner_program, until
from tests.support.servers import Peer, answer, serve

FIRST_RUN_SECONDS = 10.0
"""By then every probe has run once."""


async def page(peer: Peer) -> None:
    await peer.request()
    await peer.send(answer(200, b"halaman"))


async def results_of_a(program: Inner) -> list[Any]:
    told = (await program.get("/api/v1/probes/a/results")).json()
    results: list[Any] = told["results"]
    return results


async def test_the_program_tells_how_everything_is_and_was(tmp_path: Path) -> None:
    async with serve(page) as server:
        whole = files.configuration(files.probe("a", server.url("/")))
        config = files.write(tmp_path / "probes.yaml", whole)
        clock = ManualClock()
        async with inner_program(config, clock=clock) as program:
            clock.advance(FIRST_RUN_SECONDS)
            await until(program, clock, lambda samples: samples.runs() == {"a": 1})
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (results := await results_of_a(program)):
                    clock.advance(1)
            status = (await program.get("/api/v1/status")).json()
            service = (await program.get("/api/v1/services/app")).json()
            windows = (await program.get("/api/v1/windows")).json()
    assert (status["location"], status["history"], status["network_up"]) == ("uji", True, None)
    assert [each["state"] for each in status["services"]] == ["up"]
    (result,) = results
    assert service["probes"][0]["last"]["started_at"] == result["started_at"]
    assert (result["result"], result["status_code"]) == ("ok", 200)
    assert windows["windows"] == []
