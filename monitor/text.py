"""Text from the other side, made fit for a label, a line or a page."""

STAND_IN = "·"
"""Takes the place of a character that is not to be shown."""
CUT = "…"
"""Ends a text that was longer."""


def clean(text: str, limit: int) -> str:
    """`text` on one line and within `limit` characters; a longer one is cut, and ends in CUT.

    Whatever is not printable is replaced: control characters, line ends, marks that turn the
    direction of writing, and lone surrogates, which no encoder takes.
    """
    if len(text) > limit:
        text = text[: limit - len(CUT)] + CUT
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else STAND_IN for c in text)
