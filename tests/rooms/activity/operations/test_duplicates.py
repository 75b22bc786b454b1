"""The same id twice is one event; event time moves forward."""

import json
import pickle
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.lines import BODIES, event_line, event_object
from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.duplicates import Duplicates, OrderGuard, content_digest
from sekisho.activity.types.rejection import BadEvent, Code
from sekisho.kernel.moments import DAY, HOUR, MINUTE

T = 1_742_169_600_000


def digest(line: bytes) -> int:
    return content_digest(decode(line))


def test_the_same_content_in_other_spelling_has_the_same_digest() -> None:
    plain = event_object(account="口座", device={"id": "d", "bound": False})
    spellings = [
        json.dumps(plain, indent=1),
        json.dumps(plain, sort_keys=True),
        json.dumps(dict(reversed(plain.items()))),
        json.dumps(plain | {"client": None, "novelty": 1}),
        json.dumps(plain | {"at": "2025-03-17T00:00:00Z"}),
        json.dumps(plain | {"at": "2025-03-16T19:00:00.000-05:00"}),
        json.dumps(plain | {"device": {"id": "d"}}),
    ]

    assert {digest(spelling.encode()) for spelling in spellings} == {digest(json.dumps(plain).encode())}


@pytest.mark.parametrize("kind", BODIES)
def test_other_content_has_another_digest(kind: str) -> None:
    assert digest(event_line(kind)) != digest(event_line(kind, at="2025-03-17T09:00:00.001+09:00"))
    assert digest(event_line(kind)) != digest(event_line(kind, channel="app"))


@given(st.integers(-14 * 60, 14 * 60))
def test_the_offset_in_which_a_moment_is_written_is_no_content(minutes: int) -> None:
    moment = datetime(2025, 3, 17, tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))

    assert digest(event_line(at=moment.isoformat())) == digest(event_line())


def test_a_copy_is_the_same_and_other_content_under_its_id_is_an_error() -> None:
    seen = Duplicates()

    assert seen.check("e-1", 5, T) == "new"
    assert seen.check("e-1", 5, T) == "same"
    assert seen.check("e-2", 5, T) == "new"
    with pytest.raises(BadEvent) as caught:
        seen.check("e-1", 6, T)
    assert (caught.value.code, caught.value.field) == (Code.ID_CONFLICT, "id")


def test_a_digest_of_nought_is_a_digest_too() -> None:
    seen = Duplicates()

    assert [seen.check("e", 0, T), seen.check("e", 0, T)] == ["new", "same"]


@pytest.mark.parametrize("later", [0, HOUR, DAY, 2 * DAY, 3 * DAY - 1])
@pytest.mark.parametrize("start", [T, T + DAY, T + 36 * HOUR - 1])
def test_within_the_window_an_id_is_remembered_whatever_its_content(start: int, later: int) -> None:
    seen = Duplicates()
    seen.check("e", 5, start)
    seen.check("other", 5, start + later)

    with pytest.raises(BadEvent):
        seen.check("e", 6, start + later)


@pytest.mark.parametrize("later", [4, 5, 6, 7])
def test_a_copy_of_an_old_event_is_recognised_as_long_as_it_may_come(later: int) -> None:
    seen = Duplicates()
    for day in range(later + 1):
        seen.check(f"e-{day}", day, T + day * DAY)

    assert seen.check("e-0", 0, T, newest=T + later * DAY) == "same"
    assert seen.check("e-missing", 0, T, newest=T + later * DAY) == "new"


def test_other_content_under_an_old_id_is_an_error_when_the_event_is_as_old() -> None:
    seen = Duplicates()
    for day in range(6):
        seen.check(f"e-{day}", day + 1, T + day * DAY)

    with pytest.raises(BadEvent):
        seen.check("e-0", 9, T, newest=T + 5 * DAY)


def test_what_lies_behind_the_reach_is_forgotten() -> None:
    seen = Duplicates()
    for day in range(40):
        seen.check(f"e-{day}", day, T + day * DAY)

    assert len(seen) < 14
    assert seen.check("e-0", 0, T + 40 * DAY) == "new"


def test_a_long_silence_empties_the_memory() -> None:
    seen = Duplicates()
    seen.check("e", 5, T)

    assert seen.check("e", 6, T + 365 * DAY) == "new"
    assert len(seen) == 1


def test_an_event_ahead_of_the_believed_time_turns_nothing() -> None:
    seen = Duplicates()
    seen.check("e", 5, T)
    seen.check("wild", 5, T + 30 * DAY, newest=T)

    assert seen.check("e", 5, T, newest=T) == "same"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 7 * DAY)), max_size=60))
