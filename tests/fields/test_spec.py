"""Parts of the file: frozen, and strict about their keys."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from monitor.fields import (
    Duration,
    HttpUrl,
    Identifier,
    IpAddress,
    NameServer,
    Regex,
    Size,
    Spec,
    StatusSet,
    Text,
    exactly_one,
)


class Everything(Spec):
    """A model with a field of each type."""

    duration: Duration = timedelta(seconds=1)
    size: Size = 1
    identifier: Identifier = "a"
    url: HttpUrl = "http://a.example"
    address: IpAddress = "192.0.2.1"
    name_server: NameServer = "192.0.2.1"
    regex: Regex | None = None
    status: StatusSet = StatusSet(((200, 200),))
    text: Text = "a"


def test_a_spec_is_frozen_and_knows_its_keys() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Everything.model_validate({"colour": "red"})
    with pytest.raises(ValidationError, match="frozen"):
        Everything().text = "b"  # type: ignore[misc]


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        Everything.model_validate({"text": ""})


def test_exactly_one_names_what_was_set() -> None:
    class Choice(Spec):
        a: str | None = None
        b: str | None = None

    exactly_one(Choice(a="x"), ("a", "b"))
    with pytest.raises(ValueError, match="set exactly one of a, b; this sets none"):
        exactly_one(Choice(), ("a", "b"))
    with pytest.raises(ValueError, match="this sets a, b"):
        exactly_one(Choice(a="x", b="y"), ("a", "b"))


def test_every_type_has_a_json_schema_that_names_its_form() -> None:
    properties = Everything.model_json_schema()["properties"]
    assert properties["duration"]["type"] == "string"
    assert properties["size"]["examples"] == ["64KiB", "1MiB"]
    assert properties["identifier"]["maxLength"] == 63
    assert properties["url"]["format"] == "uri"
    assert properties["regex"]["anyOf"][0]["format"] == "re2"
    assert {"type": "integer"} in properties["status"]["anyOf"]
