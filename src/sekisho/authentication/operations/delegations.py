"""Let a delegate act on an account, as its holder has signed it, and end it again (C-23)."""

from collections.abc import Mapping
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.carrying import consume_here, signed_here
from sekisho.authentication.operations.grants.ending import end_agent
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import end_acting
from sekisho.authentication.queries.delegations import value_of
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.rules.approvals.schemas import Content
from sekisho.authentication.rules.grants.keys import delegate_terms
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.delegations import Delegation, DelegationState
from sekisho.authentication.types.executing import Unfit, UnfitError
from sekisho.authentication.types.principals import PrincipalKind, PrincipalState


def check_terms(*, content: Mapping[str, object], at: int) -> None:
    """Whether what a holder wants to sign could be carried out; ask before it is shown for signing.

    Args:
        content: as for the operation ``delegate_add``.
        at: in milliseconds.

    Raises:
        UnfitError: it could not: there is no such delegate, or he may not do this, so long, or for so much.

    """
    try:
        terms = delegate_terms(cast("Content", content), at=at)
    except (KeyError, ValueError):
        return  # the form of it is told field by field when the operation is made
    _check_agent(terms.agent)


def grant_delegation(*, operation: str, principal: str, delegation: str, evidence: str, at: int) -> Delegation:
    """Let the delegate whom a signed operation names act from now on. Call it outside any transaction.

    Args:
        operation: the approved operation ``delegate_add``, which our own pages asked for.
        principal: the account's holder, who signed it himself.
        delegation: a name for the delegation.
        evidence: a name for the evidence of the execution.
        at: in milliseconds.

    Raises:
        UnfitError: it cannot be carried out as it was signed, or was carried out already.
        sekisho.authentication.types.approval_refusals.ApprovalRefusedError: it is not approved, or not any more.

    """
    signed = signed_here(operation=operation, code=OperationCode.DELEGATE_ADD, principal=principal)
    terms = delegate_terms(signed.content, at=at)
    _check_agent(terms.agent)
    consume_here(signed, evidence=evidence, at=at)
    try:
        with transaction.atomic():
            row = models.Delegation.objects.create(
                id=delegation, agent_id=terms.agent, account=signed.account, granted_by_id=principal, name=terms.name,
                relation=terms.relation, operations=sorted(code.value for code in terms.operations),
                limit_yen=terms.limit_yen, start=at, until=terms.until, operation=operation,
                state=DelegationState.ACTIVE.value,
            )  # fmt: skip
            note(
                "authentication:delegation:granted", about=signed.account, at=at, delegation=delegation,
                agent=terms.agent, by=principal, operation=operation, until=terms.until,
                operations=sorted(code.value for code in terms.operations), limit_yen=terms.limit_yen,
            )  # fmt: skip
    except IntegrityError as error:
        raise UnfitError(Unfit.DONE) from error
    return value_of(row)


def revoke_delegation(*, delegation: str, by: str, reason: str, at: int) -> bool:
    """End a delegation at once, with the delegate's sessions and grants on the account. False where it had ended.

    Args:
        delegation: its id.
        by: the account's holder, the delegate himself, or a member of staff (``staff:<id>``).
        reason: why, in a few words.
        at: in milliseconds.

    Raises:
        PermissionError: it is not his to end.

    """
    row = models.Delegation.objects.filter(id=delegation).first()
    if row is None:
        return False
    if by not in {row.granted_by_id, row.agent_id, f"customer:{row.account}"} and not by.startswith("staff:"):
        raise PermissionError(by)
    with transaction.atomic():
        standing = models.Delegation.objects.filter(id=delegation, state=DelegationState.ACTIVE.value)
        if standing.update(
            state=DelegationState.REVOKED.value, revoked=at, revoked_by=by, revoked_reason=reason[:200]
        ) != 1:  # fmt: skip
            return False
        _take_turn(row.agent_id, row.account)
        others = models.Delegation.objects.filter(agent_id=row.agent_id, account=row.account)
        if not any(value_of(each).holds(at) for each in others):
            end_acting(agent=row.agent_id, account=row.account, by=by, at=at)
            end_agent(agent=row.agent_id, account=row.account, by=by, at=at)
        note(
            "authentication:delegation:revoked", about=row.account, at=at, delegation=delegation, agent=row.agent_id,
            by=by, reason=reason[:200],
        )  # fmt: skip
    return True


def _take_turn(agent: str, account: str) -> None:
    """Lock what may end, before the journal's turn is taken: whoever writes there waits for the journal himself."""
    models.Session.objects.filter(principal_id=agent, acting=account).update(state=F("state"))
    models.Grant.objects.filter(principal_id=agent, account=account).update(state=F("state"))


def _check_agent(agent: str) -> None:
    try:
        known = principal_of(ref=agent)
    except NobodyError as error:
        raise UnfitError(Unfit.NO_DELEGATE) from error
    if known.kind is not PrincipalKind.AGENT or known.state is not PrincipalState.ACTIVE:
        raise UnfitError(Unfit.NO_DELEGATE)
