"""The rows of logins: a login is written down at its first outcome, and moves by conditional updates."""

from dataclasses import dataclass

from sekisho.authentication import models
from sekisho.authentication.queries.devices import use_of
from sekisho.authentication.rules.devices import known
from sekisho.authentication.rules.login import MOVES, operation_for
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.login import LIFE, Arrival, Attempt, LoginEvent, LoginState, LoginTools
from sekisho.authentication.types.principals import Principal, PrincipalKind

UNWRITTEN = -1
"""The step of a login that has no row yet."""
_ENDS = frozenset({LoginState.SIGNED_IN, LoginState.REFUSED, LoginState.EXPIRED})


class LostError(Exception):
    """Another request took this login on at the same moment, or what it rests on was taken away meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A login on its way: its state, who it is, and under what its failures are counted."""

    attempt: Attempt
    who: Principal | None
    subject: str

    @property
    def ref(self) -> str:
        """Its name, for the page to go on with; empty while it has no row."""
        return "" if self.attempt.step == UNWRITTEN else self.attempt.id


def begun(who: Principal | None, subject: str, arrival: Arrival) -> Going:
    """A login that has just begun and is not written down yet."""
    kind = who.kind if who else PrincipalKind.CUSTOMER
    attempt = Attempt(
        id=arrival.attempt, browser=arrival.visit.session, principal=who.ref if who else "",
        operation=operation_for(kind, known_device=False), state=LoginState.NAMED, acr=Acr.NONE, factors=(),
        authenticators=(), auth_time=0, started=arrival.at, expires=arrival.at + LIFE, step=UNWRITTEN,
    )  # fmt: skip
    return Going(attempt=attempt, who=who, subject=subject)


def known_device(who: Principal | None, arrival: Arrival, tools: LoginTools) -> bool:
    """Whether he signed in on this device before."""
    if who is None or not arrival.visit.device:
        return False
    return known(use_of(principal=who.ref, device=arrival.visit.device), at=arrival.at, rules=tools.devices)


def move(going: Going, event: LoginEvent, arrival: Arrival, *, reason: str = "", session: str = "") -> None:
    """Write where an event leads; within the caller's transaction where it must hold together with more.

    Raises:
        LostError: another request took it on meanwhile.

    """
    attempt = going.attempt
    state = MOVES[attempt.state, event]
    changes: dict[str, object] = {
        "state": state.value,
        "operation": attempt.operation.value,
        "acr": attempt.acr.value,
        "factors": [factor.value for factor in attempt.factors],
        "authenticators": list(attempt.authenticators),
        "auth_time": attempt.auth_time,
        "ended": arrival.at if state in _ENDS else None,
        "reason": reason,
        "session": session,
        "step": attempt.step + 1,
    }
    if attempt.step == UNWRITTEN:
        _create(going, arrival, changes)
    elif models.LoginAttempt.objects.filter(id=attempt.id, step=attempt.step).update(**changes) != 1:
        raise LostError(attempt.id)


def close_failed(going: Going, arrival: Arrival, factor: FactorCode, reason: str) -> None:
    """A first factor that failed ends what had hardly begun; a login that has a row goes on."""
    if going.attempt.step != UNWRITTEN:
        return
    _create(
        going,
        arrival,
        {
            "state": LoginState.REFUSED.value,
            "operation": going.attempt.operation.value,
            "factors": [factor.value],
            "ended": arrival.at,
            "reason": reason,
        },
    )


def _create(going: Going, arrival: Arrival, changes: dict[str, object]) -> None:
    visit, attempt = arrival.visit, going.attempt
    models.LoginAttempt.objects.create(
        id=attempt.id, browser=attempt.browser, principal_id=attempt.principal or None, subject=going.subject,
        started=attempt.started, expires=attempt.expires, channel=visit.channel, ip=visit.ip, device=visit.device,
        user_agent=visit.user_agent[:512], client=visit.client[:64], **changes,
    )  # fmt: skip
