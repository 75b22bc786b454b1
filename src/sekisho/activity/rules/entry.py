"""Stage 1 for logins, authenticators and settings."""

from sekisho.activity.rules import access, changes, sessions, trading
from sekisho.activity.rules.changes import SCOPES
from sekisho.activity.rules.context import Account, Context, key_of
from sekisho.activity.rules.layout import KEY, LOGINS, S_DEVICE
from sekisho.activity.rules.risk import session_risk
from sekisho.activity.rules.rows import NO_MONEY, enter, finish, head, keys_of, login_row, plain_deed
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import CHANGE, LOGIN, Deed
from sekisho.activity.types.events import PHISHING_RESISTANT, RELAYABLE_CODES, Answer, Factor, Login, Profile
from sekisho.activity.types.facts import FactRow

_TAUGHT_ONLY = frozenset({"use", "fail", "lock"})


def see_login(state: State, account: Account, context: Context, event: Login) -> Seen:
    """Facts before the login is learnt, then what it teaches."""
    body = event.body
    outcome, flags = body.outcome, sessions.flags_of(body.factors)
    row = login_row(state, account, context, flags, outcome)
    risk = row[-1] = session_risk(row)
    degraded = degraded_access(account, context, session=True)
    failed = outcome == "failure"
    state.learn_place(context, account.access[KEY], failed=failed)
    if outcome == "success":
        access.learn_success(account.access, context, flags)
        sessions.open_session(account.access, context, flags)
    elif failed:
        access.learn_failure(account.access, context.at, code=any(word in RELAYABLE_CODES for word in body.factors))
    elif outcome == "abandoned":
        access.learn_abandoned(account.access, context.at)
    deed = Deed(LOGIN, context.at, account.access[KEY], keys_of(context), risk, failed)
    return Seen(row, deed, degraded)


def see_factor(state: State, account: Account, context: Context, event: Factor) -> Seen:
    """Enrolment, removal and recovery are decided; uses and failures only teach."""
    kind, action = event.body.kind, event.body.action
    if action in _TAUGHT_ONLY:
        if action == "fail":
            access.learn_failure(account.access, context.at, code=kind in RELAYABLE_CODES)
        return Seen()
    flags = enter(account, context)
    seen = _change(state, account, context, head(account, context, flags, [None, action, kind, None], 0))
    changes.learn_factor(account.access, kind, action, context.at)
    return seen


def see_profile(state: State, account: Account, context: Context, event: Profile) -> Seen:
    """A setting is about to change."""
    body = event.body
    flags = enter(account, context)
    needed = SCOPES["bank_change"] if body.field == "bank_account" else SCOPES["api"] * (body.field == "api_key")
    seen = _change(
        state, account, context, head(account, context, flags, [body.field, body.action, None, None], needed)
    )
    changes.learn_profile(account.access, body.field, body.action, context.at)
    if body.field == "bank_account" and body.new:
        trading.learn_bank(account.trading(), key_of(body.new), context.at)
    return seen


def _change(state: State, account: Account, context: Context, row: FactRow) -> Seen:
    row += NO_MONEY
    degraded = degraded_access(account, context, session=context.session_place >= 0)
    risk = finish(state, account, context, row)
    return Seen(row, plain_deed(CHANGE, account, context, risk), degraded)


def see_answer(account: Account, context: Context, event: Answer) -> None:
    """The customer answered; a phishing-resistant yes also vouches for the device of the session."""
    strong = event.body.factor in PHISHING_RESISTANT
    changes.learn_answer(account.access, event.body.answer, context.at, strong=strong)
    if event.body.answer == "yes" and strong:
        place = sessions.find_session(account.access, context)
        access.confirm_device(account.access, account.access[place + S_DEVICE] if place >= 0 else context.device)


def degraded_access(account: Account, context: Context, *, session: bool) -> tuple[str, ...]:
    """What is missing to judge who is there."""
    if session and context.device and context.network and account.access[LOGINS]:
        return ()
    missing = {
        "no_profile": not account.access[LOGINS],
        "no_session": not session,
        "no_address": not context.network,
        "no_device": not context.device,
    }
    return tuple(code for code, lacks in missing.items() if lacks)
