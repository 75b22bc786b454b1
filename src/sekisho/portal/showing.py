"""What the pages show of sessions, devices, logins and authenticators: words instead of codes."""

from dataclasses import dataclass

from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.authentication.types.devices import DeviceUse
from sekisho.authentication.types.factors import FACTORS, WEBAUTHN, FactorCode
from sekisho.authentication.types.sessions import Session
from sekisho.kernel.texts import Text
from sekisho.web.operations.places import browser_of, place_of

CHANNELS = {
    "web": Text("ウェブサイト", "Website"),
    "app": Text("アプリ", "App"),
    "tool": Text("取引ツール", "Trading tool"),
    "api": Text("API", "API"),
    "phone": Text("電話", "Telephone"),
    "branch": Text("窓口", "Branch"),
    "system": Text("当社", "The firm"),
}
STATES = {
    AuthenticatorState.ACTIVE: Text("使えます", "In use"),
    AuthenticatorState.SUSPENDED: Text("一時停止中", "Paused"),
    AuthenticatorState.REVOKED: Text("削除済み", "Removed"),
    AuthenticatorState.REPLACED: Text("入れ替え済み", "Replaced"),
}
_ICONS = {FactorCode.PASSKEY_SYNCED: "phone", FactorCode.PASSKEY_BOUND: "computer", FactorCode.SECURITY_KEY: "key"}
STRONG = WEBAUTHN | {FactorCode.CLIENT_CERT, FactorCode.JPKI_USER, FactorCode.JPKI_SIGN}
"""Phishing-resistant ways in: the last of them cannot be removed."""


def method_of(factor: str) -> Text:
    """What a factor is called."""
    return FACTORS[FactorCode(factor)].label if factor in set(FactorCode) else Text("不明", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One session, as its owner reads it."""

    ref: str
    created: int
    last_seen: int
    browser: Text
    place: Text
    method: Text
    channel: Text
    here: bool


def session_line(session: Session, *, here: str) -> SessionLine:
    """A session in words; ``here`` is the reference of the one that asks."""
    return SessionLine(
        ref=session.ref,
        created=session.created,
        last_seen=session.last_seen,
        browser=browser_of(session.user_agent),
        place=place_of(session.ip),
        method=method_of(session.factor),
        channel=CHANNELS.get(session.channel, CHANNELS["system"]),
        here=session.ref == here,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One device, as its owner reads it."""

    device: str
    name: str
    browser: Text
    place: Text
    first_seen: int
    last_seen: int
    here: bool


def device_line(use: DeviceUse, *, here: str) -> DeviceLine:
    """A device in words; ``here`` is the reference of the one that asks."""
    return DeviceLine(
        device=use.device,
        name=use.name,
        browser=browser_of(use.user_agent),
        place=place_of(use.last_ip),
        first_seen=use.first_seen,
        last_seen=use.last_seen,
        here=use.device == here,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticatorLine:
    """One authenticator, as its owner reads it."""

    id: str
    name: str
    label: Text
    icon: str
    state: Text
    active: bool
    created: int
    last_used: int | None
    hold_until: int | None
    removable: bool


def authenticator_line(found: Authenticator, *, language: str, at: int, last: bool) -> AuthenticatorLine:
    """An authenticator in words; ``last`` says that it is the only phishing-resistant one."""
    label = FACTORS[found.factor].label
    return AuthenticatorLine(
        id=found.id,
        name=found.name or label.read(language),
        label=label,
        icon=_ICONS.get(found.factor, "person"),
        state=STATES[found.state],
        active=found.active,
        created=found.created,
        last_used=found.last_used,
        hold_until=found.hold_until if found.held(at) else None,
        removable=found.factor in STRONG and not last,
    )
