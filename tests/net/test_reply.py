"""An answer is read as far as it makes sense to, whatever it holds."""

import asyncio
import time

import dns.message
import dns.rrset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import DnsAnswer, Reason
from monitor.net.failure import AttemptError
from monitor.net.question import RecordClass, RecordType
from monitor.net.reply import LONGEST_TEXT, MOST_RECORDS, load_record_types, read_reply
from tests.net.test_question import query_for
from tests.support.faults.dns import LONG_NAME, holding, loop, pointers, record


def read(packet: bytes, record_type: RecordType = RecordType.A) -> DnsAnswer:
    """The answer in a packet whose id and question nobody compares here."""
    return asyncio.run(read_reply(packet, query_for(record_type)))


def answered(*lines: str) -> bytes:
    message = dns.message.make_response(dns.message.from_wire(query_for().wire))
    for line in lines:
        owner, ttl, rdclass, rdtype, data = line.split(" ", 4)
        message.answer.append(dns.rrset.from_text(owner, int(ttl), rdclass, rdtype, data))
    return message.to_wire()


def packet_of(records: bytes, answers: int) -> bytes:
    return next(iter(holding(records, answers)(answered())))


def test_a_record_is_read_as_a_zone_file_has_it() -> None:
    answer = read(answered("jmo.example. 60 IN MX 10 mail.example."))
    (found,) = answer.records
    assert (found.name, found.type, found.ttl_seconds) == ("jmo.example.", "MX", 60)
    assert (found.section, found.text) == ("answer", "10 mail.example.")
    assert (answer.rcode, answer.answers, answer.serial) == ("NOERROR", 1, None)


def test_the_serial_is_that_of_the_first_soa_record() -> None:
    soa = "example. 60 IN SOA a. b. {} 1 1 1 1"
    assert read(answered(soa.format(7), soa.format(8))).serial == 7


def test_a_type_that_is_not_read_is_shown_as_bytes() -> None:
    answer = read(packet_of(record(b"\x01\x02", rdtype=65_280) + record(b"", rdtype=10), 2))
    assert [(each.type, each.text) for each in answer.records] == [
        ("TYPE65280", "\\# 2 0102"),
        ("NULL", "\\# 0"),
    ]


def test_a_record_of_another_class_is_shown_as_bytes() -> None:
    (found,) = read(packet_of(record(bytes(4), rdclass=3), 1)).records
    assert (found.type, found.text) == ("A", "\\# 4 00000000")


def test_a_long_record_is_shown_by_its_beginning() -> None:
    (found,) = read(packet_of(record(b"\xff" + bytes(3000), rdtype=16), 1)).records
    assert found.text == f"\\# 3001 ff{'00' * 31}…"


def test_an_option_record_is_counted_but_is_none() -> None:
    answer = read(packet_of(record(b"", rdtype=41), 1))
    assert (answer.answers, answer.records) == (1, ())


def test_a_ttl_beyond_31_bits_counts_as_zero() -> None:
    huge = record(bytes(4)).replace((30).to_bytes(4), b"\xff\xff\xff\xff")
    assert read(packet_of(huge, 1)).records[0].ttl_seconds == 0


def test_of_many_records_some_are_read_and_all_are_counted() -> None:
    answer = read(packet_of(record(bytes(4)) * 4000, 4000))
    assert (answer.answers, len(answer.records)) == (4000, MOST_RECORDS)
    long_names = record(bytes(4), owner=LONG_NAME) * 200
    assert read(packet_of(long_names, 200)).answers == 200


def test_what_follows_the_records_is_let_be() -> None:
    assert read(packet_of(record(bytes(4)) + b"more", 1)).answers == 1


@pytest.mark.parametrize(
    ("records", "answers"),
    [
        (b"", 1),
        (record(bytes(4)), 2),
        (record(bytes(4))[:-1], 1),
        (record(bytes(3)), 1),
        (record(bytes(4)) * 150 + b"\x05", 151),
        (record(b"\x05abc", rdtype=2), 1),
    ],
)
def test_an_answer_that_is_not_what_it_says_is_malformed(records: bytes, answers: int) -> None:
    with pytest.raises(AttemptError, match="the answer is malformed") as caught:
        read(packet_of(records, answers))
    assert caught.value.reason is Reason.DNS_SERVFAIL


def test_pointers_that_lead_round_and_round_are_not_followed() -> None:
    for packets in (loop, pointers):
        began = time.process_time()
        with pytest.raises(AttemptError):
            read(packets(answered())[0])
        assert time.process_time() - began < 0.5


def test_the_loop_gets_its_turn_while_a_long_answer_is_read() -> None:
    async def turns() -> int:
        taken = 0
        packet = packet_of(record(bytes(4)) * 4000, 4000)
        reading = asyncio.create_task(read_reply(packet, query_for()))
        while not reading.done():
            await asyncio.sleep(0)
            taken += 1
        return taken

    assert asyncio.run(turns()) > 100


@settings(max_examples=200, deadline=None)
@given(
    tail=st.binary(max_size=400),
    counts=st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 2)),
)
def test_no_bytes_are_anything_but_an_answer_or_malformed(
    tail: bytes, counts: tuple[int, int, int]
) -> None:
    honest = answered()
    claimed = b"".join(count.to_bytes(2) for count in counts)
    _is_clean(honest[:6] + claimed + honest[12:] + tail)


@settings(max_examples=200, deadline=None)
@given(
    record_type=st.sampled_from(list(RecordType)),
    data=st.binary(max_size=300),
    owner=st.sampled_from([b"\xc0\x0c", b"\x00", b"\x03\x00\xff\n\x00"]),
)
def test_no_record_is_anything_but_text_or_malformed(
    record_type: RecordType, data: bytes, owner: bytes
) -> None:
    _is_clean(packet_of(record(data, rdtype=record_type.rdtype, owner=owner), 1))


def _is_clean(packet: bytes) -> None:
    try:
        answer = read(packet)
    except AttemptError as error:
        assert error.reason is Reason.DNS_SERVFAIL  # noqa: PT017 - any answer is as good
        return
    for each in answer.records:
        assert each.text.isprintable()
        assert each.name.isprintable()
        assert len(each.text) <= LONGEST_TEXT


@pytest.mark.parametrize("record_class", RecordClass)
def test_the_types_are_loaded_before_they_are_needed(record_class: RecordClass) -> None:
    load_record_types(record_class)
