import pytest
from tests.builders.signing_in import AT, agent, customer, kinds, opened, session_by_token, visit
from tests.rooms.authentication.operations.login.test_login import delegated

from sekisho.authentication.operations.acting import act_for
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.sessions import MayNotComeInError, SessionOverError
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.authentication.types.sessions import Session, token_digest

NEW = token_digest("new")


def waiting() -> Session:
    """A delegate of two accounts who has signed in."""
    for account in ("a-1", "a-2"):
        customer(account)
    who = agent()
    for account in ("a-1", "a-2"):
        delegated(who.ref, account)
    return opened(who, token="old")  # noqa: S106 - a made-up token


def test_a_delegate_chooses_an_account_under_a_new_token(database: str) -> None:
    """C-23."""
    chosen = act_for(session=waiting().ref, account="a-2", token_digest=NEW, at=AT + 1)

    assert (chosen.acting, chosen.subject) == ("a-2", "a-2")
    assert session_by_token(token_digest=token_digest("old"), at=AT + 1) is None
    assert session_by_token(token_digest=NEW, at=AT + 1) == chosen
    assert kinds()[-1] == "authentication:session:acting"


def test_he_chooses_once(database: str) -> None:
    session = waiting()
    act_for(session=session.ref, account="a-2", token_digest=NEW, at=AT + 1)

    with pytest.raises(SessionOverError):
        act_for(session=session.ref, account="a-1", token_digest=token_digest("third"), at=AT + 2)


def test_he_chooses_only_among_his(database: str) -> None:
    with pytest.raises(MayNotComeInError):
        act_for(session=waiting().ref, account="a-3", token_digest=NEW, at=AT + 1)


def test_a_frozen_account_cannot_be_chosen(database: str) -> None:
    session = waiting()
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by="customer:a-1", reason="button", visit=visit(),
        at=AT,
    )  # fmt: skip

    with pytest.raises(MayNotComeInError):
        act_for(session=session.ref, account="a-1", token_digest=NEW, at=AT + 1)
