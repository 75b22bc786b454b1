"""Sessions: who is signed in where, how surely, and until when.

A session has a public reference, ``ref``, which stays the same and may stand in the journal, and a token, which only
the browser holds. The token is replaced whenever the session rises (E-07), and only its SHA-256 is kept.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text

ABSOLUTE_CEILING = 24 * HOUR
"""No firm may let sessions live longer (NIST SP 800-63B-4, AAL2)."""
IDLE_CEILING = HOUR
"""No firm may let sessions rest longer (NIST SP 800-63B-4, AAL2)."""


class SessionState(StrEnum):
    """Whether a session was ended. One that has run out is still ``active`` here, and nobody finds it by its token."""

    ACTIVE = "active"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a session was ended."""

    LOGOUT = "logout"
    REVOKED = "revoked"
    DEVICE_REVOKED = "device_revoked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason's name
    CONTACT_CHANGED = "contact_changed"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    RECOVERY = "recovery"
    FREEZE = "freeze"
    OTHER_DEVICE = "other_device"
    ACCESS_WITHDRAWN = "access_withdrawn"
    STAFF = "staff"


REASONS = {
    EndReason.LOGOUT: Text("ログアウトしました", "Signed out"),
    EndReason.REVOKED: Text("ご本人が終了させました", "Ended by the account holder"),
    EndReason.DEVICE_REVOKED: Text("端末の登録を外しました", "The device was removed"),
    EndReason.PASSWORD_CHANGED: Text("パスワードを変更しました", "The password was changed"),
    EndReason.CONTACT_CHANGED: Text("連絡先を変更しました", "A contact was changed"),
    EndReason.AUTHENTICATOR_REMOVED: Text("認証手段を削除しました", "An authenticator was removed"),
    EndReason.RECOVERY: Text("認証手段を再登録しました", "Access was recovered"),
    EndReason.FREEZE: Text("お取引を停止しました", "The account was frozen"),
    EndReason.OTHER_DEVICE: Text("別の端末で使われたため終了しました", "Ended because it was used on another device"),
    EndReason.ACCESS_WITHDRAWN: Text("代理人の利用を終了しました", "The delegate's access was withdrawn"),
    EndReason.STAFF: Text("当社が終了させました", "Ended by the firm"),
}
"""Each reason as the customer reads it in his history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRules:
    """How long sessions live. A firm may set less; more than the ceilings is refused.

    Attributes:
        absolute: the longest life, in milliseconds.
        idle: the longest rest, in milliseconds.
        touch: how often a use is written down at most, in milliseconds.

    """

    absolute: int = 12 * HOUR
    idle: int = 30 * MINUTE
    touch: int = MINUTE

    def __post_init__(self) -> None:
        """Refuse what the ceilings forbid.

        Raises:
            ValueError: a time is not positive, above its ceiling, or uses are written down too seldom.

        """
        if not 0 < self.absolute <= ABSOLUTE_CEILING or not 0 < self.idle <= IDLE_CEILING:
            message = "sessions live at most 24 hours and rest at most one"
            raise ValueError(message)
        if not 0 < self.touch < self.idle:
            message = "uses are written down more often than sessions run out"
            raise ValueError(message)


USUAL = SessionRules()
"""Twelve hours in all, thirty minutes of rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody signed in at one place.

    Attributes:
        ref: its public name; no secret.
        principal: who is signed in.
        account: his own account's pseudonym; empty for agents and staff.
        acting: the account that an agent acts for; else empty.
        acr: how surely.
        amr: RFC 8176 values of the proof behind ``acr``.
        auth_time: when that proof was given, in milliseconds.
        created: when it began, in milliseconds.
        last_seen: when it was used last, to the minute, in milliseconds.
        idle_until: when it runs out unless used, in milliseconds.
        expires: when it runs out in any case, in milliseconds.
        device: the first-party device reference; empty where there is none.
        channel: as in ``Visit``.
        ip: the address it was opened from.
        place: where that was, in the words of whoever asked for the list; empty where nobody said.
        user_agent: as sent.
        client: client program and version.
        factor: the factor behind ``acr``.
        state: whether it was ended.
        ended: when, in milliseconds; None while it lives.
        ended_reason: why; None while it lives.

    """

    ref: str
    principal: str
    account: str
    acting: str
    acr: Acr
    amr: tuple[str, ...]
    auth_time: int
    created: int
    last_seen: int
    idle_until: int
    expires: int
    device: str
    channel: str
    ip: str
    user_agent: str
    place: str = ""
    client: str = ""
    factor: str = ""
    state: SessionState = SessionState.ACTIVE
    ended: int | None = None
    ended_reason: EndReason | None = None

    @property
    def subject(self) -> str:
        """What the journal files its deeds under: the account it works on, or the principal himself."""
        return self.account or self.acting or self.principal

    def alive(self, at: int) -> bool:
        """Whether it may be used at this moment."""
        return self.state is SessionState.ACTIVE and at < self.idle_until and at < self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshToken:
    """What an entrance mints for a session that is about to begin or to rise.

    Attributes:
        session: the public reference for a session that begins, e.g. ``se_…``; at most 40 characters.
        digest: ``token_digest`` of the new token.

    """

    session: str
    digest: bytes


def token_digest(token: str) -> bytes:
    """The SHA-256 under which a session's or a device's token is kept."""
    return sha256(token.encode()).digest()


def browser_ref(token: str) -> str:
    """The public reference of a browser in which nobody is signed in yet, from the token in its cookie.

    Nothing is stored for it, so that nobody can fill a table by looking at a login page.
    """
    return "br_" + sha256(b"browser:" + token.encode()).hexdigest()[:36]
