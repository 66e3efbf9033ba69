"""Everything that goes wrong out there, for every kind of probe: `http/silence`, `tcp/refused`, …

A fault is a function from the test authority to an asynchronous context manager, in whose block
the fault exists; it yields the keys of the probe that runs into it. What the run must come to is
not said here but in the golden table beside the tests.
"""

from tests.support.faults import app_release, dns, http, icmp, journey, tcp, tls
from tests.support.faults.http import Fault

_BY_KIND: dict[str, dict[str, Fault]] = {
    "http": http.FAULTS,
    "dns": dns.FAULTS,
    "tcp": tcp.FAULTS,
    "tls": tls.FAULTS,
    "icmp": icmp.FAULTS,
    "app_release": app_release.FAULTS,
    "journey": journey.FAULTS,
}

FAULTS: dict[str, Fault] = {
    f"{kind}/{name}": fault for kind, faults in _BY_KIND.items() for name, fault in faults.items()
}
