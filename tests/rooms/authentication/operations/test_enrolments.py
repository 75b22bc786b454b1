from tests.builders.factors import at_once, noted
from tests.builders.opt_outs import declined, with_app
from tests.builders.rollout import ENFORCE, begun, with_passkey, without
from tests.builders.signing_in import AT, customer

from sekisho.authentication.operations.enrolments import (
    catch_up,
    move,
    opt_outs_over,
    recount,
    skip,
)
from sekisho.authentication.operations.opt_outs import revoke
from sekisho.authentication.operations.waves import enforce_wave
from sekisho.authentication.queries.enrolments import enrolment_of, steps_of
from sekisho.authentication.types.enrolment import Enrolment, EnrolmentState, NotNow, Step, Terms
from sekisho.kernel.moments import DAY

REF = "customer:a-1"
S = EnrolmentState


def _state(principal: str = REF) -> EnrolmentState:
    return enrolment_of(principal=principal).state


def _nudged(**terms: int) -> None:
    customer()
    move(principal=REF, step=Step.NUDGED, by="system", at=AT, terms=Terms(**terms))


def test_a_step_is_kept_and_written_down(database: str) -> None:
    _nudged()

    assert _state() is S.NUDGED
    kind, payload = noted()[-1]
    assert kind == "authentication:enrolment:moved"
    assert (payload["before"], payload["after"], payload["step"]) == ("unaware", "nudged", "nudged")


def test_a_step_that_is_not_possible_changes_nothing(database: str) -> None:
    customer()

    assert move(principal=REF, step=Step.BLOCKED, by="system", at=AT) is NotNow.NO_WAY
    assert steps_of(principal=REF) == ()


def test_a_step_that_changes_nothing_is_not_written_down(database: str) -> None:
    customer()

    assert isinstance(recount(principal=REF, by=REF, at=AT), Enrolment)
    assert steps_of(principal=REF) == ()


def test_putting_it_off_is_counted_and_ends(database: str) -> None:
    _nudged(due_at=AT + 30 * DAY)

    answers = [skip(principal=REF, max_skips=2, at=AT + day * DAY) for day in (1, 2, 3)]

    assert [each.skips_used for each in answers if isinstance(each, Enrolment)] == [1, 2]
    assert answers[2] is NotNow.NO_SKIP_LEFT
    assert skip(principal=REF, max_skips=None, at=AT + 30 * DAY) is NotNow.OVERDUE


def test_of_many_skips_at_once_none_passes_the_limit(fresh_database: str) -> None:
    _nudged()

    at_once(6, lambda _: skip(principal=REF, max_skips=2, at=AT + 1))

    assert enrolment_of(principal=REF).skips_used == 2
    assert len(steps_of(principal=REF)) == 3


def test_passkeys_that_come_and_go_are_counted(database: str) -> None:
    _nudged()
    first = with_passkey(REF)
    second = with_passkey(REF)
    assert _state() is S.ENROLLED_TWO

    without(first, at=AT + 1)
    assert _state() is S.ENROLLED
    without(second, at=AT + 2)
    assert _state() is S.NUDGED


def test_who_declines_is_opted_out_until_it_is_over(database: str) -> None:
    made = declined(with_app(customer().ref))

    assert _state() is S.OPTED_OUT
    assert opt_outs_over(at=made.valid_until - 1) == (REF,)
    assert _state() is S.OPTED_OUT
    opt_outs_over(at=made.valid_until)
    assert _state() is S.NUDGED
    assert opt_outs_over(at=made.valid_until) == ()


def test_who_takes_it_back_is_asked_at_once(database: str) -> None:
    made = declined(with_app(customer().ref))
    revoke(opt_out=made.id, by=REF, reason="", at=made.valid_from + 1)

    assert _state() is S.NUDGED


def _enforced(*, reachable: bool) -> None:
    made = begun("a-1")
    enforce_wave(
        wave=made.id, reachable=[REF] if reachable else [], agreed=[], exempt_until=ENFORCE + 30 * DAY,
        by="staff:s-1", approver="staff:s-2", at=ENFORCE,
    )  # fmt: skip


def test_after_his_date_somebody_is_stopped_until_he_enrols(database: str) -> None:
    _enforced(reachable=True)

    assert catch_up(at=ENFORCE) == 1
    assert _state() is S.BLOCKED
    assert catch_up(at=ENFORCE) == 0
    with_passkey(REF, at=ENFORCE + 1)
    assert _state() is S.ENROLLED


def test_nobody_is_stopped_by_a_wave_that_is_not_enforced(database: str) -> None:
    """E-05."""
    begun("a-1")

    assert catch_up(at=ENFORCE + 90 * DAY) == 0
    assert _state() is S.NOTIFIED


def test_an_exemption_ends_on_its_date(database: str) -> None:
    _enforced(reachable=False)
    assert _state() is S.EXEMPT_PENDING

    assert catch_up(at=ENFORCE + 29 * DAY) == 0
    assert catch_up(at=ENFORCE + 30 * DAY) == 1
    assert _state() is S.NUDGED
