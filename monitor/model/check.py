"""One assertion, and what it saw."""

from dataclasses import dataclass

from monitor.model.reasons import Reason, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One assertion on an observation: the sentence, and what it saw."""

    sentence: str
    passed: bool
    reason: Reason
    """What a run is called whose first broken check is this one."""
    result: Result = Result.FAILED
    """What a run comes to when this check breaks."""
    expected: str
    observed: str
    regex: bool = False
    """Whether a regular expression decided it (blackbox's `probe_failed_due_to_regex`)."""
    step: str = ""
    """The step of a journey that it is about, with which its sentence begins; else empty."""
    in_own_words: bool = False
    """Whether `observed` holds nothing of what the other side said, whatever the reason."""
