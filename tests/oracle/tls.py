"""The tls kind beside blackbox exporter's tcp module under TLS."""

from typing import Any

from tests.oracle.sides import (
    ALWAYS,
    CIPHER,
    NAME,
    PLAIN_HERE,
    REFUSED_SHOWN,
    SECURED,
    UNCONNECTED,
    VERIFIED,
    Case,
    Comparison,
    bare_ground,
)
from tests.oracle.stages import at_port, endpoint, good
from tests.support.certificates import self_signed
from tests.support.faults.tcp import GREETING, close_at_once, saying, silence
from tests.support.servers import black_hole, refusing_port

SHOWN = SECURED - VERIFIED
"""Where no chain was verified, blackbox exporter says that it expires in the year 1."""


UNVERIFIED: Any = {
    "theirs": {"tls_config": {"insecure_skip_verify": True}},
    "ours": {"tls": {"verify": False}},
}
CASES = {
    "good": Case(at=endpoint(silence, good), both=ALWAYS | SECURED),
    "good_over_ip6": Case(
        at=endpoint(silence, good, host="::1"),
        theirs={"preferred_ip_protocol": "ip6"},
        both=ALWAYS | SECURED,
        facts={"probe_ip_protocol": 6},
    ),
    "tls_1_2": Case(
        at=endpoint(silence, good),
        theirs={"tls_config": {"max_version": "TLS12"}},
        ours={"tls": {"max_version": "1.2"}},
        both=ALWAYS | SECURED,
    ),
    "leaf_alone": Case(
        at=endpoint(silence, lambda a: a.pair(NAME, "www.jmo.example", "127.0.0.1")),
        both=ALWAYS | SECURED,
    ),
    "ends_soon": Case(
        at=endpoint(silence, lambda a: a.ending_soon(NAME)),
        ours={"certificate_days": 14},  # it is degraded then, which is still a success
        both=ALWAYS | SECURED,
    ),
    "expired": Case(
        at=endpoint(silence, lambda a: a.expired(NAME)), more_here=REFUSED_SHOWN, success=False
    ),
    "of_another_host": Case(
        at=endpoint(silence, lambda a: a.pair("lain.example")),
        more_here=REFUSED_SHOWN,
        success=False,
    ),
    "self_signed": Case(
        at=endpoint(silence, lambda a: self_signed(NAME)), more_here=REFUSED_SHOWN, success=False
    ),
    "chain_cut": Case(
        at=endpoint(silence, lambda a: a.behind_intermediate(NAME, presented=False)),
        more_here=REFUSED_SHOWN,
        success=False,
    ),
    "expired_unverified": Case(
        at=endpoint(silence, lambda a: a.expired(NAME)),
        **UNVERIFIED,
        both=ALWAYS | SHOWN,
        more_there=VERIFIED,
    ),
    "self_signed_unverified": Case(
        at=endpoint(silence, lambda a: self_signed(NAME)),
        **UNVERIFIED,
        both=ALWAYS | SHOWN,
        more_there=VERIFIED,
    ),
    "expired_intermediate_unverified": Case(
        at=endpoint(silence, lambda a: a.expired_intermediate(NAME)),
        **UNVERIFIED,
        both=ALWAYS | SHOWN,
        more_there=VERIFIED,
    ),
    "no_tls": Case(at=endpoint(saying(GREETING)), success=False),
    "closed": Case(at=endpoint(close_at_once), success=False),
    "silence": Case(at=endpoint(silence), seconds=0.3, success=False),
    "refused": Case(at=at_port(refusing_port), **UNCONNECTED),
    "no_answer": Case(at=at_port(black_hole), seconds=0.3, **UNCONNECTED),
}
TLS = Comparison(
    kind="tls",
    prober="tcp",
    cases=CASES,
    theirs={"tls": True},
    ours={"certificate_days": 0},
    there=frozenset(),
    here=PLAIN_HERE | CIPHER,
    ground=bare_ground,
)
