"""What is known from before a restart: the assessor's memory, and the windows that had ended."""

from datetime import datetime, timedelta

import structlog

from monitor.assess.memory import Memory, from_json
from monitor.model import Window
from monitor.store import Reader, StoreError

LATELY = timedelta(days=30)
"""Windows from so far back are shown again."""

_log = structlog.get_logger("monitor")


def remembered(reader: Reader) -> Memory:
    """What the assessor knew when the program last ended; an empty memory where that is lost."""
    try:
        text = reader.checkpoint()
        return from_json(text) if text else Memory()
    except (StoreError, ValueError) as error:
        _log.warning("begins without a memory of states and windows", why=str(error))
        return Memory()


def ended_windows(reader: Reader, memory: Memory, now: datetime) -> tuple[Window, ...]:
    """The last ones that can change no more; of the others the assessor will tell anew."""
    unsure = {known.id for track in memory.services.values() for known in track.known}
    try:
        windows = reader.windows(now - LATELY, now)
    except StoreError as error:
        _log.warning("begins without the windows that had ended", why=str(error))
        return ()
    return tuple(w for w in windows if not w.is_open and w.id not in unsure)
