"""The security headers, on whatever passes through."""

from typing import Any

from monitor.web.headers import SECURITY_HEADERS, SecurityHeaders


async def test_a_header_of_the_application_gives_way_to_ours_but_for_what_is_its_to_choose() -> (
    None
):
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [
            (b"x-frame-options", b"ALLOW"),
            (b"cache-control", b"private"),
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"cross-origin-opener-policy", b"unsafe-none"),
            (b"x-own", b"1"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nobody reads the request")

    await SecurityHeaders(app)({"type": "http"}, receive, send)
    headers = dict(sent[0]["headers"])
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"cache-control"] == b"private"
    assert headers[b"cross-origin-resource-policy"] == b"cross-origin"
    assert headers[b"cross-origin-opener-policy"] == b"same-origin"
    assert headers[b"x-own"] == b"1"
    assert {name.lower().encode() for name in SECURITY_HEADERS} <= headers.keys()
    assert sent[1] == {"type": "http.response.body", "body": b""}
