"""Register those who can authenticate."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.principals import Principal, PrincipalKind, PrincipalState


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
