"""Named value types: what each accepts, and what it says about the rest."""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from monitor.fields import (
    Duration,
    HostName,
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
    format_duration,
    format_size,
    parse_duration,
    parse_http_url,
    parse_identifier,
    parse_ip_address,
    parse_name_server,
    parse_pattern,
    parse_size,
    split_name_server,
)
from monitor.patterns import Pattern


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


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("500ms", 0.5),
        ("30s", 30),
        ("1.5s", 1.5),
        ("5m", 300),
        ("1h30m", 5400),
        ("2d", 172_800),
        ("1d1h1m1s1ms", 90_061.001),
        ("0s", 0),
    ],
)
def test_a_duration_is_numbers_with_units(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "30", 30, 1.5, None, True, "s", "-5s", "5 s", "1m1h", "1y"])
def test_anything_else_is_no_duration(value: object) -> None:
    with pytest.raises(ValueError, match="is not a duration; write a number with a unit"):
        parse_duration(value)


def test_a_duration_beyond_all_bounds_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="is longer than a duration can be"):
        parse_duration("99999999999999d")


def test_a_duration_of_nothing_is_refused_where_one_is_configured() -> None:
    with pytest.raises(ValidationError, match="must be longer than nothing"):
        Everything.model_validate({"duration": "0s"})


@given(st.timedeltas(timedelta(0), timedelta(days=999)))
def test_every_written_duration_is_read_back(value: timedelta) -> None:
    whole = timedelta(milliseconds=value // timedelta(milliseconds=1))
    seconds, milliseconds = divmod(whole // timedelta(milliseconds=1), 1000)
    assert parse_duration(f"{seconds}s{milliseconds}ms") == whole


@pytest.mark.parametrize(
    ("text", "count"), [("0B", 0), ("17B", 17), ("16KiB", 16_384), ("1 MiB", 1_048_576)]
)
def test_a_size_is_a_number_with_a_unit(text: str, count: int) -> None:
    assert parse_size(text) == count


@pytest.mark.parametrize("value", ["", "1MB", "1.5MiB", "-1B", True, None, -5, "1 GiB"])
def test_anything_else_is_no_size(value: object) -> None:
    with pytest.raises(ValueError, match="is not a size; write a number with B, KiB or MiB"):
        parse_size(value)


def test_a_bare_number_is_told_its_unit() -> None:
    with pytest.raises(ValueError, match="1024 has no unit; write 1024B"):
        parse_size(1024)


@pytest.mark.parametrize("value", ["a", "jmo-api", "a1-b2", "x" * 63])
def test_an_id_is_lower_case_with_single_hyphens(value: str) -> None:
    assert parse_identifier(value) == value


@pytest.mark.parametrize("value", ["", "A", "a--b", "-a", "a-", "a_b", "x" * 64, 5, None, "a\n"])
def test_anything_else_is_no_id(value: object) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        parse_identifier(value)


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [
        (200, (200,), (199, 201)),
        ("204", (204,), (200,)),
        ([200, "300-399"], (200, 300, 399), (201, 299, 400)),
        (["200 - 299"], (200, 299), (300,)),
        ("999", (999,), (100,)),
    ],
)
def test_a_status_set_holds_codes_and_ranges(
    value: object, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    status = StatusSet.parse(value)
    assert all(code in status for code in inside)
    assert not any(code in status for code in outside)


@pytest.mark.parametrize("value", ["2xx", 99, 1000, True, None, "200-", "000", [[200]], 200.0])
def test_anything_else_is_no_status(value: object) -> None:
    with pytest.raises(ValueError, match="is not a status"):
        StatusSet.parse(value)


def test_a_range_that_runs_backwards_is_turned_round_in_the_message() -> None:
    with pytest.raises(ValueError, match="runs backwards; write 200-299"):
        StatusSet.parse("299-200")


def test_an_empty_status_set_is_refused() -> None:
    with pytest.raises(ValueError, match="the list is empty"):
        StatusSet.parse([])


@given(st.lists(st.tuples(st.integers(100, 999), st.integers(100, 999)), min_size=1, max_size=5))
def test_a_status_set_reads_what_it_writes(pairs: list[tuple[int, int]]) -> None:
    status = StatusSet(tuple((min(pair), max(pair)) for pair in pairs))
    assert StatusSet.parse(str(status).split(", ")) == status


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "https://www.bpjsketenagakerjaan.go.id/kontak.html",
        "https://play.google.com/store/apps/details?id=com.bpjstku&hl=id",
        "http://127.0.0.1:8080/x",
        "http://[::1]:80/",
        "https://xn--bcher-kva.example/",
        "https://trailing.example./",
        "http://name_with_underscore.example/",
    ],
)
def test_an_absolute_http_url_is_taken_as_it_is(url: str) -> None:
    assert parse_http_url(url) == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://a.example/", "write http://host"),
        ("//a.example/", "write http://host"),
        ("https://", "write http://host"),
        ("http://:80/", "write http://host"),
        ("http://a.example:0/", "write http://host"),
        ("http://a.example:99999/", "is not a URL: "),
        ("http://[::1/", "is not a URL: "),
        ("http://☃.example/", "plain ASCII"),
        ("http://a.example/ x", "plain ASCII"),
        ("http://a.example/\n", "plain ASCII"),
        (7, "plain ASCII"),
        ("http://user:secret@a.example/", "a URL holds no credentials"),
        ("http://a.example/#part", "leave out # and the rest"),
        ("http://a..b/", "is not a host name"),
        ("http://-a.example/", "is not a host name"),
        (f"http://{'a' * 64}.example/", "is not a host name"),
        (f"http://{'a.' * 127}example/", "is not a host name"),
    ],
)
def test_anything_else_is_no_url(url: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_http_url(url)


def test_a_url_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="credentials") as caught:
        parse_http_url("http://user:hunter2@a.example/")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "shortest"), [("192.0.2.1", "192.0.2.1"), ("2001:DB8:0:0::1", "2001:db8::1")]
)
def test_an_address_is_kept_in_its_shortest_form(value: str, shortest: str) -> None:
    assert parse_ip_address(value) == shortest


