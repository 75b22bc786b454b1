"""Confirm once more with a typed factor that it is still the same person: raise the session, or refuse what is weaker.

Passkeys confirm through ``operations.ceremonies``. What is typed can be relayed by a fake site, so it is taken only
from those who hold nothing better; a try with less is written down for the decision engine (C-01, C-15).
"""

from django.db import transaction

from sekisho.authentication.operations.factors import subject_of, told
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import elevate_session
from sekisho.authentication.queries.confirming import ways_to_confirm
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, Why
from sekisho.authentication.types.sessions import Session

DOWNGRADE = "authentication:confirmation:downgrade_refused"


def refuse_way(*, principal: str, factor: FactorCode, policy: Policy, visit: Visit, at: int) -> Refused | None:
    """Why somebody may not confirm with this factor; None where he may. Ask before anything is sent or compared.

    Args:
        principal: who.
        factor: what he wants to use.
        policy: in force now.
        visit: where he asks.
        at: in milliseconds.

    """
    ways = ways_to_confirm(principal=principal, policy=policy, at=at)
    if factor in ways:
        return None
    if not ways or not FACTORS[ways[0]].phishing_resistant:
        return Refused.because(Why.NONE_HELD)
    with transaction.atomic():
        note(DOWNGRADE, about=subject_of(principal), at=at, principal=principal, factor=factor.value, **told(visit))
    return Refused.because(Why.WEAKER)


def confirm(*, session: Session, proof: Proof, token_digest: bytes, at: int) -> Session:
    """Raise the session by what was just proved, under a new token.

    Args:
        session: whose it is has to be who proved.
        proof: from one of the factors that ``refuse_way`` let pass.
        token_digest: the SHA-256 of the new token.
        at: in milliseconds.

    Raises:
        SessionOverError: it has ended or run out meanwhile.
        ValueError: the proof is another's.

    """
    if proof.principal != session.principal:
        message = "the proof is another's"
        raise ValueError(message)
    return elevate_session(
        session=session.ref, acr=proof.acr, amr=proof.amr, token_digest=token_digest, at=at, factor=proof.factor.value
    )
