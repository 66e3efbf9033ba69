"""Whether this system lets the monitor ping, where the file asks for it."""

from collections.abc import Callable, Iterator

from monitor.config.crosscheck import Draft
from monitor.config.errors import Problem
from monitor.net.echo_socket import refusal
from monitor.probes import IcmpProbe


def check_permission(
    draft: Draft, refused: Callable[[], str | None] = refusal
) -> Iterator[Problem]:
    """The kind of each icmp probe, where the kernel gives us no socket for it."""
    placed = [placed for placed in draft.probes if isinstance(placed.probe, IcmpProbe)]
    said = refused() if placed else None
    if said is not None:
        for one in placed:
            yield draft.problem((*one.path, "kind"), said)
