"""What the decision engine hears of authentication: journal entries as events of the contract.

Pure: an entry goes in, events come out, the same ones every time; an event's id is made of the entry's position, so
that whoever hands them on may do it twice. What concerns no account is no event.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.journal.types.entry import Entry
from sekisho.kernel.moments import to_rfc3339
from sekisho.notices.types.kinds import ANSWER_NOT_ME

Payload = Mapping[str, Any]
Event = dict[str, Any]
_CHANNELS = frozenset({"web", "app", "tool", "api", "phone", "branch", "system"})
_WORD, _LINE = 64, 512
"""Longest texts of the contract."""
_CODES = frozenset(FactorCode)


def events_of(entry: Entry) -> tuple[Event, ...]:
    """The events that an entry amounts to; none for kinds that the engine has no use for."""
    build = _BUILDERS.get(entry.kind)
    if build is None:
        return ()
    payload: Payload = json.loads(entry.payload)
    account = _account(entry, payload)
    if not account:
        return ()
    return tuple({**_envelope(entry, payload, account, number), **body} for number, body in enumerate(build(payload)))


def event_id(position: int, number: int = 0) -> str:
    """The id of an entry's event."""
    return f"auth-{position}" if number == 0 else f"auth-{position}-{number}"


def _account(entry: Entry, payload: Payload) -> str:
    """The account concerned: the one that is written about, or the one that a delegate acts for."""
    return str(payload.get("acting") or "") or ("" if ":" in entry.about else entry.about)


def _envelope(entry: Entry, payload: Payload, account: str, number: int) -> Event:
    channel = payload.get("channel") or payload.get("through") or "system"
    found: Event = {
        "id": event_id(entry.position, number),
        "at": to_rfc3339(entry.at),
        "account": account,
        "channel": channel if channel in _CHANNELS else "system",
    }
    device = {
        "id": _cut(payload.get("device"), _WORD),
        "user_agent": _cut(payload.get("user_agent"), _LINE),
        "language": _cut(payload.get("language"), _WORD),
    }
    known = {name: value for name, value in device.items() if value}
    if known.get("id") or known.get("user_agent"):
        found["device"] = known
    for name, longest in (("client", _WORD), ("session", _WORD), ("ip", 45)):
        if value := _cut(payload.get(name), longest):
            found[name] = value
    return found


def _cut(value: object, longest: int) -> str:
    return str(value or "")[:longest]


def _login(outcome: str, failure: str = "") -> Callable[[Payload], list[Event]]:
    def build(payload: Payload) -> list[Event]:
        body: Event = {"outcome": outcome, "factors": _shown(payload)}
        why = failure or (str(payload.get("reason", "")) if outcome == "failure" else "")
        if why:
            body["failure"] = why[:_WORD]
        return [{"type": "login", "body": body}]

    return build


def _shown(payload: Payload) -> list[str]:
    """RFC 8176 values and the kinds of the factors that were used, the last tried one included."""
    used = [str(each) for each in payload.get("factors", ())]
    tried = [str(payload["factor"])] if payload.get("factor") else []
    return list(dict.fromkeys([*payload.get("amr", ()), *_kinds([*used, *tried])]))


def _kinds(factors: Sequence[str]) -> list[str]:
    """How the contract calls factors; some have no name there."""
    named = (FACTORS[FactorCode(factor)].event_kind for factor in factors if factor in _CODES)
    return [name for name in named if name]


def _passkey_refused(payload: Payload) -> list[Event]:
    """A passkey that failed at a login; at other occasions it is no login."""
    if payload.get("purpose") != "login":
        return []
    return [{"type": "login", "body": {"outcome": "failure", "factors": ["pop"], "failure": str(payload["reason"])}}]


def _factor(action: str) -> Callable[[Payload], list[Event]]:
    def build(payload: Payload) -> list[Event]:
        kinds = _kinds([str(payload.get("factor", ""))])
        return [{"type": "factor", "body": {"action": action, "kind": kind}} for kind in kinds]

    return build


def _step_up(payload: Payload) -> list[Event]:
    """A passkey used after the login; at the login it is part of the login."""
    return [] if payload.get("purpose") == "login" else _factor("use")(payload)


def _ended(payload: Payload) -> list[Event]:
    body = {"reason": str(payload.get("reason", ""))[:_WORD]}
    return [{"type": "logout", "session": str(each)[:_WORD], "body": body} for each in payload.get("sessions", ())]


def _not_me(payload: Payload) -> list[Event]:
    """The customer's word, about the event that his notice was of."""
    of_order = any(word in str(payload.get("template", "")) for word in ("order", "execution"))
    body: Event = {"source": "customer", "says": "not_my_order" if of_order else "not_my_login"}
    if isinstance(payload.get("source"), int):
        body["about"] = [event_id(payload["source"])]
    return [{"type": "report", "body": body}]


_A = "authentication"
_BUILDERS: Mapping[str, Callable[[Payload], list[Event]]] = {
    f"{_A}:login:succeeded": _login("success"),
    f"{_A}:login:failed": _login("failure"),
    f"{_A}:login:refused": _login("failure"),
    f"{_A}:login:downgrade_refused": _login("failure", "downgrade"),
    f"{_A}:login:challenged": _login("challenged"),
    f"{_A}:login:abandoned": _login("abandoned"),
    f"{_A}:assertion:refused": _passkey_refused,
    f"{_A}:assertion:accepted": _step_up,
    f"{_A}:authenticator:added": _factor("enrol"),
    f"{_A}:authenticator:removed": _factor("remove"),
    f"{_A}:factor:enrolled": _factor("enrol"),
    f"{_A}:factor:removed": _factor("remove"),
    f"{_A}:factor:failed": _factor("fail"),
    f"{_A}:factor:locked": _factor("lock"),
    f"{_A}:confirmation:downgrade_refused": _factor("fail"),
    f"{_A}:lockout:placed": _factor("lock"),
    f"{_A}:session:ended": _ended,
    ANSWER_NOT_ME: _not_me,
}
KINDS = frozenset(_BUILDERS)
"""The kinds that become events."""
