"""What was judged goes into the journal in its order, whatever happens to the database in between (E-13)."""

import time
from threading import Event, Thread

from builders.live import AT, journal_away
from sekisho.gateway.operations.live.keeping import Keeper, Outcome, Unit
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import NewEntry, Receipt


def lot(number: int) -> list[Unit]:
    return [[NewEntry("activity:event:received", "a1", AT, str(number).encode(), f"event:{number}")]]


def written() -> list[int]:
    return [int(entry.payload) for entry in read(limit=1_000)]


class Ear:
    """Hears what became of one lot."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.told = Event()

    def __call__(self, outcomes: "list[Outcome] | None") -> None:  # type: ignore[override]
        self.heard.append(outcomes)
        self.told.set()

    def answer(self) -> object:
        assert self.told.wait(20)
        (heard,) = self.heard
        return heard


def kept(keeper: Keeper, numbers: range) -> list[Ear]:
    ears = [Ear() for _ in numbers]
    for number, ear in zip(numbers, ears, strict=True):
        keeper.keep(lot(number), ear)  # type: ignore[arg-type]
    return ears


def mended(keeper: Keeper) -> None:
    for _ in range(2_000):
        if not keeper.away:
            return
        time.sleep(0.01)


def test_everybody_hears_once_his_lot_is_written(fresh_database: str) -> None:
    keeper = Keeper(clock=lambda: AT)

    ears = kept(keeper, range(20))

    receipts = [ear.answer() for ear in ears]
    keeper.close()
    assert all(isinstance(each[0], Receipt) for each in receipts)  # type: ignore[index]
    assert written() == list(range(20))


def test_a_journal_that_goes_away_and_comes_back_has_everything_in_order(fresh_database: str) -> None:
    keeper = Keeper(clock=lambda: AT, retry=0.02)
    before = [ear.answer() for ear in kept(keeper, range(5))]
    with journal_away():
        during = [ear.answer() for ear in kept(keeper, range(5, 9))]
        assert keeper.away
    mended(keeper)
    after = [ear.answer() for ear in kept(keeper, range(9, 12))]
    keeper.close()

    assert None not in before
    assert during == [None] * 4
    assert None not in after
    assert written() == list(range(12))


def test_a_second_failure_while_mending_loses_nothing_either(fresh_database: str) -> None:
    keeper = Keeper(clock=lambda: AT, retry=0.01)
    for start in (0, 3, 6):
        with journal_away():
            assert [ear.answer() for ear in kept(keeper, range(start, start + 3))] == [None] * 3
            time.sleep(0.1)
        mended(keeper)
    keeper.close()

    assert written() == list(range(9))


def test_closing_does_not_wait_for_a_journal_that_stays_away(fresh_database: str) -> None:
    keeper = Keeper(clock=lambda: AT, retry=0.01)
    with journal_away():
        assert kept(keeper, range(1))[0].answer() is None
        closing = Thread(target=keeper.close)
        closing.start()
        closing.join(20)
        assert not closing.is_alive()

    assert written() == []


def test_what_comes_while_the_journal_is_away_is_told_so_and_written_in_its_turn(fresh_database: str) -> None:
    keeper = Keeper(clock=lambda: AT, retry=0.02)
    with journal_away():
        first = kept(keeper, range(1))[0].answer()
        assert keeper.away
        second = kept(keeper, range(1, 2))[0].answer()
    mended(keeper)
    keeper.close()

    assert (first, second) == (None, None)
    assert written() == [0, 1]


def test_what_comes_after_the_end_is_told_that_it_is_not_written(fresh_database: str) -> None:
    keeper = Keeper(clock=lambda: AT)
    keeper.close()

    assert kept(keeper, range(1))[0].answer() is None
    assert not keeper.away
    assert written() == []
