"""What every kind of probe measures."""

from monitor.metrics import readings
from monitor.metrics.measure import Measure

RUN = (
    Measure(
        name="probe_success",
        help="1 where the last run passed (ok or degraded), 0 where it failed; "
        "absent where it was void and proves nothing.",
        read=readings.success,
    ),
    Measure(
        name="probe_duration_seconds",
        help="How long the last run took, waits between its attempts included.",
        read=readings.duration,
    ),
    Measure(
        name="probe_phase_duration_seconds",
        help="How long each finished phase of the last attempt took, whatever the kind of probe.",
        further=("phase",),
        read=readings.phases,
    ),
    Measure(
        name="probe_dns_lookup_time_seconds",
        help="How long the host's name took to resolve in the last run.",
        read=readings.lookup,
    ),
    Measure(
        name="probe_ip_protocol",
        help="The IP version of the last connection: 4 or 6.",
        read=readings.ip_protocol,
    ),
    Measure(
        name="probe_ip_addr_hash",
        help="A hash of the address of the last connection, to see when it changes.",
        read=readings.ip_hash,
    ),
    Measure(
        name="probe_ip_fallback",
        help="1 where the last connection went to another address than the first that was tried.",
        read=readings.ip_fallback,
    ),
    Measure(
        name="probe_failed_due_to_regex",
        help="1 where a regular expression decided that the last run failed.",
        read=readings.failed_due_to_regex,
    ),
)
