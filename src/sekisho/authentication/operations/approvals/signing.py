"""Show an operation and have it signed.

What is signed is computed anew from the row, at the beginning and at the end, and never taken from the browser. A
signature that does not fit is noted in a transaction of its own; the ceremony that carried it is spent in any case.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import rows
from sekisho.authentication.operations.approvals.judging import judge, offered, refusal
from sekisho.authentication.operations.approvals.notary import Notary
from sekisho.authentication.operations.approvals.swift import move
from sekisho.authentication.operations.ceremonies import begin_assertion, finish_assertion
from sekisho.authentication.operations.evidence import append_evidence
from sekisho.authentication.operations.noting import news, note
from sekisho.authentication.queries.approvals import content_of, value_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.principals import value_of as principal_value
from sekisho.authentication.rules.approvals.document import Document, challenge, display, document
from sekisho.authentication.rules.approvals.receipts import sign
from sekisho.authentication.rules.evidence.bodies import Body, approval_body
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import Approved, Display, OperationState, Prompt, Receipt
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.evidence import EvidenceKind
from sekisho.authentication.types.kinds_approvals import APPROVED, REFUSED
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.webauthn import Assertion, Purpose, RelyingParty
from sekisho.journal.types.entry import NewEntry
from sekisho.kernel.moments import SECOND

NOTHING: Mapping[str, object] = {}


def begin_approval(  # noqa: PLR0913 - each is named by the caller
    *,
    operation: str,
    signer: str,
    session: str,
    party: RelyingParty,
    visit: Visit,
    ceremony: str,
    nonce: bytes,
    language: str,
    policy: Policy,
    at: int,
    facts: Mapping[str, object] = NOTHING,
) -> Prompt:
    """Show the operation and ask the browser for a signature over exactly that.

    It may be begun again, e.g. after the customer closed the prompt; then only the last prompt counts.

    Args:
        operation: which.
        signer: who is signed in: the owner, or his delegate.
        session: of the browser; only it can finish.
        party: the relying party.
        visit: where from.
        ceremony: a new id.
        nonce: 16 random bytes.
        language: ``ja`` or ``en``: what is shown is what is signed.
        policy: in force.
        at: in milliseconds.
        facts: what else is known, e.g. ``score``; see ``Question``.

    Raises:
        ApprovalRefusedError: it is not his, out of time, dealt with, blocked, or he has nothing to sign it with.

    """
    known = rows.found(operation)
    row = known.row
    _in_time(row, at)
    rows.check_signer(known, signer, at)
    row.signer, row.language, row.begun_nonce, row.policy = signer, language, nonce, policy.version
    shown, told = _told(row, party.rp_id)
    digest = challenge(told)
    answer = judge(
        policy, value_of(row), owner=principal_value(row.principal), signer=signer, visit=visit, content=digest.hex(),
        at=at, facts=facts,
    )  # fmt: skip
    allowed = offered(answer)
    with transaction.atomic():
        _begin(row, ceremony, at)
        options = begin_assertion(
            party=party, session=session, principal=signer, purpose=Purpose.APPROVE, operation=operation,
            challenge=digest, ceremony=ceremony, acr=max(answer.demand.acr, Acr.PHR), authenticators=allowed, at=at,
            visit=visit, ttl=row.expires - at,
        )  # fmt: skip
    return Prompt(operation=value_of(row), display=shown, ceremony=ceremony, options=options.json)


def approve(  # noqa: PLR0913 - each is named by the caller
    *,
    operation: str,
    ceremony: str,
    session: str,
    response: str,
    party: RelyingParty,
    visit: Visit,
    policy: Policy,
    notary: Notary,
    receipt: str,
    evidence: str,
    at: int,
    facts: Mapping[str, object] = NOTHING,
) -> Approved:
    """Check the signature, keep the evidence and make out the receipt.

    Call it outside any transaction: what fails has to be committed too.

    Args:
        operation: which.
        ceremony: under which it was begun.
        session: of the browser.
        response: what the browser's ``navigator.credentials.get`` gave, as JSON.
        party: the relying party.
        visit: where from.
        policy: in force; one that came in since it was begun counts.
        notary: signs the receipt.
        receipt: a new id.
        evidence: a new id.
        at: in milliseconds.
        facts: as for ``begin_approval``.

    Raises:
        ApprovalRefusedError: the signature is of something else or somebody else, too weak or too late.
        WebauthnRefusedError: it is no good signature.

    """
    done: list[Approved] = []

    def along(made: Assertion) -> Sequence[NewEntry]:
        approved, entry = _approved(
            operation, made, party=party, visit=visit, policy=policy, notary=notary, receipt=receipt,
            evidence=evidence, facts=facts,
        )  # fmt: skip
        done.append(approved)
        return (entry,)

    try:
        finish_assertion(
            party=party, ceremony=ceremony, session=session, response=response, visit=visit, at=at, along=along
        )
    except ApprovalRefusedError as error:
        _note_refused(operation, ceremony, error, at)
        raise
    return done[0]


def _approved(
    operation: str,
    made: Assertion,
    *,
    party: RelyingParty,
    visit: Visit,
    policy: Policy,
    notary: Notary,
    receipt: str,
    evidence: str,
    facts: Mapping[str, object],
) -> tuple[Approved, NewEntry]:
    """Everything that follows from a good signature, within its transaction, and what the journal hears of it."""
    known = rows.found(operation)
    row = known.row
    rows.check_waiting(row, made.at)
    shown, told = _matching(row, made, party)
    rows.check_signer(known, made.principal, made.at)
    _judged(policy, row, made, visit, facts)
    issued = _receipt(row, made, notary, receipt)
    signed = sign(issued, notary.key)
    body = approval_body(
        identifier=evidence, document=told, displayed=shown.text, assertion=made,
        origins=(*party.origins, *party.embedding), receipt=issued, receipt_jws=signed,
        verifier=notary.verifier, at=made.at,
    )  # fmt: skip
    entry = _approve(row, issued, signed, body)
    return Approved(operation=value_of(row), receipt=issued), entry


def _note_refused(operation: str, ceremony: str, error: ApprovalRefusedError, at: int) -> None:
    """What did not count is noted by itself; the ceremony stays spent."""
    with transaction.atomic():
        row = models.SignedOperation.objects.filter(id=operation).first()
        models.Ceremony.objects.filter(id=ceremony, state="claimed").update(state="refused", reason=error.code.value)
        if row is not None and error.code is ApprovalRefusal.EXPIRED:
            rows.expire(row, at)
        note(
            REFUSED, about=row.account if row else "", at=at, operation=operation, code=row.code if row else "",
            reason=error.code.value,
        )  # fmt: skip


def _in_time(row: models.SignedOperation, at: int) -> None:
    try:
        rows.check_waiting(row, at)
    except ApprovalRefusedError as error:
        if error.code is ApprovalRefusal.EXPIRED:
            with transaction.atomic():
                rows.expire(row, at)
        raise


def _told(row: models.SignedOperation, rp_id: str) -> tuple[Display, Document]:
    """What is shown and what is signed, from the row and nothing else."""
    code, content = OperationCode(row.code), content_of(row)
    shown = display(code, row.version, content, row.language)
    owner = row.principal
    handle = bytes(owner.handle) if row.signer == owner.ref else principal_of(ref=row.signer).handle
    return shown, document(
        code=code, version=row.version, identifier=row.id, account=row.account, content=content,
        salt=bytes(row.nonce), handle=handle, rp_id=rp_id, shown_as=shown, policy=row.policy,
        nonce=bytes(row.begun_nonce or b""), expires=row.expires,
    )  # fmt: skip


def _begin(row: models.SignedOperation, ceremony: str, at: int) -> None:
    """Move to ``begun``; a prompt that was open before is void from here on."""
    done = move(
        row, OperationState.BEGUN, at=at, where={"attempts": row.attempts}, ceremony=ceremony, signer=row.signer,
        language=row.language, begun_nonce=row.begun_nonce, policy=row.policy, attempts=row.attempts + 1,
    )  # fmt: skip
    if not done:
        raise ApprovalRefusedError(ApprovalRefusal.ALREADY)


def _matching(row: models.SignedOperation, made: Assertion, party: RelyingParty) -> tuple[Display, Document]:
    """What was shown and signed; the signature must be of this very operation, as the row has it now."""
    begun = row.state == OperationState.BEGUN and row.ceremony == made.ceremony
    meant = made.purpose is Purpose.APPROVE and made.operation == row.id and made.principal == row.signer
    if not begun or not meant or not rows.untouched(row):
        raise ApprovalRefusedError(ApprovalRefusal.CHANGED)
    shown, told = _told(row, party.rp_id)
    if challenge(told) != made.challenge:
        raise ApprovalRefusedError(ApprovalRefusal.CHANGED)
    return shown, told


def _judged(
    policy: Policy,
    row: models.SignedOperation,
    made: Assertion,
    visit: Visit,
    facts: Mapping[str, object],
) -> None:
    """The policy accepts this signature; that it covers what was shown is known by now."""
    answer = judge(
        policy, value_of(row), owner=principal_value(row.principal), signer=made.principal, visit=visit,
        content=made.challenge.hex(), at=made.at, facts=facts, proof=made,
    )  # fmt: skip
    if not answer.allowed:
        raise refusal(answer)


def _receipt(row: models.SignedOperation, made: Assertion, notary: Notary, receipt: str) -> Receipt:
    code, at = OperationCode(row.code), made.at
    return Receipt(
        id=receipt, issuer=notary.issuer, audience=row.caller, operation=row.id, code=code, account=row.account,
        op_hash=bytes(row.op_hash), acr=made.acr, amr=made.amr, auth_time=at, policy=row.policy,
        authenticator=made.authenticator, signer=made.principal, issued=at,
        expires=at + OPERATIONS[code].ttl_s * SECOND,
    )  # fmt: skip


def _approve(row: models.SignedOperation, issued: Receipt, signed: str, body: Body) -> NewEntry:
    """Move to ``approved``, exactly one of many that try; the evidence goes with it."""
    at, evidence = issued.issued, str(body["id"])
    done = move(
        row, OperationState.APPROVED, at=at, where={"ceremony": row.ceremony, "op_hash": row.op_hash},
        authenticator=issued.authenticator, acr=int(issued.acr), receipt=issued.id, receipt_jws=signed,
        evidence=evidence, approved=at, expires=issued.expires,
    )  # fmt: skip
    if not done:
        raise ApprovalRefusedError(ApprovalRefusal.ALREADY)
    link = append_evidence(
        kind=EvidenceKind.APPROVAL, identifier=evidence, operation=row.id, account=row.account, body=body, at=at
    )
    return news(
        APPROVED, about=row.account, at=at, operation=row.id, code=row.code, signer=issued.signer,
        authenticator=issued.authenticator, acr=issued.acr.uri, evidence=evidence, digest=link.digest.hex(),
    )  # fmt: skip
