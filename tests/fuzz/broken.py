"""Bytes that are arbitrary, or a good answer with a few places broken, and what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st

from monitor.model import Outcome, Reason, Result
from tests.probes.conftest import probe_of, run_probe
from tests.support.servers import Peer, Script

TIMEOUT = "100ms"
MOST_BYTES = 400


@dataclass(frozen=True, slots=True)
class Edit:
    """At this share of the whole so many bytes give way to others."""

    share: float
    dropped: int
    put: bytes


EDITS = st.builds(
    Edit, st.floats(0, 1), st.sampled_from([0, 0, 1, 1, 2, 30]), st.binary(max_size=6)
)


def edited(whole: bytes, edits: Iterable[Edit]) -> bytes:
    """The whole, broken in these places."""
    for edit in edits:
        place = int(edit.share * len(whole))
        whole = whole[:place] + edit.put + whole[place + edit.dropped :]
    return whole


def said_instead_of(*answers: bytes) -> st.SearchStrategy[bytes]:
    """Any bytes, or one of these answers with up to four places broken."""
    broken = st.builds(edited, st.sampled_from(answers), st.lists(EDITS, max_size=4))
    return st.binary(max_size=MOST_BYTES) | broken | broken


@dataclass(frozen=True, slots=True)
class Server:
    """How a server says what it says."""

    cuts: tuple[float, ...]
    """Where what is said is cut into pieces, as shares of the whole."""
    end: str
    waits: bool
    """Whether it lets the other side speak first."""

    def saying(self, what: bytes) -> Script:
        """The server's script."""
        places = sorted({0, len(what), *(int(cut * len(what)) for cut in self.cuts)})
        pieces = [what[a:b] for a, b in pairwise(places)]

        async def script(peer: Peer) -> None:
            if self.waits:
                await peer.reader.read(65_536)
            for piece in pieces:
                await peer.send(piece)
            if self.end == "reset":
                peer.reset()
            elif self.end == "hold":
                await peer.until_closed()

        return script


SERVERS = st.builds(
    Server,
    st.lists(st.floats(0, 1), max_size=4).map(tuple),
    st.sampled_from(["close", "close", "close", "reset", "hold"]),
    st.sampled_from([True, True, True, False]),
)


async def run_into(**options: object) -> Outcome:
    """Run a probe, and see that what came of it is an outcome as it should be."""
    options = {"timeout": TIMEOUT, **options}
    outcome = await run_probe(**options)
    assert outcome.reason is not Reason.LOCAL_INTERNAL, outcome.detail
    assert (outcome.reason is None) is (outcome.result is Result.OK)
    if outcome.reason is not None:
        assert outcome.reason in probe_of(**options).reasons
        assert (outcome.result is Result.VOID) is outcome.reason.is_void
    assert outcome.detail.isprintable()
    return outcome
