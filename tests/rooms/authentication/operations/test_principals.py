"""What is known of somebody changes, and ends; whoever is closed comes in nowhere (C-20, C-23)."""

import pytest
from tests.builders.signing_in import AT, agent, customer, kinds, opened
from tests.rooms.authentication.operations.login.test_login import delegated

from sekisho.authentication.operations.acting import act_for
from sekisho.authentication.operations.principals import AlreadyRegisteredError, change_principal, close_principal
from sekisho.authentication.operations.sessions import MayNotComeInError
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.queries.sessions import session_of
from sekisho.authentication.types.principals import PrincipalState
from sekisho.authentication.types.sessions import EndReason, token_digest

BY = "client:broker"


def test_a_change_says_what_changed_and_not_into_what(database: str) -> None:
    who = customer()

    changed = change_principal(ref=who.ref, login="other", language="en", facts={"age_band": "75+"}, at=AT)

    assert (changed.login, changed.language, changed.facts) == ("other", "en", {"age_band": "75+"})
    assert changed.handle == who.handle
    assert kinds()[-1] == "authentication:principal:changed"


def test_a_change_of_nobody_is_refused(database: str) -> None:
    with pytest.raises(NobodyError):
        change_principal(ref="customer:x", login="x", language="ja", facts={}, at=AT)


def test_a_login_of_somebody_else_is_refused(database: str) -> None:
    who, other = customer("a-1"), customer("a-2")

    with pytest.raises(AlreadyRegisteredError):
        change_principal(ref=who.ref, login=other.login, language="ja", facts={}, at=AT)


def test_closing_signs_holder_and_delegates_out_and_lets_nobody_in(database: str) -> None:
    who, delegate = customer("a-1"), agent()
    delegated(delegate.ref, "a-1")
    own, waiting, acting = opened(who, token="1"), opened(delegate, token="2"), opened(delegate, token="3")  # noqa: S106
    act_for(session=acting.ref, account="a-1", token_digest=token_digest("4"), at=AT + 1)

    assert close_principal(ref=who.ref, by=BY, at=AT + 2)

    assert principal_of(ref=who.ref).state is PrincipalState.CLOSED
    assert {session_of(session=each.ref).ended_reason for each in (own, acting)} == {EndReason.STAFF}
    with pytest.raises(MayNotComeInError):
        opened(who, token="5")  # noqa: S106
    with pytest.raises(MayNotComeInError):
        act_for(session=waiting.ref, account="a-1", token_digest=token_digest("6"), at=AT + 3)


def test_closing_twice_changes_nothing(database: str) -> None:
    who = customer()
    close_principal(ref=who.ref, by=BY, at=AT)
    before = kinds()

    assert not close_principal(ref=who.ref, by=BY, at=AT + 1)

    assert kinds() == before


def test_a_delegate_is_closed_without_an_account_of_his_own(database: str) -> None:
    who = agent()

    assert close_principal(ref=who.ref, by=BY, at=AT)

    assert principal_of(ref=who.ref).state is PrincipalState.CLOSED
