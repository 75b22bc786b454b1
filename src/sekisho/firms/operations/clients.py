"""Register API clients: one member of staff proposes, another decides."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from sekisho.firms import models
from sekisho.firms.operations.noting import note
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.rules.spelling import terms_to_json
from sekisho.firms.rules.terms import findings_of
from sekisho.firms.types.clients import ClientState, ClientTerms
from sekisho.firms.types.faults import BadTermsError, SamePersonError, StateError, TakenError, UnknownError
from sekisho.firms.types.permissions import Permission

_A, _S, _C, _P = (state.value for state in (
    ClientState.ACTIVE, ClientState.SUSPENDED, ClientState.CLOSED, ClientState.PROPOSED,
))  # fmt: skip


def register_client(*, client_id: str, terms: ClientTerms, by: str, at: int) -> None:
    """Propose a new client.

    Args:
        client_id: its name in the protocol, minted by the entrance.
        terms: what is to be registered.
        by: the member of staff who proposes it.
        at: in milliseconds.

    Raises:
        BadTermsError: the terms cannot be registered.
        NotAllowedError: ``by`` may not propose.
        TakenError: the name is in use.

    """
    access_staff(by=by, permission=Permission.CLIENT_REGISTER)
    _check(terms)
    try:
        with transaction.atomic():
            client = models.Client.objects.create(client_id=client_id, state=_P, created=at)
            _propose(client, number=1, terms=terms, by=by, at=at)
            note("firms:client:registered", about=f"client:{client_id}", at=at, by=by, version=1)
    except IntegrityError as error:
        raise TakenError(client_id) from error


def revise_client(*, client_id: str, terms: ClientTerms, by: str, at: int) -> int:
    """Propose other terms, e.g. a new key; those in force stay until somebody else approves.

    Returns:
        The number of the version proposed.

    Raises:
        BadTermsError: the terms cannot be registered.
        NotAllowedError: ``by`` may not propose.
        StateError: another proposal waits, or the client is closed.
        UnknownError: there is no such client.

    """
    access_staff(by=by, permission=Permission.CLIENT_REGISTER)
    _check(terms)
    client = models.Client.objects.filter(client_id=client_id).first()
    if client is None:
        raise UnknownError(client_id)
    if client.state not in {_A, _S}:
        raise StateError
    last: int = models.ClientVersion.objects.filter(client=client).aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            _propose(client, number=last + 1, terms=terms, by=by, at=at)
            note("firms:client:revised", about=f"client:{client_id}", at=at, by=by, version=last + 1)
    except IntegrityError as error:
        raise StateError from error
    return last + 1


def approve_client(*, client_id: str, by: str, at: int, evidence: str = "") -> None:
    """Put the proposed terms in force; the first time, the client becomes active.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not decide.
        SamePersonError: ``by`` proposed them.
        StateError: nothing waits for a decision.

    """
    with transaction.atomic():
        number = _decide(client_id, by=by, at=at, state="approved")
        older = models.ClientVersion.objects.filter(client_id=client_id, state="approved", number__lt=number)
        older.update(state="superseded")
        models.Client.objects.filter(client_id=client_id).update(version=number)
        models.Client.objects.filter(client_id=client_id, state=_P).update(state=_A)
        note("firms:client:approved", about=f"client:{client_id}", at=at, by=by, evidence=evidence, version=number)


def refuse_client(*, client_id: str, by: str, reason: str, at: int, evidence: str = "") -> None:
    """Refuse the proposed terms; a client that was never approved ends with them.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not decide.
        SamePersonError: ``by`` proposed them.
        StateError: nothing waits for a decision.

    """
    with transaction.atomic():
        number = _decide(client_id, by=by, at=at, state="refused")
        never = models.Client.objects.filter(client_id=client_id, state=_P)
        never.update(state=ClientState.REFUSED.value)
        note(
            "firms:client:refused",
            about=f"client:{client_id}",
            at=at,
            by=by,
            evidence=evidence,
            version=number,
            reason=reason,
        )


def suspend_client(*, client_id: str, by: str, reason: str, at: int) -> None:
    """Stop a client at once: its tokens mean nothing from now on. One person is enough.

    Raises:
        NotAllowedError: ``by`` may not.
        StateError: the client is not active.

    """
    access_staff(by=by, permission=Permission.CLIENT_SUSPEND)
    with transaction.atomic():
        _move(client_id, {_A}, state=_S, suspended_by=by)
        note("firms:client:suspended", about=f"client:{client_id}", at=at, by=by, reason=reason)


def resume_client(*, client_id: str, by: str, reason: str, at: int, evidence: str = "") -> None:
    """Let a suspended client work again; never decided by the one who stopped it.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not.
        SamePersonError: ``by`` suspended it.
        StateError: the client is not suspended.

    """
    access_staff(by=by, permission=Permission.CLIENT_APPROVE)
    if models.Client.objects.filter(client_id=client_id, suspended_by=by, state=_S).exists():
        raise SamePersonError
    with transaction.atomic():
        _move(client_id, {_S}, but=Q(suspended_by=by), state=_A, suspended_by="")
        note("firms:client:resumed", about=f"client:{client_id}", at=at, by=by, evidence=evidence, reason=reason)


def close_client(*, client_id: str, by: str, reason: str, at: int) -> None:
    """End a client for good.

    Raises:
        NotAllowedError: ``by`` may not.
        StateError: the client is neither active nor suspended.

    """
    access_staff(by=by, permission=Permission.CLIENT_SUSPEND)
    with transaction.atomic():
        _move(client_id, {_A, _S}, state=_C)
        note("firms:client:closed", about=f"client:{client_id}", at=at, by=by, reason=reason)


def _check(terms: ClientTerms) -> None:
    if findings := findings_of(terms):
        raise BadTermsError(findings)


def _propose(client: models.Client, *, number: int, terms: ClientTerms, by: str, at: int) -> None:
    models.ClientVersion.objects.create(
        client=client, number=number, terms=terms_to_json(terms), state="proposed", proposed_by_id=by, created=at
    )


def _decide(client_id: str, *, by: str, at: int, state: str) -> int:
    """Decide the open proposal; the condition of the update is what keeps two from deciding, or one alone."""
    access_staff(by=by, permission=Permission.CLIENT_APPROVE)
    waiting = models.ClientVersion.objects.filter(client_id=client_id, state="proposed")
    proposal = waiting.first()
    if proposal is not None and proposal.proposed_by_id == by:
        raise SamePersonError
    if proposal is None or waiting.filter(id=proposal.id).update(state=state, decided_by_id=by, decided=at) != 1:
        raise StateError
    return proposal.number


def _move(client_id: str, sources: set[str], *, but: Q | None = None, **to: object) -> None:
    found = models.Client.objects.filter(client_id=client_id, state__in=sources)
    if (found if but is None else found.exclude(but)).update(**to) != 1:
        raise StateError
