"""A body's content encoding undone, one layer, never past a limit: a bomb stays small."""

import zlib

from monitor.model import Reason
from monitor.net.failure import AttemptError

MOST_MEMBERS = 64
"""A gzip body may be several files in a row (RFC 1952, section 2.2); more are an attack."""
PIECE_BYTES = 64 * 1024
"""So much is unpacked at once: a bomb of many members would be copied whole for each of them."""
_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_GZIP_MAGIC = b"\x1f\x8b"


def decode(body: bytes, encoding: str, limit_bytes: int, *, complete: bool) -> bytes:
    """Undo `gzip` or `deflate`; `complete` tells whether the whole body is there.

    Raises AttemptError: body_undecodable for another encoding or broken data, body_truncated where
    the data ends too early, body_too_large where it would grow past `limit_bytes`.
    """
    window = _WINDOW_BITS.get(encoding)
    if window is None:
        raise AttemptError(
            Reason.BODY_UNDECODABLE, f"content encoding {encoding!r} was not asked for"
        )
    try:
        decoded, ended = _inflate(body, encoding, window, limit_bytes + 1)
    except zlib.error as error:
        raise AttemptError(Reason.BODY_UNDECODABLE, f"broken {encoding}: {error}") from error
    if len(decoded) > limit_bytes:
        said = f"the body is more than {limit_bytes} bytes when decoded"
        raise AttemptError(Reason.BODY_TOO_LARGE, said)
    if complete and not ended:
        raise AttemptError(Reason.BODY_TRUNCATED, f"the {encoding} data ends before its end")
    return bytes(decoded)


def _inflate(body: bytes, encoding: str, window: int, most_bytes: int) -> tuple[bytearray, bool]:
    """At most `most_bytes`, and whether the data came to its end; what follows that is ignored."""
    decoded, rest = bytearray(), memoryview(body)
    for _ in range(MOST_MEMBERS):
        decoder = _decompressor(rest, encoding, window)
        rest = _inflate_member(decoder, rest, decoded, most_bytes)
        more = encoding != "deflate" and decoder.eof and rest[:2] == _GZIP_MAGIC
        if not more or len(decoded) == most_bytes:
            return decoded, decoder.eof
    raise zlib.error(f"more than {MOST_MEMBERS} members")


def _inflate_member(
    decoder: "zlib._Decompress", packed: memoryview, decoded: bytearray, most_bytes: int
) -> memoryview:
    """Add to `decoded` what one member holds, in pieces; returns what follows that member."""
    pending = False
    while (packed or pending) and not decoder.eof and len(decoded) < most_bytes:
        room = min(PIECE_BYTES, most_bytes - len(decoded))
        piece = packed[:PIECE_BYTES]
        unpacked = decoder.decompress(piece, room)
        decoded += unpacked
        left = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
        packed = packed[len(piece) - len(left) :]
        pending = len(unpacked) == room
    return packed


def _decompressor(body: memoryview, encoding: str, window: int) -> "zlib._Decompress":
    """`deflate` means zlib (RFC 9110), but some servers send it raw."""
    raw = encoding == "deflate" and not _has_zlib_header(body)
    return zlib.decompressobj(-zlib.MAX_WBITS if raw else window)


def _has_zlib_header(body: memoryview) -> bool:
    """Method 8, and a check that makes both bytes a multiple of 31 (RFC 1950, section 2.2)."""
    return len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
