"""Put the groups of facts together into one row, in the order of the catalogue."""

from array import array

from sekisho.activity.rules import access, changes, sessions
from sekisho.activity.rules.context import Context, Facts
from sekisho.activity.rules.layout import KEY, LOGINS, S_FLAGS, SENSITIVE_AT
from sekisho.activity.rules.risk import STIRRED, session_risk
from sekisho.activity.rules.state import State
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.facts import FactRow

NO_ORDER: Facts = (None,) * 29
NO_CASH: Facts = (None,) * 8
NO_FLOW: Facts = (None,) * 10
NO_INSTRUMENT: Facts = (None,) * 22
NO_MONEY: Facts = NO_ORDER + NO_CASH + NO_INSTRUMENT
"""The groups ORDER, CASH and INSTRUMENT of an event that moves nothing."""
UNNAMED: Facts = (None,) * 4
"""``field`` to ``outcome`` of an event that has none of them."""
_NO_MARKET_AND_RISK: Facts = (None,) * 8
_BEFORE_SESSION: Facts = (None,) * 7
_COMPLETE: tuple[str, ...] = ()


def login_row(
    state: State, account: "array[float]", context: Context, outcome: str, *, same: bool
) -> tuple[FactRow, float]:
    """The row of a login: there is no session yet to compare with, only others beside it.

    Device and network learn of the attempt on the way. Returns the session risk beside it.
    """
    flags = context.flags
    row: FactRow = [
        context.kind,
        context.word,
        *context.time,
        *context.place,
        not context.network,
        not context.device,
        None,
        None,
        None,
        outcome,
        *sessions.FLAG_FACTS[flags],
        *access.access_facts(account, context, flags, same=same),
        *_BEFORE_SESSION,
        sessions.parallel_sessions(account, context),
        *changes.change_facts(account, context.at, changes.LOGIN_SCOPE),
        *NO_MONEY,
        *state.sign_in(context, account[KEY], failed=outcome == "failure"),
        *_NO_MARKET_AND_RISK,
    ]
    risk = row[-1] = session_risk(row, stirred=context.at - account[SENSITIVE_AT] < STIRRED)
    return row, risk


def enter(account: "array[float]", context: Context) -> None:
    """Tie the event to its session and take over from it what the event leaves out."""
    place = context.session_place = sessions.find_session(account, context.session, context.device, context.at)
    if place >= 0:
        sessions.adopt(account, context)
        context.flags = int(account[place + S_FLAGS])


def row_of(
    state: State, account: "array[float]", context: Context, named: Facts, money: Facts, *, needed: int
) -> tuple[FactRow, float]:
    """The row of any event but a login, after ``enter``.

    ``named``: the facts ``field`` to ``outcome``; ``money``: the groups ORDER, CASH and INSTRUMENT; ``needed``: the
    freeze scopes that would cover the event. Returns the session risk beside it.
    """
    flags, same = context.flags, access.same_place(account, context)
    row: FactRow = [
        context.kind,
        context.word,
        *context.time,
        *context.place,
        not context.network,
        not context.device,
        *named,
        *sessions.FLAG_FACTS[flags],
        *access.access_facts(account, context, flags, same=same),
        *sessions.session_facts(account, context),
        *changes.change_facts(account, context.at, needed),
        *money,
        *state.place_facts(context, account[KEY]),
        *_NO_MARKET_AND_RISK,
    ]
    risk = row[-1] = session_risk(row, stirred=context.at - account[SENSITIVE_AT] < STIRRED)
    return row, risk


def keys_of(context: Context) -> tuple[float, float, float, float]:
    """Network, operator, agent and exact browser string, as stage 2 wants them."""
    return context.network, context.asn, context.agent, context.agent_exact


def plain_deed(what: int, account: "array[float]", context: Context, risk: float) -> Deed:
    """A deed that carries nothing but where it came from."""
    return Deed(what, context.at, account[KEY], keys_of(context), risk)


def missing(account: "array[float]", context: Context, *, session: bool) -> tuple[str, ...]:
    """What is missing to judge who is there; ``session``: whether the event's session is known, or begins with it."""
    if session and context.device and context.network and account[LOGINS]:
        return _COMPLETE
    lacks = {
        "no_profile": not account[LOGINS],
        "no_session": not session,
        "no_address": not context.network,
        "no_device": not context.device,
    }
    return tuple(code for code, lacking in lacks.items() if lacking)
