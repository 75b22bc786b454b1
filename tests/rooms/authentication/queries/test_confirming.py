"""Whoever may log in with something today may confirm with it (C-14)."""

from tests.builders.factors import totp_secret, with_totp
from tests.builders.policies import F, Op, a_policy, a_sunset
from tests.builders.signing_in import AT, customer

from sekisho.authentication.queries.confirming import ways_to_confirm
from sekisho.authentication.types.policy import Policy
from sekisho.kernel.moments import DAY


def policy(*operations: Op) -> Policy:
    return a_policy(sunsets=(a_sunset(F.TOTP, stop_use=AT, operations=frozenset(operations)),))


def test_a_factor_that_ended_for_logins_confirms_nothing(database: str) -> None:
    who = customer()
    with_totp(who.ref, secret=totp_secret())

    assert ways_to_confirm(principal=who.ref, policy=policy(), at=AT - 1) == (F.TOTP,)
    assert ways_to_confirm(principal=who.ref, policy=policy(), at=AT + DAY) == ()
    assert ways_to_confirm(principal=who.ref, policy=policy(Op.LOGIN), at=AT) == ()


def test_an_end_for_something_else_alone_changes_nothing(database: str) -> None:
    who = customer()
    with_totp(who.ref, secret=totp_secret())

    assert ways_to_confirm(principal=who.ref, policy=policy(Op.WITHDRAW), at=AT) == (F.TOTP,)
