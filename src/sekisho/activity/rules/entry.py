"""Stage 1 for logins, authenticators and settings."""

from array import array

from sekisho.activity.rules import access, changes, sessions, trading
from sekisho.activity.rules.changes import SCOPES
from sekisho.activity.rules.context import Context, begin_trading, key_of
from sekisho.activity.rules.layout import KEY
from sekisho.activity.rules.rows import NO_MONEY, enter, keys_of, login_row, missing, plain_deed, row_of
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import CHANGE, LOGIN, Deed
from sekisho.activity.types.events import RELAYABLE_CODES, Factor, Login, Profile
from sekisho.activity.types.facts import FactRow


def see_login(state: State, account: "array[float]", context: Context, event: Login) -> Seen:
    """Facts before the login is learnt, then what it teaches."""
    body, at = event.body, context.at
    outcome, flags = body.outcome, sessions.flags_of(body.factors)
    context.flags = flags
    same = access.same_place(account, context)
    degraded = missing(account, context, session=True)
    row, risk = login_row(state, account, context, outcome, same=same)
    failed = outcome == "failure"
    if outcome == "success":
        access.learn_success(account, context, flags, same=same)
        sessions.open_session(account, context)
    elif failed:
        access.learn_failure(account, at, code=not RELAYABLE_CODES.isdisjoint(body.factors))
    elif outcome == "abandoned":
        access.learn_abandoned(account, at)
    return Seen(row, (Deed(LOGIN, at, account[KEY], keys_of(context), risk, failed),), degraded)


def see_factor(state: State, account: "array[float]", context: Context, event: Factor) -> Seen:
    """An authenticator is enrolled, removed or recovered."""
    kind, action = event.body.kind, event.body.action
    enter(account, context)
    row, risk = row_of(state, account, context, (None, action, kind, None), NO_MONEY, needed=0)
    changes.learn_factor(account, kind, action, context.at)
    return _change(account, context, row, risk)


def see_profile(state: State, account: "array[float]", context: Context, event: Profile) -> Seen:
    """A setting is about to change."""
    field, action, new = event.body.field, event.body.action, event.body.new
    enter(account, context)
    needed = SCOPES["bank_change"] if field == "bank_account" else SCOPES["api"] * (field == "api_key")
    row, risk = row_of(state, account, context, (field, action, None, None), NO_MONEY, needed=needed)
    changes.learn_profile(account, field, action, context.at)
    if field == "bank_account" and new:
        begin_trading(account)
        trading.learn_bank(account, key_of(new), context.at)
    return _change(account, context, row, risk)


def _change(account: "array[float]", context: Context, row: FactRow, risk: float) -> Seen:
    degraded = missing(account, context, session=context.session_place >= 0)
    return Seen(row, (plain_deed(CHANGE, account, context, risk),), degraded)
