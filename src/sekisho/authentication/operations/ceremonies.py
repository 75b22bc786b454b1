"""Register passkeys and use them: two steps each, begun and finished by the same browser session.

Nothing here may run within a caller's transaction, except the two beginnings: see ``claims``.
"""

from collections.abc import Mapping, Sequence

from sekisho.authentication.operations.applying import Along, accept_assertion, bind_credential, known
from sekisho.authentication.operations.claims import claim, refuse
from sekisho.authentication.operations.openings import open_ceremony
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.rules.webauthn.messages import read_assertion, read_registration
from sekisho.authentication.rules.webauthn.options import (
    creation_options,
    decoys,
    descriptors,
    masked,
    request_options,
)
from sekisho.authentication.rules.webauthn.verification import verify_assertion, verify_registration
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER, NO_TRUST, PROFILES, AttestationProfile, Trust
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.refusals_webauthn import CeremonyRefusedError, Reason, WebauthnRefusedError
from sekisho.authentication.types.webauthn import TTL, Assertion, Bound, CeremonyKind, Options, Purpose, RelyingParty

_NOWHERE = Visit()


def begin_registration(  # noqa: PLR0913 - each is named by the caller
    *,
    party: RelyingParty,
    principal: str,
    session: str,
    profile: AttestationProfile,
    visit: Visit,
    challenge: bytes,
    ceremony: str,
    at: int,
    label: str = "",
    conditional: bool = False,
    ttl: int = TTL,
) -> Options:
    """Begin to bind a new passkey to somebody.

    Args:
        party: the relying party.
        principal: to whom.
        session: of the browser that begins; only it can finish.
        profile: what the authenticator must fulfil.
        visit: where the request came from.
        challenge: at least 16 random bytes, never used before.
        ceremony: the name of this ceremony.
        at: in milliseconds.
        label: what the browser shows of the account; by default the login, most of it hidden.
        conditional: let the browser register in passing after a login, without asking.
        ttl: how long it stays open, in milliseconds.

    Raises:
        ChallengeReusedError: the challenge or the name was used before.
        NobodyError: there is nobody of that name.
        ValueError: what registers in passing cannot be attested.

    """
    if conditional and profile.require_attestation:
        message = "what registers in passing cannot be attested"
        raise ValueError(message)
    owner = principal_of(ref=principal)
    open_ceremony(
        CeremonyKind.REGISTRATION, Purpose.REGISTER, owner=principal, session=session, challenge=challenge,
        ceremony=ceremony, party=party, at=at, ttl=ttl, visit=visit, profile=profile, conditional=conditional,
    )  # fmt: skip
    held = [each.credential for each in passkeys_of(principal=principal) if each.credential is not None]
    asked = creation_options(
        party=party, handle=owner.handle, label=label or masked(owner.login), challenge=challenge, profile=profile,
        exclude=held, timeout=ttl, conditional=conditional,
    )  # fmt: skip
    return Options(ceremony=ceremony, json=asked, expires=at + ttl)


def finish_registration(
    *,
    party: RelyingParty,
    ceremony: str,
    session: str,
    response: str,
    name: str,
    authenticator: str,
    visit: Visit,
    at: int,
    trust: Trust = NO_TRUST,
    hold_until: int | None = None,
) -> Bound:
    """Bind a new passkey if the browser's answer proves what it should.

    Args:
        party: the relying party.
        ceremony: as it was begun.
        session: of the browser that answers.
        response: ``RegistrationResponseJSON``, as the browser sent it.
        name: what its owner calls it; by default its maker's name.
        authenticator: its id here, new.
        visit: where the answer came from.
        at: in milliseconds.
        trust: whose attestation is believed.
        hold_until: until then, in milliseconds, it does not count for what the policy holds back after enrolment.

    Raises:
        WebauthnRefusedError: the ceremony is gone, the answer is malformed, or it proves too little. The challenge
            cannot be used again, and the journal knows.
        RuntimeError: the caller is within a transaction.

    """
    claimed = claim(ceremony=ceremony, kind=CeremonyKind.REGISTRATION, session=session, visit=visit, at=at)
    try:
        message = read_registration(response)
        new = verify_registration(message, ceremony=claimed, party=party, trust=trust, at=at)
        return bind_credential(
            new, ceremony=claimed, attestation=message.attestation_object, name=name, authenticator=authenticator,
            visit=visit, at=at, hold_until=hold_until,
        )  # fmt: skip
    except WebauthnRefusedError as refusal:
        refuse(refusal=refusal, ceremony=claimed, visit=visit, at=at)
        raise


