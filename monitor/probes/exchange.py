"""One HTTP exchange: redirects hop by hop, and a body within its limits."""

from dataclasses import dataclass

import httpx

from monitor.fields import check_host
from monitor.model import Phase, Reason
from monitor.net.decode import decode
from monitor.net.failure import AttemptError
from monitor.net.recorder import Recorder
from monitor.net.transport import ProbeTransport

TINY_PIECES = 1000
"""A body in more pieces than this, each smaller than TINY_BYTES, is a flood and not a page."""
TINY_BYTES = 16
MOST_COOKIES = 50
LONGEST_COOKIE_CHARACTERS = 4096
"""So much a browser keeps of one host (RFC 6265, section 6.1); what goes beyond it is dropped."""
_NOTHING = httpx.ByteStream(b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an exchange may do."""

    follow: bool
    most_redirects: int
    downgrade_allowed: bool
    private_headers: frozenset[str]
    """Request headers, in lower case, that are meant for the first host alone."""
    body_limit_bytes: int
    whole_body: bool
    """Whether a body beyond the limit, or one that cannot be decoded, is a failure."""
    encoding: str
    """The content encoding that was asked for; `identity` for none."""


class Jar(httpx.Cookies):
    """The cookies of one attempt: those that a server may have sent back to it."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep what an answer brings: few bring any, and looking takes long."""
        if "set-cookie" not in response.headers:
            return
        said = response.headers.get_list("set-cookie")[: max(0, MOST_COOKIES - len(self))]
        brought = [("set-cookie", cookie) for cookie in said if _is_cookie(cookie)]
        super().extract_cookies(httpx.Response(200, headers=brought, request=response.request))

    @property
    def values_kept(self) -> tuple[str, ...]:
        """What the cookies hold."""
        return tuple(cookie.value for cookie in self.jar if cookie.value)


def _is_cookie(text: str) -> bool:
    """Whether a cookie is ASCII (RFC 6265, section 4.1.1): httpx can send no other one back."""
    return len(text) <= LONGEST_COOKIE_CHARACTERS and text.isascii() and text.isprintable()


async def exchange(
    request: httpx.Request,
    transport: ProbeTransport,
    recorder: Recorder,
    rules: Rules,
    jar: Jar | None = None,
) -> None:
    """Ask, follow, read; the recorder has it all. Raises AttemptError and what sockets raise.

    Cookies come from `jar` and go there; without one they end with this exchange.
    """
    jar = Jar() if jar is None else jar
    if jar:
        jar.set_cookie_header(request)
    async with _Client(transport, jar) as client:
        answer = await _ask(client, request, rules)
        try:
            await _read(answer, recorder, rules)
        finally:
            await _let_go(answer)


async def _ask(client: httpx.AsyncClient, request: httpx.Request, rules: Rules) -> httpx.Response:
    """The answer at the end of the redirects."""
    first = request
    for followed in range(rules.most_redirects + 1):
        answer = await _send(client, request)
        following = answer.next_request if rules.follow else None
        if following is None:
            return answer
        await _let_go(answer)
        if followed == rules.most_redirects:
            break
        _refuse(request, following, rules)
        if not _same_origin(first.url, following.url):
            _keep_to_ourselves(following, rules.private_headers)
        request = following
    said = f"more than {rules.most_redirects} redirects"
    raise AttemptError(Reason.HTTP_TOO_MANY_REDIRECTS, said)


async def _let_go(answer: httpx.Response) -> None:
    """Close an answer and break its circle with its stream.

    Else all that a run made would wait for the garbage collector, which holds up every probe while
    it looks for it.
    """
    await answer.aclose()
    answer.stream = _NOTHING


async def _send(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """Ask one hop. httpx follows nothing here, but reads a Location, which may be nonsense."""
    try:
        return await client.send(request, stream=True, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        said = f"redirected to something that is no URL: {error}"
        raise AttemptError(Reason.HTTP_BAD_REDIRECT, said) from error


def _refuse(before: httpx.Request, following: httpx.Request, rules: Rules) -> None:
    """Raise AttemptError for a redirect that leads nowhere, or where it may not."""
    url = following.url
    if url.scheme not in {"http", "https"}:
        raise AttemptError(Reason.HTTP_BAD_REDIRECT, f"redirected to scheme {url.scheme!r}")
    if url.port is not None and not 0 < url.port <= 65_535:
        raise AttemptError(Reason.HTTP_BAD_REDIRECT, f"redirected to port {url.port}")
    try:
        check_host(url.raw_host.decode("ascii").strip("[]"))
    except ValueError as error:
        raise AttemptError(Reason.HTTP_BAD_REDIRECT, f"redirected to a bad host: {error}") from None
    if before.url.scheme == "https" and url.scheme == "http" and not rules.downgrade_allowed:
        raise AttemptError(Reason.HTTP_REDIRECT_BLOCKED, "redirected from https to http")


def _same_origin(first: httpx.URL, other: httpx.URL) -> bool:
    """Whether `other` is still the first server, or the same one over TLS on its usual port."""
    upgrade = (first.scheme, other.scheme) == ("http", "https") and not (first.port or other.port)
    same = (first.scheme, first.port) == (other.scheme, other.port)
    return first.host == other.host and (same or upgrade)


def _keep_to_ourselves(following: httpx.Request, private: frozenset[str]) -> None:
    """Drop what may be secret; httpx has dropped Authorization, but knows no other header."""
    if following.headers.get("content-length", "0") != "0":
        said = "redirected to another host, to which the request's body does not go"
        raise AttemptError(Reason.HTTP_REDIRECT_BLOCKED, said)
    for name in private:
        following.headers.pop(name, None)
    following.headers["Host"] = following.url.netloc.decode("ascii")


async def _read(answer: httpx.Response, recorder: Recorder, rules: Rules) -> None:
    """Read the body up to its limit and decode what was asked for."""
    wire = bytearray()
    recorder.begin(Phase.TRANSFER)
    try:
        await _take_in(answer, wire, rules)
    finally:
        recorder.count_body(len(wire))  # whatever ends it, so much has come
    truncated = len(wire) > rules.body_limit_bytes
    if truncated and rules.whole_body:
        said = f"the body is more than {rules.body_limit_bytes} bytes, and a check needs all of it"
        raise AttemptError(Reason.BODY_TOO_LARGE, said)
    recorder.end()
    del wire[rules.body_limit_bytes :]
    body = bytes(wire)
    wire.clear()  # one copy is enough while it is decoded
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if _must_decode(body, encoding, rules):
        body = decode(body, encoding, rules.body_limit_bytes, complete=not truncated)
    recorder.take_body(body, truncated=truncated)


async def _take_in(answer: httpx.Response, wire: bytearray, rules: Rules) -> None:
    """Append the body to `wire`, until it is over or longer than the limit."""
    pieces = 0
    async for piece in answer.aiter_raw():
        wire += piece
        pieces += 1
        if len(wire) > rules.body_limit_bytes:
            return
        if pieces > TINY_PIECES and len(wire) < pieces * TINY_BYTES:
            said = f"{pieces} pieces of {len(wire) / pieces:.1f} bytes each"
            raise AttemptError(Reason.BODY_TOO_LARGE, said)


def _must_decode(body: bytes, encoding: str, rules: Rules) -> bool:
    """What was asked for, and what a check must see; anything else stays as it came."""
    asked = rules.encoding != "identity" and encoding == rules.encoding
    return bool(body) and encoding not in {"", "identity"} and (asked or rules.whole_body)


class _Client(httpx.AsyncClient):
    """httpx's client for one exchange: nothing from the environment, and a jar of our own."""

    def __init__(self, transport: ProbeTransport, jar: Jar) -> None:
        super().__init__(transport=transport, trust_env=False)
        self._kept = jar

    @property  # type: ignore[misc]  # nobody sets the cookies of an attempt
    def cookies(self) -> httpx.Cookies:
        """The cookies of this attempt."""
        return self._kept
