"""API clients: programs that talk to Sekisho, each registered by one person and approved by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text


class ClientKind(StrEnum):
    """Whether a program can keep a key to itself."""

    CONFIDENTIAL = "confidential"
    NATIVE = "native"


class Profile(StrEnum):
    """Which rules a client follows.

    ``fapi2``: FAPI 2.0 Security Profile (pushed requests, private_key_jwt, DPoP). ``oidc_basic``: code flow with
    PKCE. ``machine``: no customer at all, client credentials only.
    """

    FAPI2 = "fapi2"
    OIDC_BASIC = "oidc_basic"
    MACHINE = "machine"


class ClientState(StrEnum):
    """Where a registration stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLimits:
    """How much a tool may order; yen.

    Attributes:
        per_order_yen: at most so much for one order.
        per_day_yen: at most so much for one day of Japan's calendar.
        symbols: only these; empty where any will do.
        markets: only these; empty where any will do.

    """

    per_order_yen: int
    per_day_yen: int
    symbols: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientTerms:
    """What is registered about a client, and approved as a whole.

    Attributes:
        name: what customers read.
        kind: whether it keeps a key.
        profile: which rules it follows.
        third_party: it belongs to somebody else than the firm: customers are asked before it sees anything.
        jwks: public keys (RFC 7517) for private_key_jwt; empty for a native client.
        redirect_uris: compared character by character.
        post_logout_redirect_uris: the same, after a logout.
        backchannel_logout_uri: told of every logout; empty where it does not want to be.
        scopes: the most that it may ask for.
        limits: the most that it may order; None where it orders nothing.
        expires: not from this moment on, in milliseconds; None where it does not end by itself.

    """

    name: Text
    kind: ClientKind
    profile: Profile
    third_party: bool = False
    jwks: Mapping[str, object]
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    scopes: frozenset[Scope] = frozenset()
    limits: OrderLimits | None = None
    expires: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A registered client.

    Attributes:
        client_id: its name in the protocol.
        terms: what is registered about it.
        state: where the registration stands.
        registered_by: the id of the member of staff who registered it.
        approved_by: the id of another one who approved it; empty before.
        created: in milliseconds.

    """

    client_id: str
    terms: ClientTerms
    state: ClientState
    registered_by: str
    approved_by: str
    created: int

    def usable(self, at: int) -> bool:
        """It may be spoken with at this moment."""
        return self.state is ClientState.ACTIVE and (self.terms.expires is None or at < self.terms.expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Terms that wait for a decision.

    Attributes:
        client_id: of which client.
        number: which version they would be.
        terms: the terms.
        plain: the same as plain JSON, whose digest is signed by whoever decides.
        proposed_by: the id of who proposed them.
        changed: names of the fields that differ from the terms in force; empty for a new client.

    """

    client_id: str
    number: int
    terms: ClientTerms
    plain: Mapping[str, object]
    proposed_by: str
    changed: tuple[str, ...] = ()
