"""Who stands in for what, and under which names."""

from collections.abc import Mapping
from types import MappingProxyType

LOOPBACK = "127.0.0.1"
CONTROL = "control"

HOSTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CONTROL: ("one.control.example", "two.control.example", "three.control.example"),
        "jmo-api": ("api.jmo.example",),
        "sso": ("sso.jmo.example",),
        "lapak-asik": ("lapakasik.jmo.example",),
        "tracking": ("tracking.jmo.example",),
        "app-stores": ("play.store.example", "apps.store.example"),
        "sipp": ("sipp.jmo.example",),
        "website": ("www.jmo.example",),
    }
)
"""The hosts of each service; names under `.example` can be nobody's (RFC 2606)."""

EXPIRING = "sipp.jmo.example"
"""Its certificate has only a few days left."""


def label(host: str) -> str:
    """The first part of a host's name; no two have the same."""
    return host.partition(".")[0]
