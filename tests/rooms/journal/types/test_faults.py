import pytest

from sekisho.journal.types.faults import (
    JournalBusyError,
    JournalClosedError,
    JournalError,
    JournalUnavailableError,
    KeyConflictError,
    PoisonEntryError,
)

FAULTS = [
    KeyConflictError("event:e-1", 7),
    JournalUnavailableError(OSError("disk\n full")),
    JournalBusyError(10_000),
    JournalClosedError(),
    PoisonEntryError("hub", 7, ValueError("no")),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_every_fault_speaks_both_languages(fault: JournalError) -> None:
    assert fault.reason.ja
    assert str(fault) == fault.reason.en
    assert "\n" not in fault.reason.en


def test_an_unavailable_journal_says_why_and_that_nothing_was_acknowledged() -> None:
    said = str(FAULTS[1])

    assert "OSError: disk full" in said
    assert "nothing was acknowledged" in said


def test_a_poison_entry_is_an_alarm_that_names_consumer_and_position() -> None:
    said = str(FAULTS[4])

    assert said.startswith("ALARM: hub ")
    assert "position 7" in said
