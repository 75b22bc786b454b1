from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.builders.racing import overtaken
from tests.builders.signing_in import AT, customer, kinds

from sekisho.authentication import models
from sekisho.authentication.operations.locks import (
    LockRefusedError,
    ask_release,
    set_lock,
    settle_releases,
    withdraw_release,
)
from sekisho.authentication.queries.locks import NoLockError, lock_forbids, lock_of, locked, locks_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import CustomerProof
from sekisho.authentication.types.locks import LOCK_RULES, Lock, LockKind, LockRefusal, LockState
from sekisho.kernel.moments import HOUR

HOLDER = "customer:a-1"
_names = count(1)


def proof(at: int = AT, acr: Acr = Acr.PHR) -> CustomerProof:
    return CustomerProof(principal=HOLDER, acr=acr, auth_time=at)


def lock(kind: LockKind = LockKind.WITHDRAWAL, what: str = "", *, at: int = AT) -> Lock:
    return set_lock(lock=f"lk_{next(_names)}", account="a-1", kind=kind, what=what, by=HOLDER, at=at)


def test_a_lock_holds_at_once(database: str) -> None:
    """C-21."""
    lock()
    lock(LockKind.MARKET, "us")

    assert locked(account="a-1", kind=LockKind.WITHDRAWAL, at=AT)
    assert lock_forbids(account="a-1", operation=OperationCode.ORDER_PLACE, at=AT, product="cash", market="us")
    assert not lock_forbids(account="a-1", operation=OperationCode.ORDER_PLACE, at=AT, product="cash", market="jp")
    assert not locked(account="a-2", kind=LockKind.WITHDRAWAL, at=AT)


def test_locking_twice_is_locking_once(database: str) -> None:
    assert lock().id == lock(at=AT + 1).id
    assert kinds() == ["authentication:lock:set"]


def test_a_release_takes_its_time_and_then_counts_by_itself(database: str) -> None:
    set_ = lock()
    asked = ask_release(lock=set_.id, by=HOLDER, proof=proof(AT + 1), at=AT + 1)

    assert (asked.state, asked.releases) == (LockState.RELEASING, AT + 1 + 48 * HOUR)
    assert locked(account="a-1", kind=LockKind.WITHDRAWAL, at=AT + 48 * HOUR)
    assert not locked(account="a-1", kind=LockKind.WITHDRAWAL, at=AT + 1 + 48 * HOUR)
    assert [settle_releases(at=AT + 48 * HOUR), settle_releases(at=AT + 49 * HOUR)] == [0, 1]
    assert lock_of(lock=set_.id).state is LockState.RELEASED
    assert kinds() == ["authentication:lock:set", "authentication:lock:release_asked", "authentication:lock:released"]


def test_a_release_is_withdrawn_without_any_proof(database: str) -> None:
    set_ = lock()
    with pytest.raises(LockRefusedError) as refused:
        withdraw_release(lock=set_.id, by=HOLDER, at=AT)
    assert refused.value.refusal is LockRefusal.NOT_RELEASING
    assert refused.value.text.ja

    ask_release(lock=set_.id, by=HOLDER, proof=proof(), at=AT)

    assert withdraw_release(lock=set_.id, by="agent:g-1", at=AT + 1).state is LockState.SET
    assert locked(account="a-1", kind=LockKind.WITHDRAWAL, at=AT + 100 * HOUR)


def test_setting_again_ends_a_release_under_way(database: str) -> None:
    set_ = lock()
    ask_release(lock=set_.id, by=HOLDER, proof=proof(), at=AT)

    again = lock(at=AT + 1)

    assert (again.id, again.state, again.releases) == (set_.id, LockState.SET, None)


def test_what_was_released_is_locked_anew_under_a_new_name(database: str) -> None:
    set_ = lock()
    ask_release(lock=set_.id, by=HOLDER, proof=proof(), at=AT)

    again = lock(at=AT + 49 * HOUR)

    assert again.id != set_.id
    assert lock_of(lock=set_.id).state is LockState.RELEASED
    assert locks_of(account="a-1", at=AT + 49 * HOUR) == (again,)


