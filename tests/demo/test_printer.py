"""Lines are printed in order, and by nobody who has something better to do."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import PIPE

from monitor.demo.printer import LAST_WORDS_SECONDS
from tests.support.program import PATIENCE_SECONDS, ROOT

SAY = """
import sys
from monitor.demo.printer import Printer
printer = Printer()
for number in range(int(sys.argv[1])):
    printer.say(f"line {number}")
print("all said", file=sys.stderr, flush=True)
printer.close()
print("closed", file=sys.stderr, flush=True)
"""
MANY = "100000"
"""More than a pipe takes."""


def test_lines_come_in_order() -> None:
    command = [sys.executable, "-c", SAY, "5"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [f"line {number}" for number in range(5)]
    assert said.stderr.splitlines() == ["all said", "closed"]


async def test_whoever_says_something_never_waits_for_a_reader() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SAY, MANY), cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE_SECONDS + LAST_WORDS_SECONDS):
        assert await process.stderr.readline() == b"all said\n"
        assert await process.stderr.readline() == b"closed\n"
    process.kill()
    await process.communicate()


def test_a_reader_who_leaves_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", SAY, "5"]
    said = subprocess.run(
        command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert (said.returncode, said.stderr.splitlines()) == (0, ["all said", "closed"])
