"""The description of the API says what is so."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from monitor.web import WebServer
from monitor.web.api.openapi import describe
from tests.metrics.samples import failed, looked_up, outcome, pinged, queried, travelled
from tests.web.overviews import Told
from tests.web.surface import get, surface

COMMITTED = resources.files("monitor.web.api").joinpath("openapi.yaml").read_text(encoding="utf-8")
SCHEMA = schemathesis.openapi.from_dict(yaml.safe_load(COMMITTED))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KNOWN = {"service": "jmo-api", "probe": "jmo-api-https"}
EXAMPLES = 30


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    results = (outcome(), failed(), queried(), pinged(), travelled(), looked_up())
    with surface(overview=Told(stored_results=results)) as server:
        yield server


@pytest.fixture(scope="module")
def client() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False  # no proxy lies between a machine and itself
        yield session


def test_the_description_is_made_from_the_shapes() -> None:
    command = "python -m monitor.web.api.openapi > monitor/web/api/openapi.yaml"
    assert describe() == COMMITTED, f"run {command}"


def test_the_description_is_served(server: WebServer) -> None:
    answer = get(server, "/api/v1/openapi.yaml")
    assert answer.headers["content-type"] == "application/yaml"
    assert answer.body.decode() == COMMITTED


def _questions() -> Iterator[tuple[str, GenerationMode]]:
    """Every path with right parameters, and those with wrong ones that can be got wrong."""
    for path, item in yaml.safe_load(COMMITTED)["paths"].items():
        yield path, GenerationMode.POSITIVE
        if any(parameter["in"] == "query" for parameter in item["get"]["parameters"]):
            yield path, GenerationMode.NEGATIVE


@pytest.mark.parametrize(("path", "mode"), list(_questions()))
def test_answers_are_as_described_whatever_is_asked(
    server: WebServer, client: requests.Session, path: str, mode: GenerationMode
) -> None:
    operation = SCHEMA[path]["GET"]
    statuses = set()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        if known:
            case.path_parameters = {name: KNOWN[name] for name in case.path_parameters or {}}
        answer = case.call_and_validate(base_url=server.url, session=client, checks=CHECKS)
        statuses.add(answer.status_code)

    ask()
    assert statuses <= {200, 400, 404, 414}
    assert (200 if mode is GenerationMode.POSITIVE else 400) in statuses


def test_an_answer_that_is_not_as_described_would_be_noticed() -> None:
    operation = SCHEMA["/api/v1/sd"]["GET"]
    wrong = json.dumps([{"targets": "not a list", "labels": {}}]).encode()
    headers = {"content-type": ["application/json"], "etag": ['"x"']}
    answer = schemathesis.Response(
        status_code=200,
        headers=headers,
        content=wrong,
        request=requests.Request("GET", "http://127.0.0.1/").prepare(),
        elapsed=0.1,
        verify=True,
    )
    with pytest.raises(Exception, match="not of type"):
        operation.validate_response(answer)
