"""What the last run measured, under the names and with the values of blackbox exporter.

A run that is void says nothing about its target, so nothing of it is exported; and what was not
measured has no series. Timings taken while our own loop stood still are a lie, and left out.
"""

from monitor.metrics import readings
from monitor.metrics.measure import Measure
from monitor.metrics.measured.dns import DNS
from monitor.metrics.measured.http import HTTP
from monitor.metrics.measured.icmp import ICMP
from monitor.metrics.measured.journey import JOURNEY
from monitor.metrics.measured.release import RELEASE
from monitor.metrics.measured.run import RUN
from monitor.metrics.measured.tls import TLS

TIMEOUT = Measure(
    name="probe_timeout_seconds",
    help="The deadline over a whole run.",
    read=lambda outcome: readings.one(outcome.timeout_seconds),
)
MEASURES = (*RUN, *HTTP, *TLS, *DNS, *ICMP, *JOURNEY, *RELEASE)
