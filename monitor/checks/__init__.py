"""Assertions on an observation: what the configuration may ask for, and whether it holds.

A spec is at once the shape in YAML and the pure function that judges; nothing here does I/O. Text
is compared as bytes, literally unless the spec says `matches`, which is RE2.
"""

from monitor.checks.assertions import HeaderCheck, JsonCheck, TextCheck
from monitor.checks.expect import HttpExpect, certificate_check
from monitor.checks.marks import Mark, Marks
from monitor.checks.records import DnsExpect, RecordCheck

__all__ = [
    "DnsExpect",
    "HeaderCheck",
    "HttpExpect",
    "JsonCheck",
    "Mark",
    "Marks",
    "RecordCheck",
    "TextCheck",
    "certificate_check",
]
