"""Put the groups of facts together into one row, in the order of the catalogue."""

from sekisho.activity.rules import access, changes, sessions
from sekisho.activity.rules.context import Account, Context
from sekisho.activity.rules.layout import KEY, S_FLAGS
from sekisho.activity.rules.risk import session_risk
from sekisho.activity.rules.state import State
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.facts import FactRow

NO_ORDER: FactRow = [None] * 29
NO_CASH: FactRow = [None] * 8
NO_REFERENCE: FactRow = [None] * 12
NO_FLOW: FactRow = [None] * 10
NO_INSTRUMENT: FactRow = NO_REFERENCE + NO_FLOW
NO_MONEY: FactRow = NO_ORDER + NO_CASH + NO_INSTRUMENT
"""The groups ORDER, CASH and INSTRUMENT of an event that moves nothing."""
_NO_MARKET_AND_RISK: FactRow = [None] * 8
_OF_LOGIN: FactRow = [None] * 7
ADDRESS_MISSING, DEVICE_MISSING = 11, 12


def login_row(state: State, account: Account, context: Context, flags: int, outcome: str) -> FactRow:
    """The row of a login: there is no session yet to compare with, only others beside it."""
    access_state = account.access
    return [
        *context.head,
        None,
        None,
        None,
        outcome,
        *sessions.FLAG_FACTS[flags],
        *access.access_facts(access_state, context, flags),
        *_OF_LOGIN,
        sessions.parallel_sessions(access_state, context),
        *changes.change_facts(access_state, context.at, changes.LOGIN_SCOPE),
        *NO_MONEY,
        *state.place_facts(context, access_state[KEY]),
        *_NO_MARKET_AND_RISK,
    ]


def head(account: Account, context: Context, flags: int, named: FactRow, needed: int) -> FactRow:
    """Groups EVENT, ACCESS, SESSION and CHANGES. ``named``: field, action, factor_kind, outcome of the event."""
    state = account.access
    return [
        *context.head,
        *named,
        *sessions.FLAG_FACTS[flags],
        *access.access_facts(state, context, flags),
        *sessions.session_facts(state, context),
        *changes.change_facts(state, context.at, needed),
    ]


def finish(state: State, account: Account, context: Context, row: FactRow) -> float:
    """Append the group SURROUNDINGS, its stage-2 part still empty. Returns the session risk."""
    row += state.place_facts(context, account.access[KEY])
    row += _NO_MARKET_AND_RISK
    risk = row[-1] = session_risk(row)
    return risk


def enter(account: Account, context: Context) -> int:
    """Tie the event to its session and take over from it what the event leaves out. Returns the session's flags."""
    state = account.access
    place = context.session_place = sessions.find_session(state, context)
    if place < 0:
        return 0
    sessions.adopt(state, context)
    context.head[ADDRESS_MISSING] = not context.network
    context.head[DEVICE_MISSING] = not context.device
    return int(state[place + S_FLAGS])


def keys_of(context: Context) -> tuple[float, float, float, float]:
    """Network, operator, agent and exact browser string, as stage 2 wants them."""
    return context.network, context.asn, context.agent, context.agent_exact


def plain_deed(what: int, account: Account, context: Context, risk: float) -> Deed:
    """A deed that carries nothing but where it came from."""
    return Deed(what, context.at, account.access[KEY], keys_of(context), risk)
