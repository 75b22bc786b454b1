"""Register those who can authenticate, keep what is known of them up to date, and close what has ended."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import end_account, end_all
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.principals import Principal, PrincipalKind, PrincipalState
from sekisho.authentication.types.sessions import EndReason


class AlreadyRegisteredError(Exception):
    """Somebody has this name, login or account already."""


def register_principal(
    *,
    kind: PrincipalKind,
    identifier: str,
    login: str,
    handle: bytes,
    at: int,
    language: str = "ja",
    facts: Mapping[str, object] | None = None,
) -> Principal:
    """Register a customer (``identifier`` is the account's pseudonym), an agent, or a member of staff.

    Args:
        kind: what he is.
        identifier: the account's pseudonym, or the agent's or staff member's id.
        login: what he types to say who he is.
        handle: 32 random bytes.
        at: in milliseconds.
        language: ``ja`` or ``en``.
        facts: what segments of a policy ask about.

    Raises:
        AlreadyRegisteredError: the name or the login is taken.

    """
    ref = f"{kind.value}:{identifier}"
    try:
        with transaction.atomic():
            models.Principal.objects.create(
                ref=ref,
                kind=kind.value,
                account=identifier if kind is PrincipalKind.CUSTOMER else "",
                handle=handle,
                login=login,
                language=language,
                state=PrincipalState.ACTIVE.value,
                created=at,
                facts=dict(facts or {}),
            )
            registered = principal_of(ref=ref)
            note("authentication:principal:registered", about=registered.subject, at=at, principal=ref)
    except IntegrityError as error:
        raise AlreadyRegisteredError(ref) from error
    return registered


def change_principal(*, ref: str, login: str, language: str, facts: Mapping[str, object], at: int) -> Principal:
    """Bring what is known of somebody up to date; what stays the same is not written.

    Args:
        ref: who.
        login: what he types from now on.
        language: ``ja`` or ``en``.
        facts: all of them; those that are left out are forgotten.
        at: in milliseconds.

    Raises:
        AlreadyRegisteredError: somebody else has this login.
        sekisho.authentication.queries.principals.NobodyError: there is nobody of that name.

    """
    known = principal_of(ref=ref)
    wanted = {"login": login, "language": language, "facts": dict(facts)}
    changed = sorted(name for name, value in wanted.items() if getattr(known, name) != value)
    if not changed:
        return known
    try:
        with transaction.atomic():
            models.Principal.objects.filter(ref=ref).update(**wanted)
            note("authentication:principal:changed", about=known.subject, at=at, principal=ref, changed=changed)
    except IntegrityError as error:
        raise AlreadyRegisteredError(ref) from error
    return principal_of(ref=ref)


@transaction.atomic
def close_principal(*, ref: str, by: str, at: int) -> bool:
    """Let nobody in under this name any more, and end his sessions and those of his delegates for him.

    False where it is closed already.

    Args:
        ref: who.
        by: who closes it, as the journal names it.
        at: in milliseconds.

    Raises:
        sekisho.authentication.queries.principals.NobodyError: there is nobody of that name.

    """
    known = principal_of(ref=ref)
    end_all(principal=ref, reason=EndReason.STAFF, by=by, at=at)
    if known.account:
        end_account(account=known.account, reason=EndReason.STAFF, by=by, at=at)
    standing = models.Principal.objects.filter(ref=ref).exclude(state=PrincipalState.CLOSED.value)
    if not standing.update(state=PrincipalState.CLOSED.value):
        return False
    note("authentication:principal:closed", about=known.subject, at=at, principal=ref, by=by)
    return True
