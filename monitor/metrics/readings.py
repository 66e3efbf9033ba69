"""How metrics are read from an outcome: nothing where nothing was measured."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from ipaddress import ip_address

from monitor.metrics.family import Points, label
from monitor.model import HttpAnswer, Outcome, Phase, Result, Tls

_PHASES = tuple(Phase)  # going through an enum itself takes longer than all the rest
_SPEAK_HTTP = frozenset({"http", "journey", "app_release"})
"""The kinds whose phases are those of an HTTP request, though it may break before an answer."""
_FNV_OFFSET, _FNV_PRIME = 0x811C9DC5, 0x01000193


def one(value: float | None) -> Points:
    """A single sample without further labels; none where there is no value."""
    return () if value is None else (((), float(value)),)


def one_hot(words: Iterable[str], true: str) -> Points:
    """A sample for each word: 1 for the one that is true, 0 for all others."""
    return tuple(((word,), float(word == true)) for word in words)


def success(outcome: Outcome) -> Points:
    """Whether the run passed, slow or not."""
    return one(outcome.result is not Result.FAILED)


def duration(outcome: Outcome) -> Points:
    """Seconds of the whole run."""
    return () if outcome.stalled else one(outcome.duration_seconds)


def lookup(outcome: Outcome) -> Points:
    """Seconds until the address was known; a dns probe looks none up, it asks for the records."""
    if outcome.stalled or outcome.kind == "dns":
        return ()
    return one(outcome.phases.get(Phase.RESOLVE))


def phases(outcome: Outcome) -> Points:
    """Seconds in each phase that was finished."""
    if outcome.stalled:
        return ()
    return tuple(((phase,), outcome.phases[phase]) for phase in _PHASES if phase in outcome.phases)


def http_phases(outcome: Outcome) -> Points:
    """The same, of what speaks HTTP."""
    return phases(outcome) if outcome.http or outcome.kind in _SPEAK_HTTP else ()


def phases_as(outcome: Outcome, names: Mapping[Phase, str]) -> Points:
    """Seconds in each of these phases that was finished, under other names."""
    if outcome.stalled:
        return ()
    seen = outcome.phases
    return tuple(((name,), seen[phase]) for phase, name in names.items() if phase in seen)


def failed_due_to_regex(outcome: Outcome) -> Points:
    """Whether the check that failed the run was decided by a regular expression."""
    if not outcome.checks:
        return ()
    failing = (c for c in outcome.checks if not c.passed and c.result is Result.FAILED)
    first = next(failing, None)
    return one(first is not None and first.regex)


def ip_protocol(outcome: Outcome) -> Points:
    """4 or 6."""
    return one(outcome.connection.ip_version if outcome.connection else None)


def ip_fallback(outcome: Outcome) -> Points:
    """Whether another address was tried before."""
    return one(outcome.connection.fallback if outcome.connection else None)


def ip_hash(outcome: Outcome) -> Points:
    """The hash of the address that answered."""
    return one(address_hash(outcome.connection.address) if outcome.connection else None)


def address_hash(address: str) -> int | None:
    """The 32-bit FNV-1a hash of an address's bytes; None for what is no address.

    An IPv4 address hashes alike however it is written, as in Go's net.IP.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if parsed.version == 6 else None
    value = _FNV_OFFSET
    for byte in (mapped or parsed).packed:
        value = ((value ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return value


def of_http(read: Callable[[HttpAnswer], float | None]) -> Callable[[Outcome], Points]:
    """What `read` makes of the answer, where there was one."""
    return lambda outcome: one(read(outcome.http) if outcome.http else None)


def of_tls(read: Callable[[Tls], Points]) -> Callable[[Outcome], Points]:
    """What `read` makes of the handshake, where there was one."""
    return lambda outcome: read(outcome.tls) if outcome.tls else ()


def stamp(moment: datetime | None) -> float | None:
    """Unix time in seconds."""
    return None if moment is None else moment.timestamp()


def word(text: str | None) -> Points:
    """1, with the text as the only further label."""
    return () if text is None else (((label(text),), 1.0),)


def leaf(tls: Tls) -> Points:
    """1, with the server's certificate in the labels, in alphabetical order of their names."""
    if tls.leaf is None:
        return ()
    texts = (
        tls.leaf.fingerprint_sha256,
        tls.leaf.issuer,
        tls.leaf.serial_number,
        tls.leaf.subject,
        ",".join(filter(_is_host_name, tls.leaf.alternative_names)),
    )
    return ((tuple(map(label, texts)), 1.0),)


def _is_host_name(text: str) -> bool:
    """Whether it is none of the addresses, URIs and mailboxes that a certificate may name too."""
    return not (":" in text or "@" in text or text.rpartition(".")[2].isdigit())
