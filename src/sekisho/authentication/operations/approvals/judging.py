"""Ask the policy, for whoever is about to sign."""

from collections.abc import Iterable, Mapping
from typing import cast

from sekisho.authentication.operations.approvals.swift import HeldRow, held
from sekisho.authentication.rules.approvals.schemas import Content
from sekisho.authentication.rules.approvals.worth import yen
from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.authenticators import AuthenticatorState
from sekisho.authentication.types.factors import FACTORS, WEBAUTHN, FactorCode
from sekisho.authentication.types.policy import (
    REASONS,
    Answer,
    EnrolmentView,
    Held,
    Policy,
    Question,
    Reason,
    Result,
    Standing,
)
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.webauthn import Assertion

_WAITS = frozenset({Reason.HELD_BACK, Reason.UNCONFIRMED})
_WEAK = frozenset({Reason.PROOF_WEAK, Reason.PROFILE_MISSING, Reason.DOWNGRADE, Reason.RETIRED, Reason.SUSPENDED})


def judge(
    policy: Policy,
    asked: SignedOperation,
    *,
    owner: Principal,
    signer: str,
    visit: Visit,
    content: str,
    at: int,
    facts: Mapping[str, object],
    proof: Assertion | None = None,
) -> Answer:
    """What the policy says of this operation, before a signature and with one.

    Args:
        policy: in force.
        asked: the operation.
        owner: whose account it is; segments go by him.
        signer: who signs; the authenticators are his.
        visit: where he is.
        content: the digest of what is shown, hexadecimal.
        at: in milliseconds.
        facts: what else is known, e.g. ``score`` and ``new_payee``.
        proof: his signature.

    """
    known = {**owner.facts, **facts}
    worth = yen(cast("Content", asked.content))
    if worth is not None:
        known["amount"] = worth
    holding = held(signer)
    return evaluate(
        policy,
        Question(
            operation=asked.code,
            at=at,
            channel=visit.channel,
            facts=known,
            held=tuple(map(_held, holding)),
            standing=_standing(proof, visit, content),
            enrolment=EnrolmentView(created=owner.created, enrolled_at=_enrolled(holding)),
            device=visit.device,
            content=content,
            offered=WEBAUTHN,
        ),
    )


def offered(answer: Answer) -> tuple[str, ...]:
    """The authenticators that may sign; empty allows each one of his.

    Raises:
        ApprovalRefusedError: nothing that he has will do, or he may not at all.

    """
    if answer.allowed:
        return ()
    if answer.result is not Result.STEP_UP:
        raise refusal(answer)
    return answer.offers


def refusal(answer: Answer) -> ApprovalRefusedError:
    """The policy's no, as a refusal that says why."""
    reasons = frozenset(answer.reasons)
    code = ApprovalRefusal.BLOCKED
    if reasons & _WAITS:
        code = ApprovalRefusal.HELD
    elif reasons & _WEAK:
        code = ApprovalRefusal.WEAK
    return ApprovalRefusedError(code, details=tuple(REASONS[reason] for reason in answer.reasons))


def _held(each: HeldRow) -> Held:
    return Held(
        authenticator=each.id,
        factor=FactorCode(each.factor),
        created=each.created,
        suspended=each.state != AuthenticatorState.ACTIVE,
        hold_until=each.hold_until,
        auto_created=bool(each.auto_created),
        confirmed=not each.auto_created or each.last_used is not None,
        profiles=frozenset({each.profile} if each.profile else ()),
    )


def _enrolled(holding: Iterable[HeldRow]) -> int | None:
    return min((each.created for each in holding if FACTORS[FactorCode(each.factor)].phishing_resistant), default=None)


def _standing(proof: Assertion | None, visit: Visit, content: str) -> Standing:
    """What was proved: his signature over this content, and nothing that a session had before."""
    if proof is None:
        return Standing()
    return Standing(
        acr=proof.acr,
        auth_time=proof.at,
        factors=frozenset({proof.factor}),
        authenticators=frozenset({proof.authenticator}),
        device=visit.device,
        content=content,
    )
