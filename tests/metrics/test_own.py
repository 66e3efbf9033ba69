"""The monitor's figures about itself."""

import pytest

from monitor.metrics.own import PEAK_SECONDS, Own

NEW = Own(reloaded_at_seconds=0.0)


def test_without_a_heartbeat_there_is_no_highest_lag() -> None:
    assert NEW.highest_lag(0.0) is None


def test_the_highest_lag_of_the_last_minute_is_kept() -> None:
    own = NEW.after_beat(0.0, 0.5).after_beat(1.0, 0.1).after_beat(2.0, 0.3)
    assert own.highest_lag(2.0) == 0.5


def test_a_peak_older_than_a_minute_gives_way_to_the_next_one() -> None:
    own = NEW.after_beat(0.0, 0.5).after_beat(1.0, 0.1).after_beat(2.0, 0.3)
    assert own.highest_lag(PEAK_SECONDS) == 0.3
    assert own.highest_lag(PEAK_SECONDS + 2.0) is None


def test_peaks_that_can_no_longer_be_the_highest_are_forgotten() -> None:
    own = NEW
    for beat in range(1000):
        own = own.after_beat(beat * 0.05, beat % 7 / 1000)
    assert len(own.peaks) <= 7


def test_every_heartbeat_is_in_the_histogram() -> None:
    own = NEW.after_beat(0.0, 0.5).after_beat(1.0, 0.0)
    assert own.lag.cumulative[-1] == 2
    assert own.lag.total == pytest.approx(0.5)


def test_runs_in_flight_rise_and_fall() -> None:
    own = NEW.after_start(0.1).after_start(0.0)
    assert own.in_flight == 2
    assert own.after_end().in_flight == 1
    assert own.lateness.cumulative[-1] == 2
