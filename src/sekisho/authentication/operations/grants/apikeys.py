"""Customers' own API keys: made in a strong ceremony, bound to a key pair of their program, taken back (C-24)."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.operations.carrying import consume_here, signed_here
from sekisho.authentication.operations.grants.ending import end_where
from sekisho.authentication.operations.grants.machines import KEY_PREFIX
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.grants.grants import key_value, limits_row
from sekisho.authentication.rules.grants.jose import BadSignatureError, public_key, thumbprint
from sekisho.authentication.rules.grants.keys import KeyTerms, key_terms
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL, Unfit, UnfitError
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.grants.tokens import ApiKey, GrantEnd, GrantKind, GrantState
from sekisho.authentication.types.principals import Visit


def propose_key(
    *,
    principal: str,
    content: Mapping[str, object],
    jwk: Mapping[str, object],
    longest: int,
    visit: Visit,
    operation: str,
    nonce: bytes,
    at: int,
) -> SignedOperation:
    """Make an operation of the wish to let a program in; nothing comes in before its owner has signed.

    Args:
        principal: whose wish it is.
        content: of ``api_key_issue`` without ``key``, which is worked out here.
        jwk: the program's public key.
        longest: how long a key may live, in milliseconds.
        visit: where it was asked for.
        operation: a new id.
        nonce: 16 random bytes.
        at: in milliseconds.

    Raises:
        UnfitError: it could not be carried out once it was signed.
        sekisho.authentication.types.approval_refusals.ApprovalRefusedError: see ``create_operation``.

    """
    try:
        public = public_key(dict(jwk))
    except BadSignatureError as error:
        raise UnfitError(Unfit.BAD_KEY) from error
    with transaction.atomic():
        made = create_operation(
            operation=OperationCode.API_KEY_ISSUE, principal=principal,
            content={**content, "key": thumbprint(public)}, caller=PORTAL, visit=visit, identifier=operation,
            nonce=nonce, at=at,
        )  # fmt: skip
        key_terms(made.content, jwk, longest=longest, at=at)
        models.ProposedKey.objects.create(operation=operation, jwk=public.as_dict(private=False), created=at)
    return made


def issue_key(
    *,
    operation: str,
    principal: str,
    jwk: Mapping[str, object],
    longest: int,
    session: str,
    key: str,
    grant: str,
    evidence: str,
    at: int,
) -> ApiKey:
    """Let a program of the customer's in, as he has signed it. We keep the public half of its key, and no secret.

    Call it outside any transaction.

    Args:
        operation: the approved operation ``api_key_issue``, which our own pages asked for.
        principal: whose; he signed it himself.
        jwk: the program's public key, whose thumbprint he has signed.
        longest: how long a key may live, in milliseconds.
        session: the session in which it is done.
        key: a name for the key; begins with ``key_``.
        grant: a name for the grant.
        evidence: a name for the evidence of the execution.
        at: in milliseconds.

    Raises:
        UnfitError: it cannot be carried out as it was signed, or was carried out already.
        sekisho.authentication.types.approval_refusals.ApprovalRefusedError: it is not approved, or not any more.
        ValueError: the name does not begin with ``key_``.

    """
    if not key.startswith(KEY_PREFIX):
        message = f"the name of a key begins with {KEY_PREFIX}"
        raise ValueError(message)
    signed = signed_here(operation=operation, code=OperationCode.API_KEY_ISSUE, principal=principal)
    terms = key_terms(signed.content, jwk, longest=longest, at=at)
    consume_here(signed, evidence=evidence, at=at)
    try:
        with transaction.atomic():
            _create(signed, terms, jwk, session=session, key=key, grant=grant, at=at)
            note(
                "authentication:apikey:issued", about=signed.account, at=at, api_key=key, operation=operation,
                grant=grant, scopes=sorted(scope.value for scope in terms.scopes), limits=limits_row(terms.limits),
                until=terms.until,
            )  # fmt: skip
    except IntegrityError as error:
        raise UnfitError(Unfit.DONE) from error
    return key_value(models.ApiKey.objects.select_related("grant").get(id=key))


def revoke_key(*, key: str, principal: str, at: int) -> bool:
    """Take a key back; its tokens are worth nothing from now on. False where it had ended already.

    Args:
        key: its name.
        principal: whose it has to be.
        at: in milliseconds.

    """
    with transaction.atomic():
        row = models.ApiKey.objects.filter(id=key, grant__principal_id=principal).first()
        if row is None or not end_where(Q(id=row.grant_id), reason=GrantEnd.REVOKED, by=principal, at=at):
            return False
        account = models.Grant.objects.values_list("account", flat=True).get(id=row.grant_id)
        note("authentication:apikey:revoked", about=account, at=at, api_key=key, by=principal)
    return True


def _create(
    signed: SignedOperation, terms: KeyTerms, jwk: Mapping[str, object], *, session: str, key: str, grant: str, at: int
) -> None:
    public = public_key(dict(jwk))
    made = models.Grant.objects.create(
        id=grant,
        kind=GrantKind.KEY.value,
        client_id=key,
        principal_id=signed.principal,
        account=signed.account,
        session=session,
        scopes=sorted(scope.value for scope in terms.scopes),
        limits=limits_row(terms.limits),
        acr=signed.acr.value,
        amr=list(_amr(signed.authenticator)),
        auth_time=signed.approved or at,
        key=thumbprint(public),
        offline=True,
        created=at,
        expires=terms.until,
        state=GrantState.ACTIVE.value,
    )
    models.ApiKey.objects.create(
        id=key, grant=made, name=terms.name, jwk={**public.as_dict(private=False), "kid": thumbprint(public)},
        operation=signed.id,
    )  # fmt: skip


def _amr(authenticator: str) -> tuple[str, ...]:
    factor = models.Authenticator.objects.filter(id=authenticator).values_list("factor", flat=True).first()
    return FACTORS[FactorCode(factor)].amr if factor else ()
