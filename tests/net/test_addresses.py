"""What is public and what is inside: nobody may be led there by a redirect or an answer."""

from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.addresses import is_public_address, is_public_host


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "103.28.12.1", "2606:4700:4700::1111", "2001:4860:4860::8888"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public_address(address)
    assert is_public_host(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_addresses_inside_are_not(address: str) -> None:
    assert not is_public_address(address)
    assert not is_public_host(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_the_one_it_wraps(address: IPv4Address) -> None:
    assert is_public_address(f"::ffff:{address}") is is_public_address(str(address))


@given(st.ip_addresses())
def test_every_address_is_judged(address: object) -> None:
    assert is_public_address(str(address)) in {True, False}
    assert ip_address(str(address)) == address


@pytest.mark.parametrize(
    "host",
    ["www.bpjsketenagakerjaan.go.id", "example.org.", "play.google.com", "xn--bcher-kva.example"],
)
def test_names_of_the_internet_are_public(host: str) -> None:
    assert is_public_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "router",
        "printer.local",
        "db.internal",
        "x.home.arpa",
        "app.localhost",
        "jmo.test",
        "nas.lan",
    ],
)
def test_names_inside_are_not(host: str) -> None:
    assert not is_public_host(host)
