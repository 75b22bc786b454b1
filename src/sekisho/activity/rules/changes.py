"""The account's sensitive changes, reports and freezes (facts group CHANGES)."""

from array import array

from sekisho.activity.rules.layout import (
    BANK_AT,
    CHANGES_24H,
    CONFIRMED_AT,
    CONTACT_AT,
    DENIAL_AT,
    ENABLEMENT_AT,
    FACTOR_AT,
    FREEZE_AT,
    FREEZE_SCOPE,
    FREEZE_UNTIL,
    NOTICES_AT,
    PASSWORD_AT,
    RECOVERY_AT,
    REPORT_AT,
    STRONG_KINDS,
)
from sekisho.activity.rules.windows import bump, level
from sekisho.activity.types.facts import FactRow
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


def change_facts(state: "array[float]", at: int, needed: int) -> FactRow:
    """The 13 facts of the group CHANGES; ``needed`` are the freeze scopes that would cover the event."""
    return [
        _minutes(state[CONTACT_AT], at),
        _minutes(state[BANK_AT], at),
        _minutes(state[FACTOR_AT], at),
        _minutes(state[RECOVERY_AT], at),
        _minutes(state[ENABLEMENT_AT], at),
        _minutes(state[PASSWORD_AT], at),
        _minutes(state[NOTICES_AT], at),
        level(state, CHANGES_24H, DAY, at),
        _minutes(state[REPORT_AT], at),
        _minutes(state[DENIAL_AT], at),
        _minutes(state[CONFIRMED_AT], at),
        _frozen(state, at, needed),
        _minutes(state[FREEZE_AT], at),
    ]


def _minutes(moment: float, at: int) -> float | None:
    return max(at - moment, 0.0) / MINUTE if moment else None


def _frozen(state: "array[float]", at: int, needed: int) -> bool:
    until = state[FREEZE_UNTIL]
    return bool(int(state[FREEZE_SCOPE]) & needed) and (not until or at < until)


def learn_profile(state: "array[float]", field: str, action: str, at: int) -> None:
    """A setting changed. Removing a margin, market, limit, key or delegate enables nothing."""
    place = _FIELDS[field]
    if place == ENABLEMENT_AT and action == "remove":
        return
    state[place] = max(state[place], at)
    bump(state, CHANGES_24H, DAY, at, 1.0)


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
    bump(state, CHANGES_24H, DAY, at, 1.0)


def learn_report(state: "array[float]", at: int) -> None:
    """Somebody reported misuse of the account."""
    state[REPORT_AT] = max(state[REPORT_AT], at)


def learn_answer(state: "array[float]", answer: str, at: int, *, strong: bool) -> None:
    """The customer answered; only a phishing-resistant yes counts as a confirmation."""
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


def learn_release(state: "array[float]", scope: tuple[str, ...]) -> None:
    """A freeze was lifted, wholly or for some scopes. A confirmed release also ends denial and report."""
    lifted = sum(SCOPES[word] for word in scope if word in SCOPES) or sum(SCOPES.values())
    state[FREEZE_SCOPE] = float(int(state[FREEZE_SCOPE]) & ~lifted)
    if not state[FREEZE_SCOPE]:
        for place in (FREEZE_UNTIL, FREEZE_AT, DENIAL_AT, REPORT_AT):
            state[place] = 0.0
