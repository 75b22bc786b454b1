"""Who holds which authenticators."""

from sekisho.authentication import models
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.principals import value_of as principal_value
from sekisho.authentication.rules.webauthn.messages import to_base64url
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState, Credential
from sekisho.authentication.types.factors import WEBAUTHN, FactorCode
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.webauthn import Accepted

_EVERY = Prepared(
    # the attestation is large, and nobody here asks for it
    lambda slot: (
        models.Authenticator.objects.filter(principal_id=slot("principal"))
        .defer("attestation", "secret")
        .order_by("created", "id")
    )
)
_STANDING = Prepared(
    lambda slot: (
        models.Authenticator.objects.filter(
            principal_id=slot("principal"),
            state__in=(AuthenticatorState.ACTIVE.value, AuthenticatorState.SUSPENDED.value),
        )
        .defer("attestation", "secret")
        .order_by("created", "id")
    )
)
_BY_CREDENTIAL = Prepared(
    lambda slot: (
        models.Authenticator.objects.select_related("principal")
        .defer("attestation", "secret")
        .filter(credential_id=slot("credential"))
    )
)


class NoSuchAuthenticatorError(LookupError):
    """There is no authenticator of that name."""


def authenticators_of(*, principal: str, ended: bool = False) -> tuple[Authenticator, ...]:
    """Somebody's authenticators of every factor, oldest first.

    Args:
        principal: whose.
        ended: with those that were revoked or replaced; suspended ones are always there.

    """
    rows = (_EVERY if ended else _STANDING).all(principal=principal)
    return tuple(value_of(row) for row in rows)


def authenticator_of(*, authenticator: str) -> Authenticator:
    """The authenticator of that name.

    Raises:
        NoSuchAuthenticatorError: there is none.

    """
    row = models.Authenticator.objects.filter(pk=authenticator).first()
    if row is None:
        raise NoSuchAuthenticatorError(authenticator)
    return value_of(row)


def passkeys_of(*, principal: str) -> tuple[Authenticator, ...]:
    """Somebody's WebAuthn credentials that count or are suspended, oldest first."""
    return tuple(each for each in authenticators_of(principal=principal) if each.credential is not None)


def by_credential(*, credential_id: bytes) -> tuple[Authenticator, Credential, Principal]:
    """The authenticator of a credential id, whatever its state, with its WebAuthn part and its owner.

    Raises:
        NoSuchAuthenticatorError: nobody has it.

    """
    row = _BY_CREDENTIAL.first(credential=credential_id)
    if row is None:
        raise NoSuchAuthenticatorError
    return value_of(row), _credential(row), principal_value(row.principal)


def accepted_credentials(*, principal: str, rp_id: str) -> Accepted:
    """What the browser should keep offering for somebody (Signal API: ``signalAllAcceptedCredentials``).

    Suspended ones stay: they may come back. Everything else may vanish from the browser's list.

    Raises:
        NobodyError: there is nobody of that name.

    """
    credentials = (each.credential for each in passkeys_of(principal=principal))
    return Accepted(
        rp_id=rp_id,
        user_id=to_base64url(principal_of(ref=principal).handle),
        credentials=tuple(
            to_base64url(each.credential_id) for each in credentials if each is not None and each.rp_id == rp_id
        ),
    )


def value_of(row: models.Authenticator) -> Authenticator:
    """A row as a value."""
    factor = FactorCode(row.factor)
    return Authenticator(
        id=row.pk,
        principal=row.principal_id,
        factor=factor,
        name=row.name,
        state=AuthenticatorState(row.state),
        created=row.created,
        created_by=row.created_by,
        created_visit=row.created_visit,
        last_used=row.last_used,
        hold_until=row.hold_until,
        ended=row.ended,
        ended_by=row.ended_by,
        ended_reason=row.ended_reason,
        credential=_credential(row) if factor in WEBAUTHN else None,
        detail=row.detail,
    )


def _credential(row: models.Authenticator) -> Credential:
    return Credential(
        credential_id=bytes(row.credential_id or b""),
        public_key=bytes(row.public_key or b""),
        algorithm=row.algorithm or 0,
        rp_id=row.rp_id,
        aaguid=row.aaguid,
        aaguid_proven=row.aaguid_proven,
        attestation_format=row.attestation_format,
        attestation_profile=row.attestation_profile,
        mds_status=row.mds_status,
        backup_eligible=bool(row.backup_eligible),
        backed_up=bool(row.backed_up),
        user_verified=bool(row.user_verified),
        counter=row.counter or 0,
        transports=tuple(row.transports),
        auto_created=row.auto_created,
    )
