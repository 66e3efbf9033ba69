"""The tcp kind beside blackbox exporter's tcp module."""

from functools import partial
from typing import Any

from tests.oracle.sides import (
    ALWAYS,
    CIPHER,
    JUDGED,
    NAME,
    PLAIN_HERE,
    REFUSED_SHOWN,
    SECURED,
    UNCONNECTED,
    Case,
    Comparison,
    bare_ground,
)
from tests.oracle.stages import at_port, endpoint, good, starting_tls
from tests.support.faults.tcp import (
    GREETING,
    START,
    answering,
    close_at_once,
    dripping,
    flooding,
    mail,
    reset_at_once,
    saying,
    silence,
)
from tests.support.servers import black_hole, refusing_port

Steps = list[dict[str, Any]]
SPOKEN = ALWAYS | JUDGED


def says(theirs: Steps, ours: Steps) -> Any:
    """What both say and hear."""
    return {"theirs": {"query_response": theirs}, "ours": {"script": ours}}


def hears(expression: str) -> Any:
    """Both listen for a line."""
    return says([{"expect": expression}], [{"expect_matches": expression}])


def over_tls(spoken: Any) -> Any:
    """The same under TLS from the first byte."""
    return spoken | {"theirs": spoken["theirs"] | {"tls": True}}


STARTTLS: Steps = [
    {"expect": "^220 "},
    {"send": "EHLO jmo-monitor.example"},
    {"expect": "^250 STARTTLS$"},
    {"send": "STARTTLS"},
    {"expect": "^220 "},
    {"starttls": True},
]
NOOP = says(
    [*STARTTLS, {"send": "NOOP"}, {"expect": "^250"}],
    [*START, {"send": "NOOP"}, {"expect_matches": "^250"}],
)
TLS: Any = {"theirs": {"tls": True}}

CASES = {
    "connects": Case(at=endpoint(silence)),
    "connects_over_ip6": Case(
        at=endpoint(silence, host="::1"),
        theirs={"preferred_ip_protocol": "ip6"},
        facts={"probe_ip_protocol": 6},
    ),
    "line": Case(at=endpoint(saying(GREETING)), **hears("^220 "), both=SPOKEN),
    "line_to_its_end": Case(at=endpoint(saying(GREETING)), **hears("ESMTP$"), both=SPOKEN),
    "later_line": Case(at=endpoint(saying(b"x\n\ny 220\r\n220 a")), **hears("^220 ")),
    "last_line_without_end": Case(at=endpoint(saying(b"220")), **hears("^220$")),
    "no_line_spans_two": Case(at=endpoint(saying(b"a\nb\n")), **hears(r"a\s+b"), success=False),
    "line_in_drops": Case(at=endpoint(dripping(GREETING, 0.005)), **hears("^220 ")),
    "another_line": Case(
        at=endpoint(saying(b"421 sibuk\r\n")),
        **hears("^220 "),
        both=SPOKEN,
        success=False,
        facts={"probe_failed_due_to_regex": 1},
    ),
    "no_line": Case(at=endpoint(close_at_once), **hears("^220 "), more_there=JUDGED, success=False),
    "silence": Case(at=endpoint(silence), **hears("^220 "), seconds=0.3, success=False),
    "reset": Case(
        at=endpoint(reset_at_once),
        **says(
            [{"send": "NOOP"}, {"expect": "^250"}], [{"send": "NOOP"}, {"expect_matches": "^250"}]
        ),
        success=False,
    ),
    "flood": Case(
        # There a line that is too long is an error of its own, and not what the expression missed.
        at=endpoint(flooding(b"x" * 16_384)),
        **hears("^220 "),
        success=False,
        wrong_there=JUDGED,
    ),
    "conversation": Case(
        at=endpoint(mail),
        **says(
            [{"expect": "^220"}, {"send": "NOOP"}, {"expect": "^250"}, {"send": "QUIT"}],
            [{"expect_matches": "^220"}, {"send": "NOOP"}, {"expect": "250"}, {"send": "QUIT"}],
        ),
        both=SPOKEN,
    ),
    "lines_left_over": Case(
        at=endpoint(saying(b"220 a\r\n250-b\r\n250 c\r\n")),
        **says(
            [{"expect": "^220"}, {"expect": "^250-"}, {"expect": "^250 "}],
            [{"expect_matches": e} for e in ("^220", "^250-", "^250 ")],
        ),
    ),
    "line_that_is_used_up": Case(
        at=endpoint(saying(b"220 a\r\n")),
        **says([{"expect": "^220"}, {"expect": "^220"}], [{"expect_matches": "^220"}] * 2),
        more_there=JUDGED,
        success=False,
    ),
    "tls": Case(
        at=endpoint(saying(GREETING), good), **over_tls(hears("^220 ")), both=SPOKEN | SECURED
    ),
    "tls_alone": Case(at=endpoint(silence, good), **TLS, both=ALWAYS | SECURED),
    "tls_expired": Case(
        at=endpoint(silence, lambda a: a.expired(NAME)),
        **TLS,
        more_here=REFUSED_SHOWN,
        success=False,
    ),
    "tls_where_none_is": Case(
        at=endpoint(saying(GREETING)), theirs={"tls": True}, ours={"tls": True}, success=False
    ),
    "starttls": Case(at=starting_tls(good), **NOOP, both=SPOKEN | SECURED),
    "starttls_of_another_host": Case(
        at=starting_tls(lambda a: a.pair("lain.example")),
        **NOOP,
        more_here=REFUSED_SHOWN,
        success=False,
    ),
    "starttls_refused": Case(
        at=endpoint(answering(b"454 tidak tersedia\r\n")),
        **says(STARTTLS, START),
        both=SPOKEN,
        success=False,
    ),
    "refused": Case(at=at_port(refusing_port), **UNCONNECTED),
    "refused_over_ip6": Case(
        at=at_port(partial(refusing_port, "::1")),
        theirs={"preferred_ip_protocol": "ip6"},
        **UNCONNECTED,
    ),
    "no_answer": Case(at=at_port(black_hole), seconds=0.3, **UNCONNECTED),
}
TCP = Comparison(
    kind="tcp",
    prober="tcp",
    cases=CASES,
    ours={"certificate_days": 0},
    there=frozenset(),
    here=PLAIN_HERE | CIPHER,
    ground=bare_ground,
)
