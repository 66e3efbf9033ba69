"""Hosts, addresses and name servers: what is read, and what is refused."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from monitor.fields import HostName, parse_ip_address, parse_name_server, split_name_server


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


@pytest.mark.parametrize(
    ("text", "name"), [("WWW.Example.org.", "www.example.org"), ("192.0.2.1", "192.0.2.1")]
)
def test_a_host_name_is_read_in_one_form(text: str, name: str) -> None:
    assert TypeAdapter(HostName).validate_python(text) == name


@pytest.mark.parametrize("text", ["", "a b", "a..b", "-a", "é.example", "a" * 64])
def test_what_is_no_host_name_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a host name"):
        TypeAdapter(HostName).validate_python(text)
