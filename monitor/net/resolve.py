"""Names to addresses."""

from enum import StrEnum


class Family(StrEnum):
    """Which IP versions a probe uses."""

    ANY = "any"
    IP4 = "ip4"
    IP6 = "ip6"
    IP6_FIRST = "ip6_first"
