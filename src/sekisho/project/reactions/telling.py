"""What customers hear of: journal kind → message (C-11, C-16, C-17).

Each line names the message and how its places are filled. A message goes to the account's holder, in his language, by
ways that whoever did it does not control: what came by the app is not told through the app alone.
"""

import json
from collections.abc import Mapping

from sekisho.authentication.queries.authenticators import NoSuchAuthenticatorError, authenticator_of
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.queries.sessions import NoSessionError, session_of
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.freezes import SCOPE_NAMES
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.types.entry import Entry
from sekisho.kernel.texts import Text
from sekisho.notices.operations.announcing import announce
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.notices import FactValue, News
from sekisho.project.reactions.lines import Facts, Payload, Telling
from sekisho.project.reactions.telling_changes import CHANGES
from sekisho.web.operations.outlets import house
from sekisho.web.operations.places import UNKNOWN, browser_of, place_of
from sekisho.web.operations.resources import safe

_UNNAMED = Text("名前なし", "without a name")
_CHANNELS = {"app": frozenset({Channel.PUSH}), "phone": frozenset({Channel.SMS})}
"""By which ways of ours whoever came through a channel could be listening."""
_SENT_BY = {FactorCode.EMAIL_OTP.value: Channel.EMAIL, FactorCode.SMS_OTP.value: Channel.SMS}
"""A code that was read there shows who reads there."""


def tell(entry: Entry, at: int) -> None:
    """Make the notices of an entry; those made before are not made again.

    Members of staff have no contacts here: their colleagues see in the journal what happens to them.
    """
    if entry.about.startswith(f"{PrincipalKind.STAFF.value}:"):
        return
    payload: Payload = {**json.loads(entry.payload), "about": entry.about, "at": entry.at}
    template, facts = TELLINGS[entry.kind]
    filled = facts(payload)
    if filled is None or not entry.about:
        return
    chosen = str(filled.get("template", template))
    news = News(
        source=entry.position,
        template=chosen,
        subject=entry.about,
        language=_language(entry.about),
        facts={"time": entry.at, **{name: value for name, value in filled.items() if name != "template"}},
        avoid=_avoided(payload),
    )
    announce(news=news, house=house(), safe=safe(), at=at)


def _language(subject: str) -> str:
    ref = subject if ":" in subject else f"{PrincipalKind.CUSTOMER.value}:{subject}"
    try:
        return principal_of(ref=ref).language
    except NobodyError:
        return "ja"


def _avoided(payload: Payload) -> frozenset[Channel]:
    sent = {_SENT_BY[factor] for factor in [payload.get("factor"), *payload.get("factors", ())] if factor in _SENT_BY}
    return _CHANNELS.get(str(payload.get("channel", "")), frozenset()) | sent


def _factor(payload: Payload) -> Text:
    code = payload.get("factor") or next(iter(payload.get("factors", ())), "")
    return FACTORS[FactorCode(code)].label if code in set(FactorCode) else Text("不明", "unknown")


def _login(payload: Payload) -> Facts:
    try:
        session = session_of(session=str(payload.get("session", "")))
    except NoSessionError:
        where: Facts = {"device": UNKNOWN, "place": UNKNOWN}
    else:
        where = {"device": browser_of(session.user_agent), "place": place_of(session.ip)}
    known = payload.get("known_device", True)
    return {"template": "login" if known else "login_new_device", "factor": _factor(payload), **where}


def _enrolled(payload: Payload) -> Facts | None:
    """What the firm brought along when it registered the customer is no news to him."""
    return None if payload.get("channel") == "system" else _authenticator(payload)


def _authenticator(payload: Payload) -> Facts:
    try:
        name = authenticator_of(authenticator=str(payload.get("authenticator", ""))).name
    except NoSuchAuthenticatorError:
        name = ""
    return {"factor": _factor(payload), "name": name or _UNNAMED}


def _ended_by_others(payload: Payload) -> Facts | None:
    """The customer's own log-out is no news."""
    told = {EndReason.REVOKED, EndReason.DEVICE_REVOKED, EndReason.STAFF, EndReason.OTHER_DEVICE}
    return {} if payload.get("reason") in {reason.value for reason in told} else None


def _until(payload: Payload) -> Facts:
    return {"until": int(payload["until"])}


def _lock(payload: Payload) -> Facts:
    names = {scope.value: name for scope, name in SCOPE_NAMES.items()}
    kind = str(payload.get("lock_kind", ""))
    facts: dict[str, FactValue] = {"scope": names.get(kind, LOCKS.get(kind, Text("取引の制限", "a lock")))}
    if payload.get("releases"):
        facts["until"] = int(payload["releases"])
    return facts


LOCKS = {
    "product": Text("商品の制限", "a product lock"),
    "market": Text("市場の制限", "a market lock"),
    "withdrawal": Text("出金の制限", "a withdrawal lock"),
    "instant_deposit": Text("即時入金の制限", "an instant-deposit lock"),
}
"""What each lock is called in a message."""
_A = "authentication"
TELLINGS: Mapping[str, Telling] = {
    f"{_A}:login:succeeded": Telling("login", _login),
    f"{_A}:login:refused": Telling("login_refused"),
    f"{_A}:login:downgrade_refused": Telling("login_refused"),
    f"{_A}:lockout:placed": Telling("login_locked", _until),
    f"{_A}:session:ended": Telling("session_ended", _ended_by_others),
    f"{_A}:authenticator:added": Telling("authenticator_added", _authenticator),
    f"{_A}:authenticator:removed": Telling("authenticator_removed", _authenticator),
    f"{_A}:authenticator:suspended": Telling("authenticator_suspended", _authenticator),
    f"{_A}:factor:enrolled": Telling("authenticator_added", _enrolled),
    f"{_A}:factor:removed": Telling("authenticator_removed", _authenticator),
    f"{_A}:freeze:placed": Telling("freeze_placed"),
    f"{_A}:freeze:released": Telling("freeze_released"),
    f"{_A}:freeze:release_refused": Telling("freeze_active"),
    f"{_A}:lock:set": Telling("lock_set", _lock),
    f"{_A}:lock:released": Telling("lock_released", _lock),
    f"{_A}:lock:release_asked": Telling("lock_release_requested", _lock),
    f"{_A}:recovery:opened": Telling("recovery_begun"),
    f"{_A}:recovery:completed": Telling("recovery_done"),
    f"{_A}:recovery:refused": Telling("recovery_ended"),
    f"{_A}:recovery:withdrawn": Telling("recovery_ended"),
    f"{_A}:recovery:expired": Telling("recovery_ended"),
    f"{_A}:factor:locked": Telling("authenticator_suspended", _authenticator),
    f"{_A}:session:moved": Telling("session_unusual"),
    f"{_A}:authenticator:lowered": Telling("factor_changed"),
    f"{_A}:freeze:extended": Telling("freeze_placed"),
    **CHANGES,
}
"""Every kind that is told, and how."""
