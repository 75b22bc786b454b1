from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.freezes import (
    FRESH,
    expected_after,
    expected_of,
    forbids,
    next_step_of,
    obligations_of,
    refusal_of_release,
    stops_access,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import (
    KILL_SWITCH,
    RELEASE_REFUSALS,
    SCOPE_NAMES,
    CustomerProof,
    Freeze,
    FreezeScope,
    FreezeSource,
    FreezeState,
    RecoveryProof,
    ReleaseRefusal,
    mask_of,
    scopes_of,
)
from sekisho.kernel.moments import HOUR

AT = 1_796_000_400_000
HOLDER = "customer:a-1"
FREEZE = Freeze(
    id="fz_1", account="a-1", scopes=KILL_SWITCH, source=FreezeSource.CUSTOMER, placed=AT, placed_by=HOLDER,
    reason="button",
)  # fmt: skip
PROOF = CustomerProof(principal=HOLDER, acr=Acr.PHR, auth_time=AT + 5)
RECOVERY = RecoveryProof(case="rc_1", account="a-1", completed=AT + 5)
_SCOPES = st.frozensets(st.sampled_from(FreezeScope))
_LETS_PASS = {
    OperationCode.RECOVERY, OperationCode.ORDER_CANCEL, OperationCode.STAFF_LOGIN, OperationCode.STAFF_APPROVAL,
}  # fmt: skip


def refusal(
    freeze: Freeze = FREEZE, *, by: str = HOLDER, proof: CustomerProof | RecoveryProof = PROOF, at: int = AT + 9
) -> ReleaseRefusal | None:
    return refusal_of_release(freeze, by=by, holder=HOLDER, proof=proof, at=at)


def test_the_kill_switch_stops_everything_but_what_makes_the_account_safer() -> None:
    """C-20."""
    stopped = {operation for operation in OperationCode if forbids(KILL_SWITCH, operation)}

    assert set(OperationCode) - stopped == _LETS_PASS


@pytest.mark.parametrize(
    ("scope", "operation"),
    [
        (FreezeScope.WITHDRAWAL, OperationCode.WITHDRAW),
        (FreezeScope.TRANSFER, OperationCode.SECURITIES_TRANSFER_OUT),
        (FreezeScope.BANK_CHANGE, OperationCode.BANK_ACCOUNT_CHANGE),
        (FreezeScope.API, OperationCode.API_KEY_ISSUE),
        (FreezeScope.ORDER, OperationCode.ORDER_PLACE),
        (FreezeScope.ORDER, OperationCode.ORDER_CHANGE),
        (FreezeScope.BUY, OperationCode.MARGIN_OPEN),
    ],
)
def test_a_scope_stops_its_operation_and_login_is_left_open(scope: FreezeScope, operation: OperationCode) -> None:
    assert forbids({scope}, operation)
    assert not forbids({scope}, OperationCode.LOGIN)


def test_a_stop_of_buying_lets_the_customer_sell() -> None:
    assert forbids({FreezeScope.BUY}, OperationCode.ORDER_PLACE, buys=True)
    assert not forbids({FreezeScope.BUY}, OperationCode.ORDER_PLACE)
    assert not forbids({FreezeScope.BUY}, OperationCode.WITHDRAW, buys=True)


@given(_SCOPES, _SCOPES, st.sampled_from(OperationCode), st.booleans())
def test_a_wider_freeze_never_allows_more(
    one: frozenset[FreezeScope],
    other: frozenset[FreezeScope],
    operation: OperationCode,
    buys: bool,  # noqa: FBT001 - hypothesis names it
) -> None:
    assert forbids(one | other, operation, buys=buys) >= forbids(one, operation, buys=buys)


@given(_SCOPES)
def test_scopes_survive_as_a_number(scopes: frozenset[FreezeScope]) -> None:
    assert scopes_of(mask_of(scopes)) == scopes


@pytest.mark.parametrize(
    ("scopes", "channel", "stopped"),
    [
        ({FreezeScope.LOGIN}, "web", True),
        ({FreezeScope.API}, "web", False),
        ({FreezeScope.API}, "api", True),
        ({FreezeScope.API}, "tool", True),
        ({FreezeScope.BUY}, "api", False),
    ],
)
def test_access_is_stopped_by_channel(scopes: set[FreezeScope], channel: str, *, stopped: bool) -> None:
    assert stops_access(scopes, channel) is stopped


@pytest.mark.parametrize(
    ("scopes", "deeds"),
    [
        (KILL_SWITCH, ["freeze", "revoke_sessions", "revoke_tokens", "cancel_orders", "notify"]),
        ({FreezeScope.API}, ["freeze", "revoke_tokens", "notify"]),
        ({FreezeScope.BUY}, ["freeze", "cancel_orders", "notify"]),
        ({FreezeScope.WITHDRAWAL}, ["freeze", "notify"]),
    ],
)
def test_others_are_told_what_a_freeze_asks_of_them(scopes: set[FreezeScope], deeds: list[str]) -> None:
    assert [each["do"] for each in obligations_of(frozenset(scopes))] == deeds


def test_which_orders_are_cancelled_depends_on_the_scope() -> None:
    assert {"do": "cancel_orders", "side": "all"} in obligations_of(KILL_SWITCH)
    assert {"do": "cancel_orders", "side": "buy"} in obligations_of(frozenset({FreezeScope.BUY}))


def test_the_holder_opens_what_he_stopped_with_a_strong_proof() -> None:
    assert refusal() is None


def test_staff_open_what_a_colleague_stopped_where_the_holder_has_proved_himself() -> None:
    stopped = replace(FREEZE, source=FreezeSource.DESK, placed_by="staff:s-1")

    assert refusal(stopped, by="staff:s-2") is None
    assert refusal(stopped, by="staff:s-1") is ReleaseRefusal.SAME_PERSON


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        (replace(PROOF, acr=Acr.MFA), ReleaseRefusal.TOO_WEAK),
        (replace(PROOF, principal="agent:g-1"), ReleaseRefusal.NOT_THE_HOLDER),
        (replace(PROOF, auth_time=AT - 1), ReleaseRefusal.TOO_OLD),
        (replace(PROOF, auth_time=AT + 10), ReleaseRefusal.TOO_OLD),
        (replace(RECOVERY, account="a-2"), ReleaseRefusal.NOT_THE_HOLDER),
        (replace(RECOVERY, completed=AT - 1), ReleaseRefusal.TOO_OLD),
    ],
)
def test_a_proof_that_is_weak_old_or_of_another_opens_nothing(
    proof: CustomerProof | RecoveryProof, why: ReleaseRefusal
) -> None:
    assert refusal(proof=proof) is why


