"""Encodings are undone one layer deep and never past a limit."""

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Reason
from monitor.net.decode import MOST_MEMBERS, PIECE_BYTES, decode
from monitor.net.failure import AttemptError

LIMIT = 1000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
}


def refused(body: bytes, encoding: str, *, complete: bool = True) -> Reason:
    with pytest.raises(AttemptError) as caught:
        decode(body, encoding, LIMIT, complete=complete)
    return caught.value.reason


@pytest.mark.parametrize("encoding", PACKERS)
@given(data=st.binary(max_size=LIMIT))
def test_what_was_packed_is_unpacked(encoding: str, data: bytes) -> None:
    assert decode(PACKERS[encoding](data), encoding, LIMIT, complete=True) == data


@pytest.mark.parametrize("size", [PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_members_larger_than_a_piece_are_unpacked_to_the_last(size: int) -> None:
    parts = [bytes(size), Random(1).randbytes(size), b"end"]
    packed = b"".join(map(gzip.compress, parts))
    assert decode(packed, "gzip", 10 * PIECE_BYTES, complete=True) == b"".join(parts)
    assert decode(gzip.compress(parts[0]), "gzip", size, complete=True) == parts[0]


@given(st.binary(min_size=1, max_size=LIMIT))
def test_raw_deflate_is_understood_as_well(data: bytes) -> None:
    assert decode(raw_deflate(data), "deflate", LIMIT, complete=True) == data


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_body_up_to_the_limit_passes_and_one_beyond_does_not(encoding: str) -> None:
    pack = PACKERS[encoding]
    assert len(decode(pack(bytes(LIMIT)), encoding, LIMIT, complete=True)) == LIMIT
    assert refused(pack(bytes(LIMIT + 1)), encoding) is Reason.BODY_TOO_LARGE
    assert refused(pack(bytes(10_000_000)), encoding) is Reason.BODY_TOO_LARGE


@pytest.mark.parametrize("encoding", PACKERS)
def test_data_that_ends_early_is_truncated_unless_it_was_cut_by_us(encoding: str) -> None:
    packed = PACKERS[encoding](bytes(range(256)))
    assert refused(packed[:-4], encoding) is Reason.BODY_TRUNCATED
    whole = bytes(range(256))
    assert whole.startswith(decode(packed[:200], encoding, LIMIT, complete=False))


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "", "identity"])
def test_another_encoding_is_not_decoded(encoding: str) -> None:
    assert refused(b"data", encoding) is Reason.BODY_UNDECODABLE


@pytest.mark.parametrize("encoding", PACKERS)
@given(data=st.binary(min_size=1, max_size=200))
def test_no_data_breaks_the_decoder(encoding: str, data: bytes) -> None:
    with suppress(AttemptError):  # and nothing else
        decode(data, encoding, LIMIT, complete=True)


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=MOST_MEMBERS))
def test_gzip_may_be_several_files_in_a_row(parts: list[bytes]) -> None:
    packed = b"".join(map(gzip.compress, parts))
    assert decode(packed, "gzip", 2000, complete=True) == b"".join(parts)


def test_but_not_many() -> None:
    packed = gzip.compress(b"") * (MOST_MEMBERS + 1)
    assert refused(packed, "gzip") is Reason.BODY_UNDECODABLE


def test_the_limit_is_over_all_of_them() -> None:
    packed = gzip.compress(bytes(LIMIT)) + gzip.compress(b"x")
    assert refused(packed, "gzip") is Reason.BODY_TOO_LARGE


@pytest.mark.parametrize("encoding", PACKERS)
def test_what_follows_the_data_is_ignored(encoding: str) -> None:
    packed = PACKERS[encoding](b"halaman") + b"\0\0\0 garbage"
    assert decode(packed, encoding, LIMIT, complete=True) == b"halaman"
