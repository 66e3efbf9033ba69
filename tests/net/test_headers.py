"""Which request headers may be set, and what they may hold."""

import pytest
from pydantic import TypeAdapter, ValidationError

from monitor.net.headers import HeaderName, HeaderValue, Token

names: TypeAdapter[str] = TypeAdapter(HeaderName)
values: TypeAdapter[object] = TypeAdapter(HeaderValue)
tokens: TypeAdapter[object] = TypeAdapter(Token)


@pytest.mark.parametrize("name", ["Accept", "Host", "X-App_1", "authorization"])
def test_a_header_of_the_request_may_be_set(name: str) -> None:
    assert names.validate_python(name) == name


@pytest.mark.parametrize("name", ["", "a b", "a:", "ä", "a\r\nb"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="is no header's name"):
        names.validate_python(name)


@pytest.mark.parametrize("name", ["User-Agent", "accept-encoding", "Content-Length", "CONNECTION"])
def test_a_header_that_the_program_sets_itself_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="this header cannot be set"):
        names.validate_python(name)


@pytest.mark.parametrize("value", ["", "a", "text/html; q=0.5", "a\tb"])
def test_a_value_is_kept_secret(value: str) -> None:
    assert value == "" or value not in repr(values.validate_python(value))


@pytest.mark.parametrize("value", [" a", "a ", "a\r\nX: b", "a\0", "é", "\n"])
def test_a_value_that_would_break_the_request_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="ASCII without line breaks"):
        values.validate_python(value)


@pytest.mark.parametrize("value", ["", "a b", "a\n", "é"])
def test_a_token_is_one_word(value: str) -> None:
    with pytest.raises(ValidationError, match="a token is ASCII"):
        tokens.validate_python(value)
