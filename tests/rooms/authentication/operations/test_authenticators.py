"""Authenticators are named, stopped and ended, and never vanish (NIST SP 800-63B-4, 4.1)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from tests.builders.passkeys import AT, Browser, somebody, told
from tests.builders.racing import overtaken

from sekisho.authentication import models
from sekisho.authentication.operations.authenticators import (
    AuthenticatorUnchangedError,
    LastAuthenticatorError,
    NamelessError,
    remove_authenticator,
    rename_authenticator,
    resume_authenticator,
    suspend_authenticator,
)
from sekisho.authentication.queries.authenticators import NoSuchAuthenticatorError, authenticators_of
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.authentication.types.factors import FactorCode

WHO = {"by": "customer:a1", "at": AT + 1}


def holding(count: int) -> list[Authenticator]:
    """Passkeys of one customer."""
    owner, browser = somebody(), Browser()
    return [browser.register(owner.ref).authenticator for _ in range(count)]


def typed(factor: FactorCode, owner: str = "customer:a1") -> str:
    """An authenticator that is no passkey."""
    models.Authenticator.objects.create(
        id=factor.value, principal_id=owner, factor=factor.value, created=AT, created_by=owner
    )
    return factor.value


def happened(kind: str) -> list[dict[str, Any]]:
    return told(f"authentication:authenticator:{kind}")


def test_a_name_is_changed(fresh_database: str) -> None:
    (held,) = holding(1)

    changed = rename_authenticator(authenticator=held.id, name=" 居間の\tパソコン ", **WHO)

    assert changed.name == "居間の パソコン"
    assert (happened("renamed")[0]["authenticator"], happened("renamed")[0]["about"]) == (held.id, "a1")


@pytest.mark.parametrize("name", ["", " ", "\x00\x07", "\u200b"])
def test_a_name_can_be_seen(fresh_database: str, name: str) -> None:
    (held,) = holding(1)

    with pytest.raises(NamelessError) as refused:
        rename_authenticator(authenticator=held.id, name=name, **WHO)

    assert "ください" in refused.value.text.ja


def test_what_is_suspended_can_be_resumed(fresh_database: str) -> None:
    (held,) = holding(1)

    stopped = suspend_authenticator(authenticator=held.id, reason="a lost phone", **WHO)
    with pytest.raises(AuthenticatorUnchangedError):
        suspend_authenticator(authenticator=held.id, reason="again", **WHO)
    back = resume_authenticator(authenticator=held.id, reason="found", **WHO)
    with pytest.raises(AuthenticatorUnchangedError):
        resume_authenticator(authenticator=held.id, reason="again", **WHO)

    assert (stopped.state, back.state) == (AuthenticatorState.SUSPENDED, AuthenticatorState.ACTIVE)
    assert [each["reason"] for each in happened("suspended")] == ["a lost phone"]
    assert [each["reason"] for each in happened("resumed")] == ["found"]


def test_what_is_removed_says_who_and_why_and_stays(fresh_database: str) -> None:
    first, _second = holding(2)

    gone = remove_authenticator(authenticator=first.id, reason="x" * 300, **WHO)

    assert (gone.state, gone.ended, gone.ended_by) == (AuthenticatorState.REVOKED, AT + 1, "customer:a1")
    assert len(gone.ended_reason) == 200
    assert len(authenticators_of(principal=first.principal)) == 1
    assert len(authenticators_of(principal=first.principal, ended=True)) == 2
    with pytest.raises(AuthenticatorUnchangedError):
        remove_authenticator(authenticator=first.id, reason="again", **WHO)
    with pytest.raises(AuthenticatorUnchangedError):
        rename_authenticator(authenticator=first.id, name="x", **WHO)


def test_the_last_one_stays_unless_a_recovery_case_takes_it(fresh_database: str) -> None:
    (held,) = holding(1)
    typed(FactorCode.TOTP)

    with pytest.raises(LastAuthenticatorError) as refused:
        remove_authenticator(authenticator=held.id, reason="lost", **WHO)
    gone = remove_authenticator(authenticator=held.id, reason="lost", recovery="rc_1", **WHO)

    assert "再登録" in refused.value.text.ja
    assert gone.state is AuthenticatorState.REVOKED
    assert happened("removed")[0]["recovery"] == "rc_1"


def test_a_weaker_one_may_go_while_a_stronger_one_stays_and_not_the_other_way_round(fresh_database: str) -> None:
    (_held,) = holding(1)
    code, password = typed(FactorCode.TOTP), typed(FactorCode.PASSWORD)

    remove_authenticator(authenticator=code, reason="not needed", **WHO)
    remove_authenticator(authenticator=password, reason="not needed", **WHO)


def test_a_suspended_one_does_not_count_as_another(fresh_database: str) -> None:
    first, second = holding(2)
    suspend_authenticator(authenticator=second.id, reason="lost", **WHO)

    with pytest.raises(LastAuthenticatorError):
        remove_authenticator(authenticator=first.id, reason="old", **WHO)
    assert remove_authenticator(authenticator=second.id, reason="lost", **WHO).state is AuthenticatorState.REVOKED


def test_two_removals_at_once_leave_one(fresh_database: str) -> None:
    held = holding(2)
    start = Barrier(2)

    def remove(one: Authenticator) -> bool:
        try:
            start.wait()
            remove_authenticator(authenticator=one.id, reason="old", **WHO)
        except LastAuthenticatorError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, held)) == [False, True]
    assert len(authenticators_of(principal=held[0].principal)) == 1


def test_one_that_is_resumed_at_the_moment_of_its_removal_is_not_the_last_to_go(fresh_database: str) -> None:
    first, second = holding(2)
    suspend_authenticator(authenticator=first.id, reason="lost", **WHO)

    def found_again() -> None:
        resume_authenticator(authenticator=first.id, reason="found", **WHO)
        remove_authenticator(authenticator=second.id, reason="old", **WHO)

    with pytest.raises(LastAuthenticatorError):
        overtaken(by=found_again, work=lambda: remove_authenticator(authenticator=first.id, reason="lost", **WHO))


def test_nobody_changes_what_is_not_there(fresh_database: str) -> None:
    for move in (suspend_authenticator, resume_authenticator, remove_authenticator):
        with pytest.raises(NoSuchAuthenticatorError):
            move(authenticator="nothing", reason="x", **WHO)
    with pytest.raises(NoSuchAuthenticatorError):
        rename_authenticator(authenticator="nothing", name="x", **WHO)
