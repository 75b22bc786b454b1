import pytest
from tests.builders.factors import totp_secret, with_totp
from tests.builders.rollout import with_passkey, without
from tests.builders.signing_in import AT, customer

from sekisho.authentication.queries.enrolments import enrolment_of, enrolment_view, steps_of, strong_held
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.types.enrolment import EnrolmentState, Step

REF = "customer:a-1"


def test_somebody_who_was_never_told_is_unaware(database: str) -> None:
    who = customer()

    assert enrolment_of(principal=REF).state is EnrolmentState.UNAWARE
    assert enrolment_view(principal=REF).created == who.created
    with pytest.raises(NobodyError):
        enrolment_view(principal="customer:nobody")


def test_only_what_resists_phishing_is_counted(database: str) -> None:
    customer()
    with_totp(REF, secret=totp_secret())
    first = with_passkey(REF)
    with_passkey(REF)

    assert strong_held(principal=REF) == 2
    without(first, at=AT + 1)
    assert strong_held(principal=REF) == 1


def test_every_step_is_kept_with_its_date(database: str) -> None:
    customer()
    passkey = with_passkey(REF, at=AT)
    without(passkey, at=AT + 5)

    assert steps_of(principal=REF) == (
        (AT, Step.HOLDS_ONE, EnrolmentState.ENROLLED),
        (AT + 5, Step.HOLDS_NONE, EnrolmentState.NUDGED),
    )