def begin_assertion(  # noqa: PLR0913 - each is named by the caller
    *,
    party: RelyingParty,
    session: str,
    principal: str | None,
    purpose: Purpose,
    operation: str | None,
    challenge: bytes,
    ceremony: str,
    at: int,
    acr: Acr = Acr.PHR,
    authenticators: Sequence[str] = (),
    instead: Sequence[Mapping[str, object]] = (),
    hints: Sequence[str] = (),
    visit: Visit = _NOWHERE,
    ttl: int = TTL,
) -> Options:
    """Begin to ask for a passkey.

    Args:
        party: the relying party.
        session: of the browser that begins; only it can finish.
        principal: whose passkeys; None lets the passkey say who it is.
        purpose: what for.
        operation: which operation it approves; None for none.
        challenge: at least 16 bytes, never used before: random, or the digest of what is approved.
        ceremony: the name of this ceremony.
        at: in milliseconds.
        acr: the class that is needed.
        authenticators: ids of the only authenticators that may answer; empty allows all that are strong enough.
        instead: what to ask for where there is nothing to ask for, so that the answer does not tell who is a customer;
            see ``decoys_for``.
        hints: where the browser should look first.
        visit: where the request came from.
        ttl: how long it stays open, in milliseconds.

    Raises:
        CeremonyRefusedError: he has no authenticator that could answer, and nothing is asked for instead.
        ChallengeReusedError: the challenge or the name was used before.

    """
    fit = _fit(principal, purpose, acr, authenticators)
    if principal and not fit and not instead:
        raise CeremonyRefusedError(Reason.NO_AUTHENTICATOR)
    open_ceremony(
        CeremonyKind.ASSERTION, purpose, owner=principal, session=session, challenge=challenge, ceremony=ceremony,
        party=party, at=at, ttl=ttl, visit=visit, acr=acr, asked=authenticators, operation=operation or "",
    )  # fmt: skip
    allow = descriptors(each.credential for each in fit if each.credential is not None) or instead
    asked = request_options(rp_id=party.rp_id, challenge=challenge, allow=allow, timeout=ttl, hints=hints)
    return Options(ceremony=ceremony, json=asked, expires=at + ttl)


def finish_assertion(
    *,
    party: RelyingParty,
    ceremony: str,
    session: str,
    response: str,
    visit: Visit,
    at: int,
    profiles: Mapping[str, AttestationProfile] = PROFILES,
    along: Along | None = None,
) -> Assertion:
    """Accept a passkey's answer if it proves what it should.

    Args:
        party: the relying party.
        ceremony: as it was begun.
        session: of the browser that answers.
        response: ``AuthenticationResponseJSON``, as the browser sent it.
        visit: where the answer came from.
        at: in milliseconds.
        profiles: by code; whether a counter that did not rise refuses.
        along: what follows from it, done in the same transaction; if it raises, the assertion does not count, and its
            challenge is spent all the same.

    Raises:
        WebauthnRefusedError: the ceremony is gone, the answer is malformed, or it proves too little. The challenge
            cannot be used again, and the journal knows.
        RuntimeError: the caller is within a transaction.

    """
    claimed = claim(ceremony=ceremony, kind=CeremonyKind.ASSERTION, session=session, visit=visit, at=at)
    authenticator = None
    try:
        message = read_assertion(response)
        authenticator, credential, owner = known(message.credential_id)
        profile = profiles.get(credential.attestation_profile, CUSTOMER)
        verified = verify_assertion(
            message, ceremony=claimed, party=party, authenticator=authenticator, credential=credential,
            handle=owner.handle, counter_stops=profile.counter_stops,
        )  # fmt: skip
        return accept_assertion(
            verified, message=message, ceremony=claimed, authenticator=authenticator, credential=credential,
            owner=owner, visit=visit, at=at, along=along,
        )  # fmt: skip
    except WebauthnRefusedError as refusal:
        refuse(refusal=refusal, ceremony=claimed, visit=visit, at=at, authenticator=authenticator)
        raise


def decoys_for(*, login: str, secret: bytes) -> Sequence[Mapping[str, object]]:
    """What to ask for where a login is nobody's; see ``begin_assertion``.

    Args:
        login: what was typed.
        secret: known only to the firm.

    """
    return decoys(login, secret=secret)


def _fit(principal: str | None, purpose: Purpose, acr: Acr, authenticators: Sequence[str]) -> Sequence[Authenticator]:
    """Which of his authenticators could answer."""
    held = passkeys_of(principal=principal) if principal else ()
    return [
        each
        for each in held
        if each.active
        and each.acr >= acr
        and (not authenticators or each.id in authenticators)
        and (purpose is not Purpose.APPROVE or each.confirmed)
    ]
