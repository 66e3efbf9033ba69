"""Connect to the first address that answers, as in Happy Eyeballs (RFC 8305)."""

import asyncio
import errno
import socket
from dataclasses import dataclass

STAGGER_SECONDS = 0.25
"""How long an address may take before the next one is tried beside it (RFC 8305, section 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialled:
    """A connected, non-blocking socket, and the address that won."""

    sock: socket.socket
    address: str


async def dial(addresses: tuple[str, ...], port: int) -> Dialled:
    """Connect to one of `addresses`. Raises the most telling OSError when none answers.

    Whatever ends the attempt, cancellation included, no socket is left behind but the winner's.
    """
    if len(addresses) == 1:
        return await _connect(addresses[0], port)
    tasks: list[asyncio.Task[Dialled]] = []
    winner: Dialled | None = None
    try:
        winner = await _race(tasks, addresses, port)
        return winner
    finally:
        await _clear_away(tasks, winner)


async def _connect(address: str, port: int) -> Dialled:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(sock, (address, port))
    except BaseException:
        sock.close()
        raise
    return Dialled(sock=sock, address=address)


async def _race(
    tasks: list[asyncio.Task[Dialled]], addresses: tuple[str, ...], port: int
) -> Dialled:
    """Start one after the other, each a stagger after the last or as soon as one failed."""
    for number, address in enumerate(addresses, start=1):
        tasks.append(asyncio.create_task(_connect(address, port)))
        patience = STAGGER_SECONDS if number < len(addresses) else None
        winner = await _first_of(tasks, patience)
        if winner is not None:
            return winner
    raise _most_telling([error for task in tasks if (error := task.exception())])


async def _first_of(
    tasks: list[asyncio.Task[Dialled]], patience_seconds: float | None
) -> Dialled | None:
    """The first connection; None when all failed, when one fails with others to try, or in time."""
    pending = {task for task in tasks if not task.done()}
    while pending:
        done, pending = await asyncio.wait(
            pending, timeout=patience_seconds, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            if task.exception() is None:
                return task.result()
        if patience_seconds is not None:
            return None
    return None


async def _clear_away(tasks: list[asyncio.Task[Dialled]], winner: Dialled | None) -> None:
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Dialled) and result is not winner:
            result.sock.close()


def _most_telling(errors: list[BaseException]) -> BaseException:
    """A refusal says more of the target than a missing route of one family."""
    unreachable = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
    return min(errors, key=lambda error: getattr(error, "errno", None) in unreachable)
