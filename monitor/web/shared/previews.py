"""The picture of a shared link, drawn anew only when it has something else to say."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from monitor.web.shared.poster import Poster
from monitor.words import Language


class Previews:
    """The last picture in each language."""

    def __init__(self) -> None:
        self._last: dict[Language, tuple[Poster, bytes]] = {}
        # One thread of its own, which begins with the first picture: each that ever drew one keeps
        # some megabytes of the memory that it took.
        self._hand = ThreadPoolExecutor(1, "preview")

    async def picture(self, poster: Poster, language: Language) -> bytes:
        """The poster as PNG; it takes a twentieth of a second to draw, which no loop has."""
        last = self._last.get(language)
        if last is not None and last[0] == poster:
            return last[1]
        loop = asyncio.get_running_loop()
        drawn = await loop.run_in_executor(self._hand, _drawn, poster)
        self._last[language] = (poster, drawn)
        return drawn


def _drawn(poster: Poster) -> bytes:
    # Pillow takes megabytes: only who shows a picture shall pay for it.
    from monitor.web.shared.drawing import png

    return png(poster)
