"""The account's sensitive changes, reports and freezes (facts group CHANGES)."""

from array import array
from struct import Struct

from sekisho.activity.rules.context import Facts
from sekisho.activity.rules.layout import (
    BANK_AT,
    CONFIRMED_AT,
    CONTACT_AT,
    DAY_COUNTERS,
    DENIAL_AT,
    ENABLEMENT_AT,
    FACTOR_AT,
    FREEZE_AT,
    FREEZE_SCOPE,
    FREEZE_UNTIL,
    IN_24H,
    NOTICES_AT,
    PASSWORD_AT,
    RECOVERY_AT,
    REPORT_AT,
    SENSITIVE_AT,
    STRONG_KINDS,
)
from sekisho.activity.rules.windows import bump, level
from sekisho.kernel.moments import DAY, MINUTE

_FIELDS = {
    "email": CONTACT_AT,
    "phone": CONTACT_AT,
    "address": CONTACT_AT,
    "bank_account": BANK_AT,
    "password": PASSWORD_AT,
    "notices": NOTICES_AT,
    "limits": ENABLEMENT_AT,
    "market": ENABLEMENT_AT,
    "margin": ENABLEMENT_AT,
    "api_key": ENABLEMENT_AT,
    "delegate": ENABLEMENT_AT,
}
_STRONG_BITS = {"passkey_synced": 1, "passkey_bound": 2, "security_key": 4, "client_cert": 8, "jpki": 16}
SCOPES = {"login": 1, "order": 2, "buy": 4, "withdrawal": 8, "transfer": 16, "api": 32, "bank_change": 64}
LOGIN_SCOPE = SCOPES["login"]
_read_moments = Struct(f"{FREEZE_AT + 1 - CONTACT_AT}d").unpack_from


_NEVER: Facts = (*(None,) * 7, 0.0, None, None, None, False, None)
"""The facts of an account on which nothing of the kind ever happened."""


def change_facts(state: "array[float]", at: int, needed: int) -> Facts:
    """The 13 facts of the group CHANGES; ``needed`` are the freeze scopes that would cover the event."""
    latest = state[SENSITIVE_AT]
    if not latest:
        return _NEVER
    moments = _read_moments(state, 8 * CONTACT_AT)
    if at < latest:  # a late event: what came after it counts as just now
        moments = tuple(min(then, float(at)) for then in moments)
    contact, bank, factor, recovery, enablement, password, notices, report, denial, confirmation, freeze = moments
    return (
        (at - contact) / MINUTE if contact else None,
        (at - bank) / MINUTE if bank else None,
        (at - factor) / MINUTE if factor else None,
        (at - recovery) / MINUTE if recovery else None,
        (at - enablement) / MINUTE if enablement else None,
        (at - password) / MINUTE if password else None,
        (at - notices) / MINUTE if notices else None,
        level(state, IN_24H, DAY, at, 2),
        (at - report) / MINUTE if report else None,
        (at - denial) / MINUTE if denial else None,
        (at - confirmation) / MINUTE if confirmation else None,
        _frozen(state, at, needed) if state[FREEZE_SCOPE] else False,
        (at - freeze) / MINUTE if freeze else None,
    )


def _frozen(state: "array[float]", at: int, needed: int) -> bool:
    until = state[FREEZE_UNTIL]
    return bool(int(state[FREEZE_SCOPE]) & needed) and (not until or at < until)


def _count(state: "array[float]", at: int) -> None:
    state[SENSITIVE_AT] = max(state[SENSITIVE_AT], at)
    bump(state, IN_24H, DAY_COUNTERS, DAY, at, (0.0, 0.0, 1.0))


def learn_profile(state: "array[float]", field: str, action: str, at: int) -> None:
    """A setting changed. Removing a margin, market, limit, key or delegate enables nothing."""
    place = _FIELDS[field]
    if place == ENABLEMENT_AT and action == "remove":
        return
    state[place] = max(state[place], at)
    _count(state, at)


def learn_factor(state: "array[float]", kind: str, action: str, at: int) -> None:
    """An authenticator was enrolled, recovered or removed."""
    bit = _STRONG_BITS.get(kind, 0)
    kinds = int(state[STRONG_KINDS])
    if action == "remove":
        state[STRONG_KINDS] = float(kinds & ~bit)
    else:
        state[STRONG_KINDS] = float(kinds | bit)
    place = RECOVERY_AT if action == "recover" else FACTOR_AT
    state[place] = max(state[place], at)
    if action == "recover":
        state[FACTOR_AT] = max(state[FACTOR_AT], at)
    _count(state, at)


def learn_report(state: "array[float]", at: int) -> None:
    """Somebody reported misuse of the account."""
    state[REPORT_AT] = max(state[REPORT_AT], at)
    state[SENSITIVE_AT] = max(state[SENSITIVE_AT], at)


def learn_answer(state: "array[float]", answer: str, at: int, *, strong: bool) -> None:
    """The customer answered; only a phishing-resistant yes counts as a confirmation."""
    state[SENSITIVE_AT] = max(state[SENSITIVE_AT], at)
    if answer == "no":
        state[DENIAL_AT] = max(state[DENIAL_AT], at)
    elif answer == "yes" and strong:
        state[CONFIRMED_AT] = max(state[CONFIRMED_AT], at)


def learn_freeze(state: "array[float]", scope: tuple[str, ...], until: int | None, at: int) -> None:
    """A freeze was placed; an empty scope freezes everything. Later freezes add to earlier ones."""
    bits = sum(SCOPES[word] for word in scope if word in SCOPES) or sum(SCOPES.values())
    running = _frozen(state, at, sum(SCOPES.values()))
    open_ended = until is None or (running and not state[FREEZE_UNTIL])
    state[FREEZE_SCOPE] = float(bits | (int(state[FREEZE_SCOPE]) if running else 0))
    state[FREEZE_UNTIL] = 0.0 if open_ended or until is None else max(float(until), state[FREEZE_UNTIL])
    state[FREEZE_AT] = max(state[FREEZE_AT], at)
    state[SENSITIVE_AT] = max(state[SENSITIVE_AT], at)


def learn_release(state: "array[float]", scope: tuple[str, ...]) -> None:
    """A freeze was lifted, wholly or for some scopes. A confirmed release also ends denial and report."""
    lifted = sum(SCOPES[word] for word in scope if word in SCOPES) or sum(SCOPES.values())
    state[FREEZE_SCOPE] = float(int(state[FREEZE_SCOPE]) & ~lifted)
    if not state[FREEZE_SCOPE]:
        for place in (FREEZE_UNTIL, FREEZE_AT, DENIAL_AT, REPORT_AT):
            state[place] = 0.0
