"""A typed factor raises its owner's own session, and never where he holds something better (C-01)."""

import pytest
from tests.builders.factors import totp_secret, why, with_totp
from tests.builders.policies import F, a_policy
from tests.builders.scenes import stored_passkey
from tests.builders.signing_in import AT, customer, kinds, opened, visit

from sekisho.authentication.operations.confirming import DOWNGRADE, confirm, refuse_way
from sekisho.authentication.operations.sessions import SessionOverError, end_session
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.proofs import Proof, Refused
from sekisho.authentication.types.sessions import EndReason

DIGEST = b"n" * 32


def refused(who: Principal, factor: FactorCode) -> Refused | None:
    return refuse_way(principal=who.ref, factor=factor, policy=a_policy(), visit=visit(), at=AT)


def proof(who: Principal) -> Proof:
    return Proof.by(F.TOTP, authenticator="au_1", principal=who.ref, at=AT)


def test_what_he_holds_is_a_way_and_what_he_does_not_hold_is_none(database: str) -> None:
    who = customer()
    with_totp(who.ref, secret=totp_secret())

    assert refused(who, F.TOTP) is None
    assert why(refused(who, F.PUSH_NUMBER)) == "none_held"
    assert why(refused(who, F.PASSWORD)) == "none_held"
    assert why(refused(customer("a-2"), F.TOTP)) == "none_held"
    assert DOWNGRADE not in kinds()


def test_a_try_with_less_than_the_passkey_he_holds_is_refused_and_noted(database: str) -> None:
    who = customer()
    with_totp(who.ref, secret=totp_secret())
    stored_passkey(who)

    assert why(refused(who, F.TOTP)) == "weaker"
    assert kinds()[-1] == DOWNGRADE


def test_a_proof_raises_the_session_and_replaces_its_token(database: str) -> None:
    who = customer()
    session = opened(who, acr=Acr.PASSWORD, at=AT - 1_000)

    after = confirm(session=session, proof=proof(who), token_digest=DIGEST, at=AT)

    assert (after.acr, after.auth_time, after.factor) == (Acr.MFA, AT, "totp")
    assert kinds()[-1] == "authentication:session:elevated"


def test_the_proof_of_somebody_else_raises_nothing(database: str) -> None:
    session = opened(customer())

    with pytest.raises(ValueError, match="another's"):
        confirm(session=session, proof=proof(customer("a-2")), token_digest=DIGEST, at=AT)


def test_a_session_that_is_over_is_not_raised(database: str) -> None:
    who = customer()
    session = opened(who)
    end_session(session=session.ref, reason=EndReason.LOGOUT, by=who.ref, at=AT)

    with pytest.raises(SessionOverError):
        confirm(session=session, proof=proof(who), token_digest=DIGEST, at=AT)
