"""The headers that every answer carries, whoever gives it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""A page may load our own files and nothing else: nothing inline, no frame, no third party."""
OWN_CHOICES = ("Cache-Control", "Cross-Origin-Resource-Policy")
"""What an answer says of these itself stands: how long it keeps, and who may show it."""
_RAW = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_NEVER_ITS_OWN = {name for name, _ in _RAW} - {name.lower().encode() for name in OWN_CHOICES}


class SecurityHeaders:
    """ASGI middleware that adds them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [pair for pair in message["headers"] if pair[0] not in _NEVER_ITS_OWN]
                names = {name for name, _ in own}
                message["headers"] = own + [pair for pair in _RAW if pair[0] not in names]
            await send(message)

        await self._app(scope, receive, sending)
