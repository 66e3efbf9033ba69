"""The vocabulary of the program: frozen, pure, and the same words everywhere."""

from monitor.model.facts import (
    Certificate,
    Connection,
    DnsAnswer,
    DnsRecord,
    DnsView,
    Echo,
    HttpAnswer,
    Observation,
    Release,
    Step,
    Tls,
)
from monitor.model.history import (
    Assessment,
    ReleaseChange,
    Segment,
    State,
    Transition,
    Verdict,
    Window,
)
from monitor.model.outcome import CheckResult, Failure, Outcome, Sighting
from monitor.model.reasons import MissCause, Phase, Reason, Result, Role
from monitor.model.roster import PeriodInfo, ProbeInfo, Roster, ServiceInfo, Slo

__all__ = [
    "Assessment",
    "Certificate",
    "CheckResult",
    "Connection",
    "DnsAnswer",
    "DnsRecord",
    "DnsView",
    "Echo",
    "Failure",
    "HttpAnswer",
    "MissCause",
    "Observation",
    "Outcome",
    "PeriodInfo",
    "Phase",
    "ProbeInfo",
    "Reason",
    "Release",
    "ReleaseChange",
    "Result",
    "Role",
    "Roster",
    "Segment",
    "ServiceInfo",
    "Sighting",
    "Slo",
    "State",
    "Step",
    "Tls",
    "Transition",
    "Verdict",
    "Window",
]
