"""Deque's axe-core, which finds barriers by the rules of WCAG."""

from functools import cached_property
from pathlib import Path

from tests.support.npm import installed

PACKAGE = Path(__file__).parent
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class _Axe:
    run = (
        f"axe.run(document, {{runOnly: {list(RULES)}, resultTypes: ['violations'],"
        " rules: {'target-size': {enabled: true}}})"
    )

    @cached_property
    def source(self) -> str:
        """What defines `axe` in a page."""
        return (installed(PACKAGE, "axe") / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


AXE = _Axe()
