"""Put the groups of facts together into one row, in the order of the catalogue."""

from sekisho.activity.rules import access, changes, sessions
from sekisho.activity.rules.context import Account, Context
from sekisho.activity.rules.layout import KEY
from sekisho.activity.rules.risk import session_risk
from sekisho.activity.types.deed import Deed
from sekisho.activity.rules.state import State
from sekisho.activity.types.facts import FactRow

NO_ORDER: FactRow = [None] * 29
NO_CASH: FactRow = [None] * 8
NO_REFERENCE: FactRow = [None] * 12
NO_FLOW: FactRow = [None] * 10
NO_INSTRUMENT: FactRow = NO_REFERENCE + NO_FLOW
_NO_MARKET: FactRow = [None] * 7
_OF_LOGIN: FactRow = [None] * 7
ADDRESS_MISSING, DEVICE_MISSING = 11, 12


def head(account: Account, context: Context, flags: int, named: FactRow, needed: int) -> FactRow:
    """Groups EVENT, ACCESS, SESSION and CHANGES. ``named``: field, action, factor_kind, outcome of the event."""
    state = account.access
    session = sessions.session_facts(state, context)
    if context.head[0] == "login":
        session = _OF_LOGIN + session[-1:]
    return [
        *context.head,
        *named,
        *sessions.flag_facts(flags),
        *access.access_facts(state, context, flags),
        *session,
        *changes.change_facts(state, context.at, needed),
    ]


def finish(state: State, account: Account, context: Context, row: FactRow) -> float:
    """Append the group SURROUNDINGS, its stage-2 part still empty. Returns the session risk."""
    row += state.place_facts(context, account.access[KEY])
    row += _NO_MARKET
    risk = session_risk(row)
    row.append(risk)
    return risk


def enter(account: Account, context: Context) -> int:
    """Tie the event to its session and take over from it what the event leaves out. Returns the session's flags."""
    state = account.access
    context.session_place = sessions.find_session(state, context)
    sessions.adopt(state, context)
    context.head[ADDRESS_MISSING] = not context.network
    context.head[DEVICE_MISSING] = not context.device
    return sessions.session_flags(state, context.session_place)


def keys_of(context: Context) -> tuple[float, float, float, float]:
    """Network, operator, agent and exact browser string, as stage 2 wants them."""
    return context.network, context.asn, context.agent, context.agent_exact


def plain_deed(what: int, account: Account, context: Context, risk: float) -> Deed:
    """A deed that carries nothing but where it came from."""
    return Deed(what, context.at, account.access[KEY], keys_of(context), risk)
