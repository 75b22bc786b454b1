"""Who can authenticate: the account holder, a delegate, or a member of staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PrincipalKind(StrEnum):
    """What somebody is to the firm."""

    CUSTOMER = "customer"
    AGENT = "agent"
    STAFF = "staff"


class PrincipalState(StrEnum):
    """Whether somebody may come in."""

    ACTIVE = "active"
    FROZEN = "frozen"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who can authenticate.

    Attributes:
        ref: his name here: ``customer:<account>``, ``agent:<id>`` or ``staff:<id>``; at most 80 characters.
        kind: what he is.
        account: the firm's pseudonym of the account he holds; empty for agents and staff.
        handle: the WebAuthn user handle: 32 random bytes that say nothing.
        login: what he types to say who he is; unique.
        language: ``ja`` or ``en``.
        state: whether he may come in.
        created: when he was registered, in milliseconds.
        facts: what segments of a policy ask about: ``person`` (``individual`` or ``corporate``), ``age_band``,
            ``residence``, ``asset_band``, ``capable_device``, ``api_user`` …

    """

    ref: str
    kind: PrincipalKind
    account: str
    handle: bytes
    login: str
    language: str
    state: PrincipalState
    created: int
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What the journal files him under: the account's pseudonym, or his own name."""
        return self.account or self.ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Where a request comes from, as the entrance saw it.

    Attributes:
        channel: ``web``, ``app``, ``tool``, ``api``, ``phone``, ``branch`` or ``system``.
        session: the session's public reference; empty before there is one. Never the cookie's secret.
        ip: the client's address; empty where there is none.
        device: the first-party device reference; empty where there is none.
        user_agent: as sent, at most 512 characters.
        client: client program and version, e.g. ``ispeed/9.1.2``.
        language: ``ja`` or ``en``.

    """

    channel: str = "web"
    session: str = ""
    ip: str = ""
    device: str = ""
    user_agent: str = ""
    client: str = ""
    language: str = "ja"
