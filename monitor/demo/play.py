"""Plays the story: at each act's moment the stand-ins are told, and the audience."""

from collections.abc import Awaitable, Callable, Mapping

from monitor.clock import Clock
from monitor.demo.conduct import Conduct
from monitor.demo.story import ENDS_SECONDS, STORY, Act


async def play(
    clock: Clock,
    direct: Callable[[Mapping[str, Conduct]], Awaitable[None]],
    tell: Callable[[Act], None],
) -> None:
    """From the first act to the end, counted from now."""
    began = clock.monotonic()
    for act in STORY:
        await clock.sleep_until(began + act.at_seconds)
        await direct(act.changes)
        tell(act)
    await clock.sleep_until(began + ENDS_SECONDS)
