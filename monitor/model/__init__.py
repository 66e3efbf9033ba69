"""The vocabulary of the program: frozen, pure, and the same words everywhere."""

from monitor.model.check import CheckResult
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
from monitor.model.outcome import Failure, Outcome, Sighting
from monitor.model.reasons import MissCause, Phase, Reason, Result, Role
from monitor.model.rollup import LATENCY_SECONDS, Grain, Rollup
from monitor.model.roster import PageInfo, PeriodInfo, ProbeInfo, Roster, ServiceInfo, Slo
from monitor.model.summary import (
    Budget,
    Objective,
    ProbeSummary,
    ServiceSummary,
    SloStatus,
    Status,
    Uptime,
)

__all__ = [
    "LATENCY_SECONDS",
    "Assessment",
    "Budget",
    "Certificate",
    "CheckResult",
    "Connection",
    "DnsAnswer",
    "DnsRecord",
    "DnsView",
    "Echo",
    "Failure",
    "Grain",
    "HttpAnswer",
    "MissCause",
    "Objective",
    "Observation",
    "Outcome",
    "PageInfo",
    "PeriodInfo",
    "Phase",
    "ProbeInfo",
    "ProbeSummary",
    "Reason",
    "Release",
    "ReleaseChange",
    "Result",
    "Role",
    "Rollup",
    "Roster",
    "Segment",
    "ServiceInfo",
    "ServiceSummary",
    "Sighting",
    "Slo",
    "SloStatus",
    "State",
    "Status",
    "Step",
    "Tls",
    "Transition",
    "Uptime",
    "Verdict",
    "Window",
]
