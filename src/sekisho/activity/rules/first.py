"""Stage 1: folds keyed by account, device, network and instrument reference, over the events themselves."""

from collections.abc import Callable
from typing import Any

from sekisho.activity.rules import access, changes, sessions, trading
from sekisho.activity.rules.context import Account, Context, key_of
from sekisho.activity.rules.entry import see_answer, see_factor, see_login, see_profile
from sekisho.activity.rules.money import see_cash, see_holdings, see_transfer
from sekisho.activity.rules.orders import see_order
from sekisho.activity.rules.reference import Reference
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import BRAKE, REPORT, Deed
from sekisho.activity.types.events import (
    Answer,
    Cancel,
    Cash,
    Control,
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
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_SEERS: dict[type, Callable[[State, Account, Context, Any], Seen]] = {
    Login: see_login,
    Factor: see_factor,
    Profile: see_profile,
    Order: see_order,
    Cash: see_cash,
    Transfer: see_transfer,
}


def see(state: State, context: Context, event: Event) -> Seen:
    """Facts of an account's event before it is learnt, then what it teaches. Late events are marked ``late``."""
    account = state.account(event.account, context.at)  # type: ignore[union-attr, arg-type]  # only account events come here
    late = access.touch(account.access, context.at)
    seer = _SEERS.get(type(event))
    if seer is None:
        _learn(state, account, context, event)
        return NOTHING
    seen = seer(state, account, context, event)
    if late and seen.row is not None:
        seen.degraded = (*seen.degraded, "late")
    return seen


def overhear(state: State, context: Context, event: Login) -> None:
    """A login to an account that another process folds: only its device and network are learnt."""
    state.learn_place(context, key_of(event.account), failed=event.body.outcome == "failure")


def _learn(state: State, account: Account, context: Context, event: Event) -> None:
    """Events that only teach."""
    if isinstance(event, Holdings):
        see_holdings(state, account, context, event)
    elif isinstance(event, Cancel):
        trading.learn_cancel(account.trading(), context.at)
    elif isinstance(event, Answer):
        see_answer(account, context, event)
    elif isinstance(event, Logout):
        sessions.close_session(account.access, context)


def see_market(state: State, event: Instrument | Quote, at: int) -> list[Deed]:
    """Reference data and quotes; nothing for stage 2."""
    body = event.body
    reference = state.references.get(body.symbol)
    if isinstance(event, Instrument):
        if reference is None:
            state.references[body.symbol] = Reference(event.body, at)
        else:
            reference.renew(event.body, at)
    elif reference is not None:
        reference.quote(event.body, at)
    return []


def see_report(state: State, event: Report, at: int) -> list[Deed]:
    """A report about an account, or about instruments (then one deed for each)."""
    if event.account is not None:
        changes.learn_report(state.account(event.account, at).access, at)
    if event.body.says != "suspicious_instrument":
        return []
    return [Deed(REPORT, at, 0.0, _NOWHERE, symbol=symbol) for symbol in event.body.about]


def see_control(state: State, event: Control, at: int) -> list[Deed]:
    """A freeze or its release teaches the account; a brake or its end is a deed for stage 2."""
    body = event.body
    until = to_milliseconds(body.until) if body.until else None
    if body.control in {"brake", "unbrake"}:
        brake = body.group if body.control == "brake" else "none"
        return [Deed(BRAKE, at, 0.0, _NOWHERE, symbol=body.symbol or "", brake=brake, until=until or 0)]
    if event.account is not None:
        state_of = state.account(event.account, at).access
        if body.control == "freeze":
            changes.learn_freeze(state_of, body.scope, until, at)
        else:
            changes.learn_release(state_of, body.scope)
    return []
