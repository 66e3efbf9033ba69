"""A question goes out as stub resolvers ask it, and only its own answer counts."""

import dns.flags
import dns.message
import dns.name
import dns.rcode
import pytest
from dns.rdatatype import RdataType
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.net.question import (
    Query,
    Question,
    RecordClass,
    RecordType,
    check_name,
    is_truncated,
)


def query_for(record: RecordType = RecordType.A, *, recursion: bool = True) -> Query:
    return Question(
        name=dns.name.from_text("jmo.example"),
        record=record,
        record_class=RecordClass.IN,
        recursion=recursion,
    ).query()


def answer_to(query: Query) -> dns.message.Message:
    return dns.message.make_response(dns.message.from_wire(query.wire))


def test_it_asks_once_without_extensions() -> None:
    message = dns.message.from_wire(query_for(RecordType.HTTPS).wire)
    (asked,) = message.question
    assert (asked.name.to_text(), asked.rdtype) == ("jmo.example.", RdataType.HTTPS)
    assert message.flags == dns.flags.RD
    assert message.edns == -1
    assert dns.message.from_wire(query_for(recursion=False).wire).flags == 0


def test_ids_are_hard_to_guess() -> None:
    assert len({query_for().wire[:2] for _ in range(50)}) > 40


def test_an_answer_may_repeat_the_question_in_any_case() -> None:
    query = query_for()
    answer = answer_to(query).to_wire()
    assert query.is_answered_by(answer)
    assert query.is_answered_by(answer.replace(b"jmo", b"JmO"))
    assert query.records_at(answer) == len(answer)


def test_another_id_or_question_is_no_answer() -> None:
    query = query_for()
    answer = answer_to(query).to_wire()
    assert not query.is_answered_by(query.wire)
    assert not query.is_answered_by(bytes([answer[0] ^ 1]) + answer[1:])
    assert not query.is_answered_by(answer.replace(b"jmo", b"jmp"))
    assert not query.is_answered_by(answer[:-1] + b"\x03")
    assert not query.is_answered_by(answer[:-1])
    assert not query.is_answered_by(answer[:5] + b"\x02" + answer[6:])
    assert not query.is_answered_by(answer[:2] + b"\xa9" + answer[3:])  # opcode 5, an update


def test_types_whose_numbers_look_like_letters_are_told_apart() -> None:
    query = query_for(RecordType.HTTPS)
    answer = answer_to(query).to_wire()
    assert query.is_answered_by(answer)
    assert not query.is_answered_by(answer.replace(b"\x00\x41\x00", b"\x00\x61\x00"))


@pytest.mark.parametrize(
    ("rcode", "counts"),
    [("SERVFAIL", True), ("REFUSED", True), ("FORMERR", True), ("NOERROR", False)],
)
def test_only_a_refusal_may_lack_the_question(rcode: str, counts: bool) -> None:
    query = query_for()
    answer = answer_to(query)
    answer.set_rcode(dns.rcode.from_text(rcode))
    answer.question = []
    assert query.is_answered_by(answer.to_wire()) is counts
    assert query.records_at(answer.to_wire()) == 12


def test_truncation_is_told_by_a_flag() -> None:
    answer = answer_to(query_for())
    assert not is_truncated(answer.to_wire())
    answer.flags |= dns.flags.TC
    assert is_truncated(answer.to_wire())


@given(st.binary(max_size=100))
@example(b"\x81\x82" + bytes(8))
def test_no_bytes_break_the_comparison(packet: bytes) -> None:
    query = query_for()
    if query.is_answered_by(query.wire[:2] + packet):
        assert b"\x03jmo" in packet.lower() or packet[1] & 0xF in {1, 2, 4, 5}


@pytest.mark.parametrize(
    "name", ["jmo.example", ".", "a_b.example", "1.0.0.127.in-addr.arpa", "id"]
)
def test_a_name_that_dns_carries_is_taken(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["a..b", "x" * 64, "a." * 128, "jmö.id", "a b", "a\n", "a\\"])
def test_a_name_that_dns_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a name"):
        check_name(name)
