"""What happens to those who hold nothing that satisfies."""

from typing import Any

import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_question, a_rule, a_sunset, holding

from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.policy import Answer, Held, OnMissing, Reason, Result
from sekisho.kernel.moments import HOUR


def answered(*held: Held, operation: Op = Op.LOGIN, offered: Any = None, sunsets: Any = (), **changes: Any) -> Answer:
    policy = a_policy(a_rule(operation, **changes), sunsets=sunsets)
    return evaluate(policy, a_question(operation, held=held, offered=offered))


@pytest.mark.parametrize(
    ("on_missing", "result"),
    [
        (OnMissing.ENROL, Result.ENROL),
        (OnMissing.INTERIM, Result.ENROL),
        (OnMissing.READ_ONLY, Result.READ_ONLY),
        (OnMissing.DENY, Result.DENIED),
    ],
)
def test_the_rule_says_what_happens(on_missing: OnMissing, result: Result) -> None:
    answer = answered(on_missing=on_missing)

    assert (answer.result, answer.reasons[0]) == (result, Reason.NO_FACTOR)


def test_who_is_denied_is_offered_nothing_to_set_up() -> None:
    assert answered(on_missing=OnMissing.DENY).enrol == ()


def test_an_interim_factor_may_be_set_up_where_the_rule_says_so_and_until_its_end() -> None:
    usual: dict[str, Any] = {"on_missing": OnMissing.INTERIM, "interim": frozenset({F.TOTP})}

    assert F.TOTP in answered(**usual).enrol
    assert F.TOTP not in answered(**usual, interim_until=AT).enrol
    assert F.TOTP in answered(**usual, interim_until=AT + 1).enrol
    assert F.TOTP not in answered(**usual, sunsets=(a_sunset(F.TOTP, stop_use=AT + HOUR),)).enrol
    assert F.TOTP not in answered(**{**usual, "on_missing": OnMissing.ENROL}).enrol
    assert F.TOTP not in answered(holding(suspended=True), **usual).enrol


def test_where_nothing_can_be_set_up_it_ends() -> None:
    assert answered(offered=frozenset({F.TOTP})).result is Result.DENIED


def test_a_new_authenticator_waits_and_the_customer_is_told_how_long() -> None:
    """C-10."""
    answer = answered(
        holding(created=AT - HOUR, authenticator="a"),
        holding(F.PASSKEY_BOUND, created=AT - 2 * HOUR),
        operation=Op.WITHDRAW,
        hold_hours=12,
    )

    assert (answer.result, answer.reasons[0], answer.until) == (Result.DENIED, Reason.HELD_BACK, AT + 10 * HOUR)


def test_a_passkey_made_in_passing_wants_to_be_used_once() -> None:
    answer = answered(holding(auto_created=True), operation=Op.WITHDRAW)

    assert (answer.result, answer.reasons[0], answer.until) == (Result.DENIED, Reason.UNCONFIRMED, None)


def test_on_a_path_that_cannot_carry_it_the_customer_is_sent_to_another() -> None:
    answer = answered(holding(), offered=frozenset({F.TOTP}))

    assert (answer.result, answer.reasons[0]) == (Result.DENIED, Reason.CHANNEL_CANNOT)


@pytest.mark.parametrize(
    ("held", "changes", "reason"),
    [
        (holding(suspended=True), {}, Reason.SUSPENDED),
        (holding(), {"profile": "strict"}, Reason.PROFILE_MISSING),
        (holding(F.EMAIL_OTP), {"acr": Acr.MFA, "sunsets": (a_sunset(),)}, Reason.RETIRED),
        (holding(), {"acr": Acr.PHRH}, Reason.NO_FACTOR),
    ],
)
def test_what_is_wrong_with_the_authenticator_in_hand_is_told(held: Held, changes: Any, reason: Reason) -> None:
    assert answered(held, **changes).reasons[0] is reason
