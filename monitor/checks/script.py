"""A script of what to say and what to hear, and whether what came is what it awaits."""

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    SecretStr,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from monitor.checks.assertions import SEEN_CHARACTERS, shown
from monitor.fields import Misfit, Regex, Spec, exactly_one
from monitor.model import CheckResult, Reason
from monitor.net.search import AWAITED_BYTES, LineSearch, Search, TextSearch

LONGEST_WANTED = 1024
"""Characters or bytes that one step may await to the letter."""
LONGEST_SENT = 64 * 1024
"""Characters or bytes that one step may send."""
SHORTEST_SECRET = 6
"""What is sent and shorter, such as PING, is no secret; to hide it would garble every message."""
_HEX = {"type": "string", "pattern": "^ *([0-9A-Fa-f]{2} *)+$"}
_SECRET_HEX = _HEX | {"format": "password", "writeOnly": True}


_WITHHELD = "{} bytes, withheld since what was sent may be secret"


def parse_hex(value: object) -> bytes:
    """Read bytes in hexadecimal, two digits each. Raises ValueError, which never repeats them."""
    if isinstance(value, bytes):
        return value
    try:
        read = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        read = b""
    if not read:
        raise ValueError(
            "these are no bytes; write two hexadecimal digits for each, in quotes, such as"
            " '05 01 00'"
        )
    return read


def _wanted_bytes(value: object) -> bytes:
    read = parse_hex(value)
    if len(read) > LONGEST_WANTED:
        raise ValueError(f"{len(read)} bytes are too many to await; at most {LONGEST_WANTED}")
    return read


def _sent_bytes(value: SecretStr) -> SecretStr:
    _check_sent(len(parse_hex(value.get_secret_value())), "bytes")
    return value


def _sent_text(value: SecretStr) -> SecretStr:
    if not value.get_secret_value():
        raise ValueError('must not be empty; an empty line is "\\n"')
    _check_sent(len(value.get_secret_value()), "characters")
    return value


def _check_sent(length: int, what: str) -> None:
    if length > LONGEST_SENT:
        raise ValueError(f"{length} {what} are too many to send; at most {LONGEST_SENT}")


class ScriptStep(Spec):
    """One step; exactly one of its keys is set."""

    send: Annotated[SecretStr, AfterValidator(_sent_text)] | None = Field(
        None, description="Send this text; each of its lines ends in CR LF, the last one too"
    )
    send_bytes: (
        Annotated[SecretStr, AfterValidator(_sent_bytes), WithJsonSchema(_SECRET_HEX)] | None
    ) = Field(None, description="Send these bytes, written in hexadecimal, and nothing more")
    expect: Annotated[str, Field(min_length=1, max_length=LONGEST_WANTED)] | None = Field(
        None, description="Wait until this text comes, to the letter"
    )
    expect_matches: Regex | None = Field(
        None, description="Wait until a line comes that this RE2 expression matches"
    )
    expect_bytes: Annotated[bytes, PlainValidator(_wanted_bytes), WithJsonSchema(_HEX)] | None = (
        Field(None, description="Wait until these bytes come, written in hexadecimal")
    )
    starttls: StrictBool | None = Field(None, description="true: make TLS here")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, tuple(ScriptStep.model_fields))
        if self.starttls is False:
            raise Misfit(("starttls",), "write starttls: true, or leave the step out")
        return self

    @property
    def says(self) -> bytes | None:
        """What goes out, byte by byte; None where the step sends nothing."""
        if self.send is not None:
            return _with_line_ends(self.send.get_secret_value()).encode(errors="replace")
        if self.send_bytes is not None:
            return parse_hex(self.send_bytes.get_secret_value())
        return None

    @property
    def secrets(self) -> tuple[str, ...]:
        """The lines that it sends, apart from those that are too short to be secret."""
        lines = (self.says or b"").decode(errors="replace").splitlines()
        return tuple(line for line in lines if len(line) >= SHORTEST_SECRET)

    def search(self) -> Search | None:
        """A new search for what the step awaits; None where it awaits nothing."""
        if self.expect_matches is not None:
            return LineSearch(self.expect_matches)
        wanted = self.expect_bytes if self.expect is None else self.expect.encode(errors="replace")
        return None if wanted is None else TextSearch(wanted)

    @property
    def wanted(self) -> str:
        """What it awaits, in words."""
        if self.expect_matches is not None:
            return f"a line that matches {shown(repr(self.expect_matches.source))}"
        if self.expect is not None:
            return f"the text {shown(repr(self.expect))}"
        return f"the bytes {_hex(self.expect_bytes or b'')}"

    def seen(self, heard: bytes, end: int | None) -> str:
        """What came: the line that was awaited, or the beginning of what was not."""
        show = _hex if self.expect_bytes is not None else _readable
        if end is not None:
            return show(heard[:end].rstrip(b"\r\n").rpartition(b"\n")[2])
        return f"{len(heard)} bytes: {show(heard)}"


def judge_script(script: tuple[ScriptStep, ...], said: bytes) -> tuple[CheckResult, ...]:
    """Each expectation in turn, up to the first that `said`, the other side's part, breaks.

    Once a secret was sent, nothing that the other side said is repeated: it may have echoed it.
    """
    results: list[CheckResult] = []
    position, discreet = 0, False
    for number, step in enumerate(script, start=1):
        discreet = discreet or bool(step.secrets)
        search = step.search()
        if search is None:
            continue
        heard = said[position : position + AWAITED_BYTES]
        end = search.find(heard, final=True)
        results.append(
            CheckResult(
                sentence=f"step {number} hears {step.wanted}",
                passed=end is not None,
                reason=Reason.CHECK_CONTENT,
                expected=step.wanted,
                observed=_WITHHELD.format(len(heard)) if discreet else step.seen(heard, end),
                regex=step.expect_matches is not None,
            )
        )
        if end is None:
            break
        position += end
    return tuple(results)


def _with_line_ends(text: str) -> str:
    """The text with CR LF at every line end, and at its own: so text protocols want it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return "".join(f"{line}\r\n" for line in lines)


def _readable(data: bytes) -> str:
    return shown(data[: 4 * SEEN_CHARACTERS].decode(errors="replace"))


def _hex(data: bytes) -> str:
    return shown(data[:SEEN_CHARACTERS].hex(" "))
