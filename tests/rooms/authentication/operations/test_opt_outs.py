import pytest
from tests.builders.factors import at_once, noted
from tests.builders.opt_outs import LATER, LOGIN, TOTP, declined, policy, request, rule, with_app
from tests.builders.signing_in import customer

from sekisho.authentication import models
from sekisho.authentication.operations.opt_outs import NOTICE, end_by_enrolment, end_forbidden, remind, revoke
from sekisho.authentication.queries.opt_outs import opt_out_of, opt_out_view, opt_outs_of
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.opt_out import EndCause, Obstacle, OptOutRefusedError
from sekisho.authentication.types.proofs import RefusedError
from sekisho.kernel.moments import DAY

REF = "customer:a-1"


@pytest.fixture
def ref(database: str) -> str:
    return with_app(customer().ref)


def test_an_opt_out_holds_all_that_a_supervisor_asks_for(ref: str) -> None:
    """authentication.md 5.4 and 5.7; C-13."""
    made = declined()

    assert (made.valid_from, made.valid_until) == (LATER, LATER + 180 * DAY)
    assert made.controls == {"lower_limits"}
    assert made.request == request()
    assert len(made.shown_digest) == 64
    kind, payload = noted()[-1]
    assert kind == "authentication:opt_out:made"
    assert (payload["digest"], payload["until"], payload["policy"]) == (made.digest, made.valid_until, 3)


def test_what_the_floor_refuses_is_refused_and_written_down(ref: str) -> None:
    asked = request(operations=frozenset({LOGIN, OperationCode.WITHDRAW}))

    with pytest.raises(OptOutRefusedError) as caught:
        declined(request=asked)

    assert caught.value.obstacles == (Obstacle.FLOOR,)
    assert noted()[-1][0] == "authentication:opt_out:refused"
    assert opt_outs_of(principal=REF) == ()


def test_without_the_other_method_it_is_refused(database: str) -> None:
    customer()
    with pytest.raises(OptOutRefusedError) as caught:
        declined()
    assert caught.value.obstacles == (Obstacle.ALTERNATIVE,)


def test_a_new_one_replaces_the_old_one_and_is_chained_to_it(ref: str) -> None:
    first, second = declined(), declined(at=LATER + 9 * DAY)

    old = opt_out_of(opt_out=first.id)
    assert (second.number, second.previous) == (2, first.digest)
    assert [end.cause for end in old.ends] == [EndCause.REPLACED]
    assert opt_out_view(principal=REF, at=LATER + 9 * DAY) == second.view


def test_one_that_ran_out_is_not_ended_again(ref: str) -> None:
    first = declined()
    declined(at=first.valid_until)

    assert opt_out_of(opt_out=first.id).ends == ()


def test_of_several_at_once_one_is_recorded(fresh_database: str) -> None:
    with_app(customer().ref)

    def one(_: int) -> str:
        try:
            return declined().id
        except RefusedError as error:
            return error.refused.why.value

    at_once(4, one)

    standing = [each for each in opt_outs_of(principal=REF) if each.standing(LATER)]
    assert len(standing) == 1


def test_an_id_that_is_taken_is_a_conflict(ref: str) -> None:
    made = declined()
    with pytest.raises(RefusedError):
        declined(opt_out=made.id)


def test_it_can_be_taken_back_once(ref: str) -> None:
    made = declined()

    assert revoke(opt_out=made.id, by=REF, reason="", at=LATER + 1)
    assert not revoke(opt_out=made.id, by=REF, reason="", at=LATER + 2)
    assert opt_out_view(principal=REF, at=LATER + 1) is None
    assert [payload["cause"] for kind, payload in noted() if kind == "authentication:opt_out:ended"] == ["revoked"]


def test_of_several_that_take_it_back_at_once_one_does(fresh_database: str) -> None:
    with_app(customer().ref)
    made = declined()

    assert sum(at_once(4, lambda _: revoke(opt_out=made.id, by=REF, reason="", at=LATER))) == 1


def test_it_ends_by_itself_with_the_first_passkey_and_with_nothing_less(ref: str) -> None:
    made = declined()

    assert end_by_enrolment(principal=REF, factor=TOTP, authenticator="au_1", at=LATER + 1) == 0
    assert end_by_enrolment(principal=REF, factor=FactorCode.PASSKEY_BOUND, authenticator="au_2", at=LATER + 1) == 1
    assert end_by_enrolment(principal=REF, factor=FactorCode.PASSKEY_BOUND, authenticator="au_3", at=LATER + 2) == 0
    assert opt_out_of(opt_out=made.id).ends[0].reason == "au_2"


def test_a_policy_that_forbids_it_ends_it_with_two_weeks_notice(ref: str) -> None:
    made = declined()
    strict = policy(rule(opt_out=None), version=5, effective_from=LATER + DAY)

    assert [each.id for each in end_forbidden(policy=strict, at=LATER)] == [made.id]
    end_forbidden(policy=strict, at=LATER)

    ended = opt_out_of(opt_out=made.id)
    assert [(end.cause, end.ends, end.by) for end in ended.ends] == [(EndCause.FORBIDDEN, LATER + NOTICE, "policy:5")]
    assert ended.standing(LATER + NOTICE - 1)
    assert not ended.standing(LATER + NOTICE)
    assert [kind for kind, _ in noted()].count("authentication:opt_out:ended") == 1


def test_it_stands_until_a_later_policy_is_in_force(ref: str) -> None:
    made = declined()
    end_forbidden(policy=policy(rule(opt_out=None), effective_from=LATER + 60 * DAY), at=LATER)

    assert opt_out_of(opt_out=made.id).until == LATER + 60 * DAY


def test_a_policy_that_still_allows_it_ends_nothing(ref: str) -> None:
    made = declined()
    page = end_forbidden(policy=policy(rule()), at=LATER)

    assert opt_out_of(opt_out=made.id).ends == ()
    assert end_forbidden(policy=policy(rule()), at=LATER, after=page[-1].id) == ()


def test_reminders_go_out_once_each_before_the_end(ref: str) -> None:
    made = declined()
    end = made.valid_until

    sent = [remind(at=end - before * DAY) for before in (31, 30, 29, 7, 1, 1, 0)]

    assert sent == [0, 1, 0, 1, 1, 0, 0]
    assert opt_out_of(opt_out=made.id).reminded == (end - 30 * DAY, end - 7 * DAY, end - DAY)
    assert [kind for kind, _ in noted()].count("authentication:opt_out:reminded") == 3


def test_an_end_with_notice_is_reminded_of_too(ref: str) -> None:
    declined()
    end_forbidden(policy=policy(rule(opt_out=None)), at=LATER)

    assert remind(at=LATER + 8 * DAY) == 1


def test_everybody_is_reminded_however_many_they_are(ref: str) -> None:
    made = [declined(), *(declined(with_app(customer(f"a-{number}").ref)) for number in (2, 3))]

    assert remind(at=made[0].valid_until - 7 * DAY, limit=1) == 3


def test_of_several_that_remind_at_once_one_does(fresh_database: str) -> None:
    with_app(customer().ref)
    made = declined()

    assert sum(at_once(3, lambda _: remind(at=made.valid_until - DAY))) == 1
    assert models.OptOutReminder.objects.count() == 1
