"""Which request headers a configuration may set, and what they may hold."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110, section 5.6.2
_VALUE = re.compile(r"[!-~](?:[ -~\t]*[!-~])?|")  # RFC 9110, section 5.5, ASCII alone
_TOKEN = re.compile(r"[!-~]+")

_OURS = {
    "user-agent": "it names this program and `contact`: a probe wears no disguise",
    "accept-encoding": "use `compression`",
    "content-length": "it follows from `body`",
} | dict.fromkeys(
    (
        "connection",
        "expect",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ),
    "it belongs to the connection, which the program makes",
)


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("is no header's name; use letters, digits and hyphens")
    why = _OURS.get(name.lower())
    if why is not None:
        raise ValueError(f"this header cannot be set: {why}")
    return name


def is_header_value(text: str) -> bool:
    """Whether a header may hold `text`, as it is."""
    return _VALUE.fullmatch(text) is not None


def _check_value(value: SecretStr) -> SecretStr:
    if not is_header_value(value.get_secret_value()):
        raise ValueError(
            "a header's value is ASCII without line breaks, and without spaces at its ends"
        )
    return value


def _check_token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("a token is ASCII without spaces and line breaks, and not empty")
    return value


HeaderName = Annotated[str, AfterValidator(_check_name)]
"""A header that a probe may set."""

HeaderValue = Annotated[SecretStr, AfterValidator(_check_value)]
"""What a header may hold; nobody sees it."""

Token = Annotated[SecretStr, AfterValidator(_check_token)]
"""What may follow `Bearer`; nobody sees it."""