def test_who_holds_a_passkey_releases_with_it(database: str) -> None:
    customer()
    set_ = lock()
    models.Authenticator.objects.create(
        id="au_1", principal_id=HOLDER, factor="passkey_bound", created=AT, created_by=HOLDER
    )

    with pytest.raises(LockRefusedError) as refused:
        ask_release(lock=set_.id, by=HOLDER, proof=proof(acr=Acr.MFA), at=AT)

    assert refused.value.refusal is LockRefusal.TOO_WEAK


def test_a_passkey_that_was_suspended_does_not_make_a_release_easier(database: str) -> None:
    """D-10: whoever holds something that resists phishing is never asked for less."""
    customer()
    set_ = lock()
    models.Authenticator.objects.create(
        id="au_1", principal_id=HOLDER, factor="passkey_bound", created=AT, created_by=HOLDER, state="suspended"
    )

    with pytest.raises(LockRefusedError) as refused:
        ask_release(lock=set_.id, by=HOLDER, proof=proof(acr=Acr.MFA), at=AT)

    assert refused.value.refusal is LockRefusal.TOO_WEAK


def test_who_has_none_releases_with_two_factors(database: str) -> None:
    customer()

    assert ask_release(lock=lock().id, by=HOLDER, proof=proof(acr=Acr.MFA), at=AT).state is LockState.RELEASING


def test_a_lock_names_what_it_locks_and_only_then(database: str) -> None:
    with pytest.raises(ValueError, match="names what it locks"):
        lock(LockKind.PRODUCT)
    with pytest.raises(ValueError, match="names no thing"):
        lock(LockKind.WITHDRAWAL, "us")
    with pytest.raises(NoLockError):
        lock_of(lock="lk_none")


def test_locking_from_several_places_at_once_makes_one_lock(fresh_database: str) -> None:
    def press(_: int) -> str:
        try:
            return lock().id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(press, range(8)))

    assert len(names) == len(locks_of(account="a-1", at=AT)) == 1
    assert kinds() == ["authentication:lock:set"]


def test_a_release_asked_from_two_places_at_once_is_asked_once(fresh_database: str) -> None:
    set_ = lock()

    def ask(_: int) -> bool:
        try:
            ask_release(lock=set_.id, by=HOLDER, proof=proof(), at=AT)
        except LockRefusedError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(ask, range(6))) == 1


def test_a_lock_that_is_set_while_its_release_is_being_asked_for_holds(fresh_database: str) -> None:
    set_ = lock()

    again = overtaken(by=lambda: ask_release(lock=set_.id, by=HOLDER, proof=proof(), at=AT), work=lock)

    assert (again.id, again.state, again.releases) == (set_.id, LockState.SET, None)


class Locks(RuleBasedStateMachine):
    """A customer plays with one lock; the books say since when nobody has set it again."""

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        self.account = f"lock-{next(_names)}"
        self.kind = LockKind.INSTANT_DEPOSIT
        self.name = ""
        self.asked: int | None = None

    @rule()
    def set(self) -> None:
        self.name = set_lock(
            lock=f"lk_{next(_names)}", account=self.account, kind=self.kind, by="customer:x", at=self.at
        ).id
        self.asked = None

    @rule()
    def ask(self) -> None:
        if not self.name:
            return
        here = CustomerProof(principal=f"customer:{self.account}", acr=Acr.PHR, auth_time=self.at)
        try:
            ask_release(lock=self.name, by="customer:x", proof=here, at=self.at)
        except LockRefusedError:
            assert self.asked is not None
            return
        assert self.asked is None
        self.asked = self.at

    @rule()
    def withdraw(self) -> None:
        if not self.name:
            return
        try:
            withdraw_release(lock=self.name, by="customer:x", at=self.at)
        except LockRefusedError:
            assert self.asked is None or self.free()
            return
        self.asked = None

    @rule()
    def settle(self) -> None:
        settle_releases(at=self.at)

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.at += hours * HOUR

    def free(self) -> bool:
        return self.asked is not None and self.at >= self.asked + LOCK_RULES[self.kind].delay

    @invariant()
    def it_holds_unless_a_release_ran_its_whole_course(self) -> None:
        expected = bool(self.name) and not self.free()
        assert locked(account=self.account, kind=self.kind, at=self.at) is expected


def test_whatever_is_done_a_lock_holds_until_a_release_ran_its_course(database: str) -> None:
    run_state_machine_as_test(
        Locks,
        settings=settings(
            max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
