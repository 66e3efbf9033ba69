"""Named value types of the configuration file: each with its own parser, message and schema.

A parser takes what YAML gave and returns the typed value, or raises ValueError with a sentence that
says what is wrong and what is allowed.
"""

from monitor.fields.dates import Dates, Moment, parse_dates, parse_moment
from monitor.fields.dayparts import DayParts, parse_day_parts
from monitor.fields.days import MonthDays, Weekdays, parse_month_days, parse_weekdays
from monitor.fields.durations import Duration, Pause, between, format_duration, parse_duration
from monitor.fields.hosts import (
    HostName,
    IpAddress,
    IpNetwork,
    NameServer,
    check_host,
    parse_ip_address,
    parse_name_server,
    split_name_server,
)
from monitor.fields.identifiers import Identifier, parse_identifier
from monitor.fields.percentages import Percentage, parse_percentage
from monitor.fields.quotas import MOST_RUNS, Quota, parse_quota
from monitor.fields.regexes import Regex, parse_pattern
from monitor.fields.sizes import Size, format_size, parse_size
from monitor.fields.spec import Misfit, Spec, Text, exactly_one, given
from monitor.fields.status import StatusSet
from monitor.fields.urls import HttpUrl, parse_http_url

__all__ = [
    "MOST_RUNS",
    "Dates",
    "DayParts",
    "Duration",
    "HostName",
    "HttpUrl",
    "Identifier",
    "IpAddress",
    "IpNetwork",
    "Misfit",
    "Moment",
    "MonthDays",
    "NameServer",
    "Pause",
    "Percentage",
    "Quota",
    "Regex",
    "Size",
    "Spec",
    "StatusSet",
    "Text",
    "Weekdays",
    "between",
    "check_host",
    "exactly_one",
    "format_duration",
    "format_size",
    "given",
    "parse_dates",
    "parse_day_parts",
    "parse_duration",
    "parse_http_url",
    "parse_identifier",
    "parse_ip_address",
    "parse_moment",
    "parse_month_days",
    "parse_name_server",
    "parse_pattern",
    "parse_percentage",
    "parse_quota",
    "parse_size",
    "parse_weekdays",
    "split_name_server",
]