def test_every_copy_within_reach_is_recognised_in_whatever_order_it_comes(arrivals: list[tuple[int, int]]) -> None:
    """Each id has one moment; events come in any order, at most seven days late."""
    seen, known, newest = Duplicates(), set(), T
    for number, lateness in arrivals:
        at = T + number * DAY
        newest = max(newest, at)
        if newest - at > 7 * DAY or lateness < 0:
            continue
        assert seen.check(f"e-{number}", number, at, newest=newest) == ("same" if number in known else "new")
        known.add(number)


def test_two_runs_over_the_same_events_answer_the_same() -> None:
    def run() -> list[str]:
        seen = Duplicates()
        return [seen.check(f"e-{n % 50}", n % 50, T + (n % 50) * 6 * HOUR, newest=T + n * HOUR) for n in range(100)]

    assert run() == run()


def test_time_moves_forward_with_the_events() -> None:
    guard = OrderGuard()

    assert [guard.check(T + step) for step in (0, HOUR, DAY, DAY, 2 * DAY)] == [False] * 5
    assert guard.newest == T + 2 * DAY


@pytest.mark.parametrize(
    ("behind", "late"), [(1, False), (MINUTE, False), (MINUTE + 1, True), (DAY, True), (7 * DAY, True)]
)
def test_an_event_behind_time_passes_and_is_marked_late_beyond_a_minute(behind: int, *, late: bool) -> None:
    guard = OrderGuard()
    guard.check(T)

    assert guard.check(T - behind) is late
    assert guard.newest == T


def test_an_event_more_than_seven_days_behind_is_refused() -> None:
    guard = OrderGuard()
    guard.check(T)

    with pytest.raises(BadEvent) as caught:
        guard.check(T - 7 * DAY - 1)
    assert (caught.value.code, caught.value.detail.en) == (Code.TOO_LATE, "7")


def test_an_event_more_than_thirty_one_days_ahead_is_refused() -> None:
    guard = OrderGuard()
    guard.check(T)

    with pytest.raises(BadEvent) as caught:
        guard.check(T + 31 * DAY + 1)
    assert (caught.value.code, caught.value.detail.en) == (Code.FUTURE, "31")
    assert guard.newest == T


def test_the_limits_can_be_set() -> None:
    guard = OrderGuard(ahead=DAY, behind=12 * HOUR, slack=0, leap=HOUR)
    guard.check(T)

    assert guard.check(T - 1) is True
    for at in (T + DAY + 1, T - 12 * HOUR - 1):
        with pytest.raises(BadEvent):
            guard.check(at)


def test_one_clock_gone_wrong_does_not_carry_the_time_away() -> None:
    guard = OrderGuard()
    for minute in range(100):
        guard.check(T + minute * MINUTE)
        assert guard.check(T + 20 * DAY + minute * MINUTE) is False

    assert guard.newest == T + 99 * MINUTE


def test_a_leap_that_ten_events_in_a_row_confirm_is_believed() -> None:
    guard = OrderGuard()
    guard.check(T)
    for step in range(9):
        guard.check(T + 10 * DAY + step)
    assert guard.newest == T

    guard.check(T + 10 * DAY + 9)
    assert guard.newest == T + 10 * DAY + 9


def test_an_event_of_the_old_time_takes_the_confirmation_back() -> None:
    guard = OrderGuard(witnesses=2)
    guard.check(T)
    guard.check(T + 10 * DAY)
    guard.check(T - HOUR)
    guard.check(T + 10 * DAY)

    assert guard.newest == T


@given(st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=40))
def test_the_believed_time_never_moves_back_and_never_leads_all_events(ats: list[int]) -> None:
    guard, highest, before = OrderGuard(witnesses=2), 0, None
    for at in ats:
        highest = max(highest, at)
        with suppress(BadEvent):
            guard.check(at)
        assert guard.newest is not None
        assert guard.newest <= highest
        assert before is None or guard.newest >= before
        before = guard.newest


def test_memory_and_time_can_be_put_away_and_taken_up_again() -> None:
    seen, guard = Duplicates(), OrderGuard()
    for day in range(6):
        guard.check(T + day * DAY)
        seen.check(f"e-{day}", day + 1, T + day * DAY, guard.newest)
    seen, guard = pickle.loads(pickle.dumps((seen, guard)))  # noqa: S301 - our own bytes

    assert [seen.check(f"e-{day}", day + 1, T + day * DAY, guard.newest) for day in range(6)] == ["same"] * 6
    assert guard.check(T) is True
