import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_question, a_rule, a_sunset

from sekisho.authentication.rules.policy.matching import Ends, closed, index_of, matching, retired
from sekisho.authentication.types.policy import Mode, Policy
from sekisho.kernel.moments import DAY


def names(policy: Policy, **changes: object) -> list[str]:
    return [line.rule.id for line in matching(index_of(policy), a_question(**changes))]


def test_a_policy_is_made_ready_once() -> None:
    policy = a_policy(a_rule())

    assert index_of(policy) is index_of(policy)


def test_a_rule_speaks_of_its_operation_and_channels() -> None:
    policy = a_policy(a_rule(), a_rule(id="app", channels=frozenset({"app"})), a_rule(Op.LOGIN))

    assert names(policy, channel="web") == ["withdraw"]
    assert names(policy, channel="app") == ["withdraw", "app"]
    assert names(policy, operation=Op.LOGIN) == ["login"]
    assert names(policy, operation=Op.MARGIN_OPEN) == []


def test_a_side_door_nobody_has_heard_of_is_judged_by_every_rule() -> None:
    """C-01."""
    policy = a_policy(a_rule(), a_rule(id="app", channels=frozenset({"app"})))

    assert names(policy, channel="fax") == ["withdraw", "app"]
    assert names(policy, channel="fax", operation=Op.LOGIN) == []


def test_a_rule_that_is_off_is_not_there() -> None:
    assert names(a_policy(a_rule(mode=Mode.OFF))) == []


@pytest.mark.parametrize(("matches", "found"), [(True, ["withdraw"]), (False, [])])
def test_what_is_not_known_counts_as_the_rule_says(*, matches: bool, found: list[str]) -> None:
    condition = {"amount_at_least": 10}

    assert names(a_policy(a_rule(condition=condition, unknown_matches=matches))) == found
    assert names(a_policy(a_rule(segment="corporate", unknown_matches=matches))) == found


def test_a_rule_about_others_does_not_match() -> None:
    policy = a_policy(a_rule(segment="corporate", condition={"amount_at_least": 10}))

    assert names(policy, facts={"person": "individual", "amount": 10}) == []
    assert names(policy, facts={"person": "corporate", "amount": 9}) == []
    assert names(policy, facts={"person": "corporate", "amount": 10}) == ["withdraw"]


def test_a_segment_that_is_not_there_means_everybody() -> None:
    assert names(a_policy(a_rule(segment="unheard-of")), facts={"person": "individual"}) == ["withdraw"]


def test_of_two_ends_the_earlier_counts() -> None:
    login = frozenset({Op.LOGIN})
    early = a_sunset(stop_use=AT, stop_enrol=AT - DAY)
    late = a_sunset(stop_use=AT + DAY, stop_enrol=AT - 2 * DAY, operations=login)
    index = index_of(a_policy(sunsets=(early, late)))

    assert index.ends[F.EMAIL_OTP, Op.LOGIN] == Ends(AT - 2 * DAY, AT)
    assert retired(index, F.EMAIL_OTP, a_question(at=AT))
    assert not retired(index, F.EMAIL_OTP, a_question(at=AT - 1))
    assert closed(index, F.EMAIL_OTP, a_question(at=AT - DAY))
    assert not closed(index, F.TOTP, a_question())
    assert not retired(index, F.TOTP, a_question())