@pytest.mark.parametrize("value", ["", "256.1.1.1", "a.example", "1.2.3", 3221225985, None])
def test_anything_else_is_no_address(value: object) -> None:
    with pytest.raises(ValueError, match="is not an IP address"):
        parse_ip_address(value)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
    ],
)
def test_a_name_server_is_an_address_with_or_without_a_port(
    value: str, parts: tuple[str, int]
) -> None:
    assert split_name_server(value) == parts
    assert parse_name_server(value) == value


@pytest.mark.parametrize("value", ["dns.example", "192.0.2.1:0", "192.0.2.1:70000", "[::1]", 5])
def test_anything_else_is_no_name_server(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not|has no valid port"):
        parse_name_server(value)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)), st.integers(1, 65_535))
def test_every_address_and_port_is_read_back(address: IPv4Address | IPv6Address, port: int) -> None:
    written = f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
    assert split_name_server(written) == (str(address), port)


@pytest.mark.parametrize("value", ["", None, 5, "(", r"(a)\1"])
def test_an_expression_that_re2_does_not_take_is_refused_by_name(value: object) -> None:
    with pytest.raises(ValueError, match="is not a regular expression"):
        parse_pattern(value)


def test_a_pattern_that_is_one_already_stays() -> None:
    pattern = Pattern("a")
    assert parse_pattern(pattern) is pattern


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


@pytest.mark.parametrize(
    "text", ["1ms", "500ms", "1s", "1s500ms", "30s", "5m", "1h30m", "2d", "1d1h1m1s1ms"]
)
def test_a_duration_is_written_as_it_is_read(text: str) -> None:
    assert format_duration(parse_duration(text)) == text


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)))
def test_a_duration_survives_its_writing_to_the_millisecond(value: timedelta) -> None:
    assert abs(parse_duration(format_duration(value)) - value) <= timedelta(milliseconds=0.5)


@given(st.integers(min_value=0, max_value=2**40))
def test_a_size_survives_its_writing(value: int) -> None:
    assert parse_size(format_size(value)) == value


def test_a_size_is_written_in_its_largest_unit() -> None:
    sizes = [0, 1000, 1024, 64 * 1024, 1024**2, 1024**2 + 1]
    assert [format_size(size) for size in sizes] == [
        *("0B", "1000B", "1KiB", "64KiB", "1MiB", "1048577B")
    ]


@pytest.mark.parametrize(
    ("text", "name"), [("WWW.Example.org.", "www.example.org"), ("192.0.2.1", "192.0.2.1")]
)
def test_a_host_name_is_read_in_one_form(text: str, name: str) -> None:
    assert TypeAdapter(HostName).validate_python(text) == name


@pytest.mark.parametrize("text", ["", "a b", "a..b", "-a", "é.example", "a" * 64])
def test_what_is_no_host_name_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a host name"):
        TypeAdapter(HostName).validate_python(text)


@pytest.mark.parametrize(
    "url",
    [
        *("https://me:hunter2@a.example/", "me:hunter2@a.example", "https://me:hunter2@a.b:x/"),
        *("https://me:hun/hunter2@a.example/", "https://me:hunter2 @a.b/", "https://a/#hunter2@b"),
    ],
)
def test_what_may_be_a_password_in_a_url_is_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_http_url(url)
    assert "hunter2" not in str(caught.value)
