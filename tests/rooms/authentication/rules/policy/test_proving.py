"""Which authenticators count today, and whether a proof is enough."""

from typing import Any

import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_question, a_sunset, holding, proved

from sekisho.authentication.rules.policy.demands import NO_RISK
from sekisho.authentication.rules.policy.matching import index_of
from sekisho.authentication.rules.policy.proving import (
    Asked,
    blocker,
    raised,
    settable,
    shortfall,
    strong,
    suffices,
    usable,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.authentication.types.policy import Demand, Group, Held, Policy, Question, Reason, Sunset
from sekisho.kernel.moments import DAY, HOUR


def asked(operation: Op = Op.LOGIN, *, sunsets: tuple[Sunset, ...] = (), question: Any = None, **needs: Any) -> Asked:
    policy: Policy = a_policy(sunsets=sunsets)
    demand = Demand(**{"acr": Acr.PHR, "binding": Binding.NONE, "max_age_s": 300, **needs})
    return Asked(index_of(policy), question or a_question(operation), demand, (), (), NO_RISK)


def missing(question: Question, **needs: Any) -> Reason | None:
    this = asked(question=question, **needs)
    return shortfall(this, usable(this))


@pytest.mark.parametrize(
    ("held", "needs", "reason"),
    [
        (holding(), {}, None),
        (holding(suspended=True), {}, Reason.SUSPENDED),
        (holding(F.TOTP), {}, Reason.PROOF_WEAK),
        (holding(F.EMAIL_OTP), {"acr": Acr.MFA}, Reason.RETIRED),
        (holding(), {"groups": (Group(factors=frozenset({F.APP_KEY})),)}, Reason.PROOF_WEAK),
        (holding(F.JPKI_USER), {"binding": Binding.REQUIRED}, Reason.NOT_BOUND),
        (holding(F.PUSH_NUMBER), {"binding": Binding.REQUIRED, "acr": Acr.MFA}, None),
        (holding(), {"profiles": frozenset({"strict"})}, Reason.PROFILE_MISSING),
        (holding(profiles=frozenset({"strict"})), {"profiles": frozenset({"strict"})}, None),
        (holding(hold_until=AT + 1), {}, None),
        (holding(hold_until=AT + 1), {"hold_hours": 1}, Reason.HELD_BACK),
        (holding(created=AT - HOUR + 1), {"hold_hours": 1}, Reason.HELD_BACK),
        (holding(created=AT - HOUR), {"hold_hours": 1}, None),
        (holding(auto_created=True), {}, None),
        (holding(auto_created=True), {"hold_hours": 1}, Reason.UNCONFIRMED),
        (holding(auto_created=True, confirmed=True), {"hold_hours": 1}, None),
    ],
)
def test_an_authenticator_counts_today_or_says_why_not(
    held: Held, needs: dict[str, Any], reason: Reason | None
) -> None:
    assert blocker(asked(sunsets=(a_sunset(),), **needs), held) is reason


def test_cash_always_waits_for_new_authenticators() -> None:
    """C-10."""
    assert blocker(asked(Op.WITHDRAW), holding(hold_until=AT + 1)) is Reason.HELD_BACK


def test_a_path_that_cannot_carry_a_factor_says_so() -> None:
    question = a_question(Op.LOGIN, offered=frozenset({F.TOTP}))

    assert blocker(asked(question=question), holding()) is Reason.CHANNEL_CANNOT


def test_the_strongest_comes_first() -> None:
    question = a_question(Op.LOGIN, F.PASSKEY_SYNCED, F.SECURITY_KEY, F.TOTP)

    assert [held.factor for held in usable(asked(question=question))] == [F.SECURITY_KEY, F.PASSKEY_SYNCED]


def test_two_factors_are_two_different_ones() -> None:
    two = (Group(factors=frozenset({F.PASSKEY_SYNCED, F.SECURITY_KEY}), count=2),)
    pair = (holding(), holding(F.SECURITY_KEY))

    assert suffices(asked(groups=two), pair)
    assert not suffices(asked(groups=two), (holding(), holding(authenticator="second")))
    both = a_question(Op.LOGIN, held=pair, standing=proved(F.PASSKEY_SYNCED, F.SECURITY_KEY))
    assert missing(both, groups=two) is None
    one = a_question(Op.LOGIN, held=pair, standing=proved(F.PASSKEY_SYNCED))
    assert missing(one, groups=two) is Reason.PROOF_WEAK


def test_a_session_counts_by_its_factors_where_it_does_not_matter_which_authenticator_it_was() -> None:
    session = proved(F.PASSKEY_SYNCED, authenticators=frozenset[str]())
    question = a_question(Op.ORDER_PLACE, standing=session)

    assert missing(question) is None
    assert missing(question, hold_hours=1) is Reason.PROOF_WEAK
    assert missing(question, profiles=frozenset({"strict"})) is Reason.PROOF_WEAK


def test_an_authenticator_that_is_gone_proves_nothing() -> None:
    assert missing(a_question(Op.LOGIN, standing=proved(F.PASSKEY_SYNCED))) is Reason.PROOF_WEAK


def test_a_session_is_no_stronger_than_it_says() -> None:
    session = proved(F.PASSKEY_SYNCED, acr=Acr.MFA)

    assert missing(a_question(Op.LOGIN, F.PASSKEY_SYNCED, standing=session)) is Reason.PROOF_WEAK


def test_nothing_is_missing_where_nothing_is_asked() -> None:
    assert missing(a_question(Op.LOGIN), acr=Acr.NONE) is None


def test_where_only_a_signature_is_asked_somebody_must_have_come_in() -> None:
    assert missing(a_question(Op.LOGIN), acr=Acr.NONE, binding=Binding.REQUIRED) is Reason.PROOF_NEEDED
    nothing = proved(acr=Acr.PASSWORD)
    assert missing(a_question(Op.LOGIN, standing=nothing), acr=Acr.NONE, binding=Binding.REQUIRED) is Reason.PROOF_WEAK


@pytest.mark.parametrize(
    ("factor", "content", "reason"),
    [(F.PASSKEY_SYNCED, "c", Reason.NOT_BOUND), (F.JPKI_USER, "c", None), (F.PASSKEY_SYNCED, "", None)],
)
def test_where_it_is_possible_content_is_signed(factor: F, content: str, reason: Reason | None) -> None:
    question = a_question(Op.LOGIN, factor, standing=proved(factor, content=""), content=content)

    assert missing(question, binding=Binding.IF_POSSIBLE) is reason


@pytest.mark.parametrize(
    ("ago", "device", "reason"),
    [(300_000, "d", None), (300_001, "d", Reason.PROOF_OLD), (0, "other", Reason.OTHER_DEVICE)],
)
def test_a_proof_is_fresh_and_from_this_device(ago: int, device: str, reason: Reason | None) -> None:
    standing = proved(F.PASSKEY_SYNCED, ago=ago, device=device)

    assert missing(a_question(Op.LOGIN, F.PASSKEY_SYNCED, standing=standing)) is reason


def test_what_can_be_set_up_begins_with_passkeys_and_leaves_out_what_is_closed() -> None:
    closing = a_sunset(F.EMAIL_OTP, stop_use=AT + DAY)

    found = settable(asked(acr=Acr.MFA, sunsets=(closing,)))

    assert found[0] is F.PASSKEY_SYNCED
    assert not {F.EMAIL_OTP, F.PASSWORD, F.RECOVERY_CODE} & set(found)
    assert F.SMS_OTP in found


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ((), False),
        ((holding(F.TOTP),), False),
        ((holding(suspended=True),), True),
        ((holding(hold_until=AT + DAY),), True),
        ((holding(F.CLIENT_CERT),), False),
    ],
)
def test_a_customer_is_strong_while_a_phishing_resistant_factor_is_his(held: tuple[Held, ...], *, found: bool) -> None:
    index = index_of(a_policy(sunsets=(a_sunset(F.CLIENT_CERT),)))

    assert strong(index, a_question(held=held)) is found


def test_the_ban_raises_what_is_asked_and_keeps_what_can_do_it() -> None:
    mixed = Group(factors=frozenset({F.TOTP, F.PASSKEY_SYNCED}), count=2)
    weak = Group(factors=frozenset({F.TOTP}))

    found = raised(asked(acr=Acr.MFA, groups=(mixed, weak)).demand)

    assert (found.acr, found.groups) == (Acr.PHR, (Group(factors=frozenset({F.PASSKEY_SYNCED})),))
    for acr in (Acr.NONE, Acr.PHR, Acr.PHRH):
        demand = asked(acr=acr).demand
        assert raised(demand) is demand
