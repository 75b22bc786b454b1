"""Grants, tokens, proofs of possession, and what a resource learns from a token."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.firms.types.clients import OrderLimits
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text


class GrantKind(StrEnum):
    """What a grant came from."""

    LOGIN = "login"
    KEY = "key"


class GrantState(StrEnum):
    """Whether tokens may still come from it."""

    ACTIVE = "active"
    ENDED = "ended"


class GrantEnd(StrEnum):
    """Why a grant ended."""

    LOGOUT = "logout"
    REVOKED = "revoked"
    REPLAY = "replay"
    FREEZE = "freeze"
    CONSENT = "consent"
    RECOVERY = "recovery"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a customer has allowed a client, and how sure we were that it was he.

    Attributes:
        id: its public name.
        kind: what it came from.
        client_id: the client; for a customer's own API key the key's name.
        principal: who allowed it: the account's holder, or a delegate.
        account: whose account it is about.
        session: the session in which it was allowed.
        scopes: what it allows.
        details: the operations that were signed for it, as the token says them.
        limits: how much it may order; None where it orders nothing.
        acr: how sure the login was.
        amr: RFC 8176 values.
        auth_time: when he logged in, in milliseconds.
        key: thumbprint of the client's key; empty where tokens are not bound.
        offline: it outlives the session.
        created: in milliseconds.
        expires: in milliseconds.
        state: whether tokens may still come from it.
        ended_reason: why it ended; None while it lives.

    """

    id: str
    kind: GrantKind
    client_id: str
    principal: str
    account: str
    session: str
    scopes: frozenset[Scope]
    details: tuple[Mapping[str, object], ...]
    limits: OrderLimits | None
    acr: Acr
    amr: tuple[str, ...]
    auth_time: int
    key: str
    offline: bool
    created: int
    expires: int
    state: GrantState
    ended_reason: GrantEnd | None = None

    @property
    def delegated(self) -> bool:
        """A delegate allowed it, and not the holder."""
        return self.principal != f"customer:{self.account}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """How a program knocks at an endpoint.

    Attributes:
        method: the HTTP method.
        url: the endpoint's full address, as our settings have it; never from the Host header.
        proofs: the values of all ``DPoP`` headers; more than one is refused.
        at: in milliseconds.

    """

    method: str
    url: str
    proofs: tuple[str, ...] = ()
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Minted:
    """What an entrance mints for one answer of the token endpoint.

    Attributes:
        access: name of the access token (``jti``).
        refresh: the refresh token itself, 256 random bits.

    """

    access: str
    refresh: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAnswer:
    """What the token endpoint answers; ``body`` is the JSON object."""

    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a resource learns from a token that is in order.

    Attributes:
        jti: the token's name.
        client_id: who presents it.
        scopes: what it allows.
        key: thumbprint of the key that was proven; empty where the token is not bound.
        expires: in milliseconds.
        grant: the grant behind it; None where the client acts in its own name.

    """

    jti: str
    client_id: str
    scopes: frozenset[Scope]
    key: str
    expires: int
    grant: Grant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A customer's own API key: a public key of his program's, never a secret of ours (C-24).

    Attributes:
        id: its name, ``key_…``; the program's ``client_id``.
        grant: what it allows.
        name: what the customer calls it.
        jwk: the public key.
        operation: the signed operation behind it.
        last_used: in milliseconds; None before the first time.

    """

    id: str
    grant: Grant
    name: str
    jwk: Mapping[str, object]
    operation: str
    last_used: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A customer said yes to another company's service, having read a text (C-25).

    Attributes:
        id: its name.
        principal: who said yes.
        account: whose account it is about.
        client_id: to whom.
        scopes: to what.
        text: what he read.
        language: of ``text``.
        acr: how sure we were that it was he.
        given: in milliseconds.
        expires: in milliseconds.
        ended: when it was taken back, in milliseconds; None while it stands.

    """

    id: str
    principal: str
    account: str
    client_id: str
    scopes: frozenset[Scope]
    text: str = field(repr=False)
    language: str
    acr: Acr
    given: int
    expires: int
    ended: int | None = None

    def stands(self, at: int) -> bool:
        """It may be relied on at this moment."""
        return self.ended is None and at < self.expires


@dataclass(frozen=True, slots=True)
class AccountConsent:
    """A consent as the customer lists it, with the service's name."""

    consent: Consent
    client: Text
