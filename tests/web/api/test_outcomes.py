"""An outcome in the API."""

import json
from dataclasses import replace

import pytest

from monitor.answer import outcome_as_json
from monitor.model import Outcome
from monitor.web.api.outcomes import MOST_RECORDS, OutcomeView
from tests.metrics.samples import (
    CERTIFICATE,
    DNS,
    RECORD,
    TLS,
    failed,
    looked_up,
    outcome,
    pinged,
    queried,
    slow,
    travelled,
    void,
)


@pytest.mark.parametrize(
    "seen", [outcome(), slow(), failed(), void(), queried(), pinged(), travelled(), looked_up()]
)
def test_an_outcome_looks_as_in_a_check_up(seen: Outcome) -> None:
    told = json.loads(OutcomeView.model_validate(seen).model_dump_json())
    expected = json.loads(json.dumps(outcome_as_json(seen)))
    assert told == expected
    assert list(told) == list(expected)


def test_what_the_other_side_said_is_cleaned_and_cut() -> None:
    evil = "\x1b[31m\ud800\u202e" + "x" * 10_000
    records = (replace(RECORD, text=evil),) * 1000
    seen = outcome(
        detail=evil,
        hops=(evil,),
        tls=replace(TLS, presented=(replace(CERTIFICATE, subject=evil),)),
        dns=replace(DNS, records=records, views=(replace(DNS.views[0], records=records),)),
    )
    told = OutcomeView.model_validate(seen)
    text = told.model_dump_json()
    assert "\\u001b" not in text
    assert "\u202e" not in text
    assert "x" * 300 not in text
    assert told.dns is not None
    assert len(told.dns.records) == len(told.dns.resolvers[0].records) == MOST_RECORDS