def test_a_proof_runs_out() -> None:
    assert refusal(at=AT + 4 + FRESH) is None
    assert refusal(at=AT + 5 + FRESH) is ReleaseRefusal.TOO_OLD


def test_after_fraud_only_a_recovery_opens() -> None:
    stopped = replace(FREEZE, source=FreezeSource.FRAUD, placed_by="system")

    assert refusal(stopped) is ReleaseRefusal.RECOVERY_NEEDED
    assert refusal(stopped, proof=RECOVERY) is None


def test_what_was_opened_is_not_opened_again() -> None:
    assert refusal(replace(FREEZE, state=FreezeState.RELEASED)) is ReleaseRefusal.NOT_IN_FORCE


def test_the_customer_is_told_what_the_strictest_freeze_asks_and_by_when() -> None:
    """C-28."""
    stopped = replace(FREEZE, source=FreezeSource.FRAUD, expected=expected_after(FreezeSource.FRAUD, AT))

    assert "不正" in next_step_of([FREEZE, stopped]).ja
    assert expected_of([FREEZE, stopped]) == AT + 48 * HOUR
    assert expected_of([FREEZE]) is None
    assert expected_after(FreezeSource.CUSTOMER, AT) is None


def test_every_source_scope_and_refusal_can_be_read_in_both_languages() -> None:
    texts = [next_step_of([replace(FREEZE, source=source)]) for source in FreezeSource]
    texts += [SCOPE_NAMES[scope] for scope in FreezeScope]
    texts += [RELEASE_REFUSALS[why] for why in ReleaseRefusal]

    assert all(text.ja and text.en for text in texts)
