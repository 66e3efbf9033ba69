"""Entity tags: what a client already has."""

from starlette.requests import Request


def known_tags(request: Request) -> set[str]:
    """The tags of what the client has; a weak one is as good."""
    said = request.headers.get("if-none-match", "")
    return {tag.strip().removeprefix("W/") for tag in said.split(",")}
