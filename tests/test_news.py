"""An edition is another one once the facts are, and settled once that is a while ago."""

from monitor.kept import Edition
from monitor.news import SETTLING_SECONDS, News
from tests.support.clocks import ManualClock


def test_as_long_as_nothing_happens_it_is_the_same_edition() -> None:
    clock = ManualClock()
    news = News(lambda: ("up", {"app": 1}), clock)
    assert news.edition() == Edition(0, settled=False)
    clock.advance(SETTLING_SECONDS - 0.01)
    assert news.edition() == Edition(0, settled=False)
    clock.advance(0.01)
    assert news.edition() == Edition(0, settled=True)


def test_whatever_happens_brings_another_edition_and_it_must_settle_anew() -> None:
    clock, state = ManualClock(), ["up"]
    news = News(lambda: tuple(state), clock)
    clock.advance(SETTLING_SECONDS)
    state[0] = "down"
    assert news.edition() == Edition(1, settled=False)
    clock.advance(SETTLING_SECONDS)
    assert news.edition() == Edition(1, settled=True)
    state[0] = "up"
    assert news.edition() == Edition(2, settled=False)
