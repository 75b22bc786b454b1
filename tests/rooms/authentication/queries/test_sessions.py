"""Whose session it is counts at every request (C-19, C-23)."""

from tests.builders.delegating import delegated
from tests.builders.signing_in import AT, agent, customer, opened, session_by_token

from sekisho.authentication import models
from sekisho.authentication.types.sessions import token_digest
from sekisho.kernel.moments import HOUR


def acts(at: int) -> bool:
    return session_by_token(token_digest=token_digest("t"), at=at) is not None


def test_a_delegate_acts_until_the_day_that_was_signed_is_over_and_no_longer(database: str) -> None:
    """C-23: his session would live on for hours."""
    customer()
    helper = agent()
    delegated(helper.ref, "a-1", at=AT, until=AT + HOUR // 4)
    opened(helper, acting="a-1", token="t")  # noqa: S106 - a made-up token

    assert [acts(AT), acts(AT + HOUR // 4 - 1), acts(AT + HOUR // 4)] == [True, True, False]


def test_a_session_that_was_beginning_while_the_delegation_was_taken_back_is_dead(database: str) -> None:
    """The record of the delegation is enough: a session that nobody ended in time opens nothing."""
    customer()
    helper = agent()
    delegated(helper.ref, "a-1", at=AT, state="revoked", revoked=AT - 1, revoked_by="customer:a-1")
    opened(helper, acting="a-1", token="t")  # noqa: S106 - a made-up token

    assert not acts(AT)


def test_a_delegate_of_two_accounts_loses_the_one_that_was_taken_back(database: str) -> None:
    customer("a-1")
    customer("a-2")
    helper = agent()
    first = delegated(helper.ref, "a-1", at=AT)
    delegated(helper.ref, "a-2", at=AT)
    opened(helper, acting="a-2", token="t")  # noqa: S106 - a made-up token

    models.Delegation.objects.filter(id=first).update(state="revoked", revoked=AT, revoked_by="customer:a-1")

    assert acts(AT)
