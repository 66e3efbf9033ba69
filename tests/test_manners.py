"""Manners: what a public host is spared, and that nobody else is slowed down."""

import asyncio

import pytest

from monitor.manners import LONGEST_RETRY_AFTER_SECONDS, HostGate, Manners
from tests.support.clocks import ManualClock


def test_a_budget_allows_its_requests_and_then_no_more() -> None:
    gate = HostGate(ManualClock(), 12)
    gate.spend(11)
    assert gate.may_spend()
    gate.spend(1)
    assert not gate.may_spend()


def test_a_budget_refills_evenly_and_never_past_its_size() -> None:
    clock = ManualClock()
    gate = HostGate(clock, 12)
    gate.spend(12)
    clock.advance(4.9)
    assert not gate.may_spend()
    clock.advance(0.2)
    assert gate.may_spend()
    clock.advance(3600)
    gate.spend(12)
    assert not gate.may_spend()


def test_what_was_overspent_delays_the_next_request() -> None:
    clock = ManualClock()
    gate = HostGate(clock, 12)
    gate.spend(18)
    clock.advance(30)
    assert not gate.may_spend()
    clock.advance(6)
    assert gate.may_spend()


def test_extra_requests_leave_a_reserve_for_the_regular_ones() -> None:
    gate = HostGate(ManualClock(), 12)
    gate.spend(7)
    assert gate.may_spend(extra=True)
    gate.spend(1)
    assert not gate.may_spend(extra=True)
    assert gate.may_spend()


@pytest.mark.parametrize(
    ("asked", "granted"), [(120.0, 120.0), (10 * 3600.0, LONGEST_RETRY_AFTER_SECONDS)]
)
def test_a_host_that_sends_us_away_is_left_alone_so_long(asked: float, granted: float) -> None:
    clock = ManualClock()
    gate = HostGate(clock, 12)
    gate.close_for(asked)
    clock.advance(granted - 1)
    assert gate.is_closed
    clock.advance(2)
    assert not gate.is_closed


def test_a_shorter_request_to_stay_away_does_not_undo_a_longer_one() -> None:
    clock = ManualClock()
    gate = HostGate(clock, 12)
    gate.close_for(600)
    gate.close_for(1)
    clock.advance(500)
    assert gate.is_closed


async def test_a_public_host_sees_one_connection_at_a_time() -> None:
    gate = HostGate(ManualClock(), 12)
    async with gate.place():
        waiting = asyncio.create_task(_hold(gate))
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting


async def test_a_private_host_has_neither_budget_nor_queue() -> None:
    gate = HostGate(ManualClock(), None)
    gate.spend(1_000)
    assert gate.may_spend(extra=True)
    async with gate.place():
        await asyncio.wait_for(_hold(gate), 1)


async def _hold(gate: HostGate) -> None:
    async with gate.place():
        pass


def test_all_probes_of_a_host_share_a_gate_and_other_hosts_do_not() -> None:
    manners = Manners(ManualClock(), 12)
    one = manners.gate("a.example", public=True)
    assert manners.gate("a.example", public=True) is one
    assert manners.gate("b.example", public=True) is not one
    assert manners.gate("a.example", public=False) is not one
