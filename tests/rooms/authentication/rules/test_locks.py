from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.locks import (
    FRESH,
    MOVES,
    LockMove,
    after,
    delay_of,
    fits,
    forbids,
    least_for_release,
    refusal_of_release,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import CustomerProof
from sekisho.authentication.types.locks import (
    LOCK_REFUSALS,
    LOCK_RULES,
    Lock,
    LockKind,
    LockRefusal,
    LockState,
)
from sekisho.kernel.moments import HOUR

AT = 1_796_000_400_000
HOLDER = "customer:a-1"
LOCK = Lock(id="lk_1", account="a-1", kind=LockKind.MARKET, what="us", state=LockState.SET, placed=AT, placed_by=HOLDER)
PROOF = CustomerProof(principal=HOLDER, acr=Acr.PHR, auth_time=AT)


def refusal(lock: Lock = LOCK, proof: CustomerProof = PROOF, *, at: int = AT, resistant: bool = True) -> object:
    return refusal_of_release(lock, holder=HOLDER, proof=proof, holds_resistant=resistant, at=at)


def test_every_lock_takes_a_day_or_more_to_release() -> None:
    """C-21."""
    assert set(LOCK_RULES) == set(LockKind)
    assert all(delay_of(kind) >= 24 * HOUR for kind in LockKind)


@given(st.lists(st.sampled_from(LockMove), max_size=12))
def test_nothing_is_released_that_was_not_asked_for(moves: list[LockMove]) -> None:
    state, asked = LockState.SET, False
    for move in moves:
        following = after(state, move)
        if following is None:
            continue
        assert following is not LockState.RELEASED or asked
        state, asked = following, move is LockMove.ASK
    assert state is not LockState.RELEASED or all(after(state, move) is None for move in LockMove)


def test_setting_never_leads_to_less() -> None:
    assert {MOVES[state, LockMove.SET] for state in (LockState.SET, LockState.RELEASING)} == {LockState.SET}


@given(st.integers(0, 100 * HOUR), st.integers(0, 100 * HOUR))
def test_a_lock_holds_until_its_release_comes(delay: int, later: int) -> None:
    releasing = replace(LOCK, state=LockState.RELEASING, releases=AT + delay)

    assert releasing.holds(AT + later) is (later < delay)
    assert LOCK.holds(AT + later)
    assert not replace(LOCK, state=LockState.RELEASED, releases=AT).holds(AT + later)


def test_the_holder_asks_with_the_strongest_that_he_has() -> None:
    assert refusal() is None
    assert refusal(proof=replace(PROOF, acr=Acr.MFA)) is LockRefusal.TOO_WEAK
    assert refusal(proof=replace(PROOF, acr=Acr.MFA), resistant=False) is None
    assert refusal(proof=replace(PROOF, acr=Acr.PASSWORD), resistant=False) is LockRefusal.TOO_WEAK
    assert least_for_release(holds_resistant=True) > least_for_release(holds_resistant=False)


def test_only_the_holder_asks_and_only_freshly() -> None:
    assert refusal(proof=replace(PROOF, principal="agent:g-1")) is LockRefusal.NOT_THE_HOLDER
    assert refusal(at=AT + FRESH) is LockRefusal.TOO_OLD
    assert refusal(replace(LOCK, state=LockState.RELEASED)) is LockRefusal.NOT_SET
    assert refusal(replace(LOCK, state=LockState.RELEASING, releases=AT + 1)) is LockRefusal.NOT_SET


@pytest.mark.parametrize(
    ("kind", "what", "operation", "product", "market", "forbidden"),
    [
        (LockKind.WITHDRAWAL, "", OperationCode.WITHDRAW, "", "", True),
        (LockKind.WITHDRAWAL, "", OperationCode.ORDER_PLACE, "", "", False),
        (LockKind.MARKET, "us", OperationCode.ORDER_PLACE, "cash", "us", True),
        (LockKind.MARKET, "us", OperationCode.ORDER_PLACE, "cash", "jp", False),
        (LockKind.PRODUCT, "margin", OperationCode.MARGIN_OPEN, "margin", "jp", True),
        (LockKind.PRODUCT, "margin", OperationCode.ORDER_CANCEL, "margin", "jp", False),
        (LockKind.INSTANT_DEPOSIT, "", OperationCode.ORDER_PLACE, "cash", "jp", False),
    ],
)
def test_a_lock_forbids_what_it_names(
    kind: LockKind, what: str, operation: OperationCode, product: str, market: str, *, forbidden: bool
) -> None:
    lock = replace(LOCK, kind=kind, what=what)

    assert forbids([lock], operation, at=AT, product=product, market=market) is forbidden


@pytest.mark.parametrize("lock", [(LockKind.PRODUCT, "margin"), (LockKind.MARKET, "jp")])
def test_no_lock_stops_the_closing_of_a_margin_position(lock: tuple[LockKind, str]) -> None:
    held = [replace(LOCK, kind=lock[0], what=lock[1])]
    asked = {"at": AT, "product": "margin", "market": "jp"}

    assert forbids(held, OperationCode.ORDER_PLACE, **asked)  # type: ignore[arg-type]
    assert not forbids(held, OperationCode.ORDER_PLACE, closes=True, **asked)  # type: ignore[arg-type]


def test_a_lock_names_a_thing_where_its_kind_has_one() -> None:
    assert fits(LockKind.MARKET, "us")
    assert not fits(LockKind.MARKET, "")
    assert fits(LockKind.WITHDRAWAL, "")
    assert not fits(LockKind.WITHDRAWAL, "us")


def test_every_refusal_and_kind_can_be_read_in_both_languages() -> None:
    assert set(LOCK_REFUSALS) == set(LockRefusal)
    texts = [*LOCK_REFUSALS.values(), *(line.label for line in LOCK_RULES.values())]
    assert all(text.ja and text.en for text in texts)
