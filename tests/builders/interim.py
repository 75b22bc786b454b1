"""Customers with a password and an authenticator app, sealed under this process's own keys: a node knows them."""

from itertools import count

from tests.builders.factors import totp_code, totp_secret

from sekisho.authentication.operations.passwords import set_password
from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.operations.totp import begin_totp, confirm_totp
from sekisho.authentication.types.interim import FreshSecret
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.proofs import Proof
from sekisho.kernel.moments import DAY, HOUR
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import handle, identifier, salt, vault_nonce
from sekisho.web.operations.resources import password_tools, vault

PASSWORD = "correct horse battery staple"  # noqa: S105 - of made-up customers
_NUMBERS = count(1)


def long_standing(*, language: str = "ja", login: str = "") -> Principal:
    """A customer of a year, to whom rules for new customers do not apply."""
    name = identifier("a")
    return register_principal(
        kind=PrincipalKind.CUSTOMER, identifier=name, login=login or f"1234-{next(_NUMBERS):06}", handle=handle(),
        at=now() - 365 * DAY, language=language,
    )  # fmt: skip


def give_password(who: Principal, *, password: str = PASSWORD) -> None:
    """A password, chosen long ago."""
    set_password(
        tools=password_tools(), principal=who.ref, password=password, alone=False, words=(),
        authenticator=identifier("au"), salt=salt(), visit=Visit(), at=now() - 30 * DAY,
    )  # fmt: skip


def give_app(who: Principal) -> bytes:
    """An authenticator app, set up an hour ago; its secret."""
    secret, at = totp_secret(), now() - HOUR
    fresh = FreshSecret(id=identifier("au"), secret=secret, nonce=vault_nonce())
    begin_totp(
        principal=who.ref, fresh=fresh, issuer="sample", label="••34", vault=vault(), stop_enrol=None,
        session="br_setup", visit=Visit(), at=at,
    )  # fmt: skip
    proof = confirm_totp(
        pending=fresh.id, typed=totp_code(secret, at), name="my app", vault=vault(), session="br_setup",
        visit=Visit(), at=at,
    )  # fmt: skip
    assert isinstance(proof, Proof)
    return secret


def code_now(secret: bytes) -> str:
    """What the app shows now."""
    return totp_code(secret, now())
