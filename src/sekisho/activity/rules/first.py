"""Stage 1: folds keyed by account, device, network and instrument reference, over the events themselves."""

from array import array
from collections.abc import Callable
from typing import Any, TypeAlias

from sekisho.activity.rules import access, changes, sessions, trading
from sekisho.activity.rules.context import Context, begin_trading, key_of
from sekisho.activity.rules.entry import see_factor, see_login, see_profile
from sekisho.activity.rules.layout import LATEST, S_DEVICE
from sekisho.activity.rules.money import see_cash, see_transfer
from sekisho.activity.rules.orders import see_order
from sekisho.activity.rules.reference import Reference
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import BRAKE, REPORT, Deed
from sekisho.activity.types.events import (
    PHISHING_RESISTANT,
    RELAYABLE_CODES,
    AccountEvent,
    Answer,
    Cancel,
    Cash,
    Control,
    Decided,
    Event,
    Factor,
    Holdings,
    Instrument,
    Login,
    Logout,
    Order,
    Profile,
    Quote,
    Report,
    Transfer,
)
from sekisho.kernel.moments import to_milliseconds

NOTHING = Seen()
_TAUGHT_ONLY = frozenset({"use", "fail", "lock"})
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
Seer: TypeAlias = Callable[[State, "array[float]", Context, Any], Seen]
SEERS: dict[type, Seer] = {
    Login: see_login,
    Factor: see_factor,
    Profile: see_profile,
    Order: see_order,
    Cash: see_cash,
    Transfer: see_transfer,
}
"""What is asked about events of each decided type."""


def only_teaches(event: Factor) -> bool:
    """Whether something befell an authenticator that does not change it."""
    return event.body.action in _TAUGHT_ONLY


def see(seer: Seer, state: State, context: Context, event: Decided) -> Seen:
    """Facts of a decided event before it is learnt, then what it teaches. Late events are marked ``late``."""
    at = context.at
    account = state.accounts.get(event.account) or state.account(event.account, at)
    late = at < account[LATEST]
    if not late:
        account[LATEST] = at
    seen = seer(state, account, context, event)
    if late:
        seen.degraded = (*seen.degraded, "late")
    return seen


def hear(state: State, event: AccountEvent, at: int) -> None:
    """Learn from an event that is not decided."""
    account = state.account(event.account, at)
    account[LATEST] = max(account[LATEST], at)
    hearer = _HEARERS.get(event.__class__)
    if hearer is not None:
        hearer(state, account, event, at)


def overhear(state: State, context: Context, event: Login) -> None:
    """A login to an account that another process folds: only its device and network are learnt."""
    state.sign_in(context, key_of(event.account), failed=event.body.outcome == "failure")


def _hear_holdings(state: State, account: "array[float]", event: Holdings, at: int) -> None:
    body = event.body
    value = float(sum([position.value for position in body.positions]))
    known = state.symbols
    symbols = [
        known.get(name) or state.symbol(name) for name in dict.fromkeys([each.symbol for each in body.positions])
    ]
    begin_trading(account)
    trading.learn_snapshot(account, value, float(body.cash), symbols, at)


def _hear_cancel(state: State, account: "array[float]", event: Cancel, at: int) -> None:  # noqa: ARG001 - one signature
    begin_trading(account)
    trading.learn_cancel(account, at)


def _hear_factor(state: State, account: "array[float]", event: Factor, at: int) -> None:  # noqa: ARG001 - one signature
    if event.body.action == "fail":
        access.learn_failure(account, at, code=event.body.kind in RELAYABLE_CODES)


def _hear_answer(state: State, account: "array[float]", event: Answer, at: int) -> None:  # noqa: ARG001 - one signature
    """A phishing-resistant yes also vouches for the device of the session."""
    answer, strong = event.body.answer, event.body.factor in PHISHING_RESISTANT
    changes.learn_answer(account, answer, at, strong=strong)
    if answer == "yes" and strong:
        session, device = _told(event)
        place = sessions.find_session(account, session, device, at)
        access.confirm_device(account, account[place + S_DEVICE] if place >= 0 else device)


def _hear_logout(state: State, account: "array[float]", event: Logout, at: int) -> None:  # noqa: ARG001 - one signature
    sessions.close_session(account, *_told(event), at)


def _told(event: AccountEvent) -> tuple[float, float]:
    """Keys of session and device."""
    device = event.device
    return (
        key_of(event.session) if event.session else 0.0,
        key_of(device.id) if device is not None and device.id else 0.0,
    )


_HEARERS: dict[type, Callable[[State, "array[float]", Any, int], None]] = {
    Holdings: _hear_holdings,
    Cancel: _hear_cancel,
    Factor: _hear_factor,
    Answer: _hear_answer,
    Logout: _hear_logout,
}


def tell(state: State, event: Event, at: int) -> Seen:
    """Learn from an event that is not the doing of an account: market data, reports, controls."""
    return Seen(deeds=_TELLERS[event.__class__](state, event, at))


def _tell_instrument(state: State, event: Instrument, at: int) -> tuple[Deed, ...]:
    body = event.body
    reference = state.references.get(body.symbol)
    if reference is None:
        state.references[body.symbol] = Reference(body, at)
    else:
        reference.renew(body, at)
    return ()


def _tell_quote(state: State, event: Quote, at: int) -> tuple[Deed, ...]:
    body = event.body
    reference = state.references.get(body.symbol)
    if reference is not None:
        reference.quote(body, at)
    return ()


def _tell_report(state: State, event: Report, at: int) -> tuple[Deed, ...]:
    """A report about an account, or about instruments (then one deed for each)."""
    if event.account is not None:
        changes.learn_report(state.account(event.account, at), at)
    if event.body.says != "suspicious_instrument":
        return ()
    return tuple(Deed(REPORT, at, 0.0, _NOWHERE, symbol=symbol) for symbol in event.body.about)


def _tell_control(state: State, event: Control, at: int) -> tuple[Deed, ...]:
    """A freeze or its release teaches the account; a brake or its end is a deed for stage 2."""
    body = event.body
    until = to_milliseconds(body.until) if body.until else None
    if body.control in {"brake", "unbrake"}:
        brake = body.group if body.control == "brake" else "none"
        return (Deed(BRAKE, at, 0.0, _NOWHERE, symbol=body.symbol or "", brake=brake, until=until or 0),)
    if event.account is not None:
        account = state.account(event.account, at)
        if body.control == "freeze":
            changes.learn_freeze(account, body.scope, until, at)
        else:
            changes.learn_release(account, body.scope)
    return ()


_TELLERS: dict[type, Callable[[State, Any, int], tuple[Deed, ...]]] = {
    Instrument: _tell_instrument,
    Quote: _tell_quote,
    Report: _tell_report,
    Control: _tell_control,
}
