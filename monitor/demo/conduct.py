"""How a stand-in can behave."""

from enum import StrEnum


class Conduct(StrEnum):
    """What meets whoever asks."""

    WELL = "well"
    SLOW = "slow"
    """The right answer, late."""
    BROKEN = "broken"
    """An error page with status 500."""
    REFUSING = "refusing"
    """Nobody listens at the port."""
    SILENT = "silent"
    """The request is taken, and never answered."""
    HANGING_UP = "hanging_up"
    """The request is taken, and the connection closed."""
    MAINTENANCE = "maintenance"
    """A page that says so, with status 503."""
    EXPIRED = "expired"
    """A certificate that was good until yesterday."""
    UPDATED = "updated"
    """A shop that offers the next version."""
