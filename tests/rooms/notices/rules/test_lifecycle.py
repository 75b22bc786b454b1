"""The ways of a delivery: a table, and properties that hold over it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sekisho.kernel.moments import DAY, SECOND
from sekisho.notices.rules.lifecycle import LONGEST_PAUSE, MOST_ATTEMPTS, MOVES, after, next_attempt, pause
from sekisho.notices.types.deliveries import LOST, WAITING, Move, State

moves = st.sampled_from(list(Move))


def test_every_move_leads_to_one_state_from_others() -> None:
    assert set(MOVES) == set(Move)
    assert all(end not in starts for starts, end in MOVES.values())


def test_a_message_on_its_usual_way() -> None:
    state = State.QUEUED
    for move in (Move.TAKE, Move.DEFER, Move.TAKE, Move.LAPSE, Move.TAKE, Move.ACCEPT, Move.CONFIRM):
        following = after(state, move)
        assert following is not None
        state = following

    assert state is State.DELIVERED


def test_word_from_the_other_side_may_be_quicker_than_our_own_note() -> None:
    assert after(State.SENDING, Move.CONFIRM) is State.DELIVERED
    assert after(State.DELIVERED, Move.ACCEPT) is None
    assert after(State.QUEUED, Move.BOUNCE) is State.BOUNCED


def test_what_is_lost_stays_lost() -> None:
    assert [after(state, move) for state in LOST for move in Move] == [None] * len(LOST) * len(Move)


class Way(RuleBasedStateMachine):
    """Moves in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.QUEUED
        self.taken = 0

    @rule(move=moves)
    def go(self, move: Move) -> None:
        following = after(self.state, move)
        assert following is None or self.state not in LOST
        if following is not None:
            self.taken += move is Move.TAKE
            self.state = following

    @invariant()
    def nothing_is_sent_that_was_not_taken(self) -> None:
        assert self.state is not State.SENT or self.taken > 0


TestWay = Way.TestCase
TestWay.settings = settings(deadline=None)


def test_pauses_double_up_to_a_bound() -> None:
    assert [pause(attempts) for attempts in (0, 1, 2, 3)] == [15 * SECOND, 15 * SECOND, 30 * SECOND, 60 * SECOND]
    assert pause(10_000) == LONGEST_PAUSE


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 10 * DAY))
def test_a_message_is_tried_again_later_and_never_once_it_is_old(attempts: int, expires: int) -> None:
    due = next_attempt(attempts=attempts, at=0, expires=expires)

    assert due is None or 0 < due < expires
    assert due is None or attempts < MOST_ATTEMPTS


def test_after_the_last_attempt_it_is_over() -> None:
    assert next_attempt(attempts=MOST_ATTEMPTS, at=0, expires=DAY) is None
    assert WAITING.isdisjoint(LOST)
