"""How a login moves from state to state, how sure it has become, and what the policy is asked about it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.login import LoginEvent, LoginState
from sekisho.authentication.types.policy_questions import Answer, Held, Result, Standing
from sekisho.authentication.types.policy_reasons import Reason
from sekisho.authentication.types.principals import PrincipalKind

_S, _E = LoginState, LoginEvent
_FROM_ANYWHERE = {
    _E.MORE_NEEDED: _S.PROVED,
    _E.ENROLMENT_NEEDED: _S.ENROLLING,
    _E.ACCOUNT_FROZEN: _S.FROZEN,
    _E.ENOUGH: _S.SIGNED_IN,
    _E.DENIED: _S.REFUSED,
    _E.TIME_OVER: _S.EXPIRED,
}
OPEN = (_S.NAMED, _S.PROVED, _S.ENROLLING, _S.FROZEN)
"""Where a login can still go on."""
MOVES: Mapping[tuple[LoginState, LoginEvent], LoginState] = MappingProxyType(
    {
        **{(state, event): after for state in OPEN for event, after in _FROM_ANYWHERE.items()},
        **{(state, _E.FACTOR_FAILED): state for state in OPEN},
    }
)
"""Every move there is; what has ended stays ended."""

_EVENTS: Mapping[Result, LoginEvent] = MappingProxyType(
    {Result.STEP_UP: _E.MORE_NEEDED, Result.ENROL: _E.ENROLMENT_NEEDED, Result.DENIED: _E.DENIED}
)


def after(state: LoginState, event: LoginEvent) -> LoginState | None:
    """Where an event leads; None where it cannot happen."""
    return MOVES.get((state, event))


def event_of(answer: Answer, *, frozen: bool) -> LoginEvent:
    """What the policy's answer means for the login. Who has shown enough learns that the account is frozen.

    An answer of ``read_only`` lets somebody look: every further operation asks the policy anew.
    """
    event = _EVENTS.get(answer.result, LoginEvent.ENOUGH)
    return LoginEvent.ACCOUNT_FROZEN if event is LoginEvent.ENOUGH and frozen else event


def is_downgrade(answer: Answer) -> bool:
    """Whether somebody who holds a phishing-resistant factor tried something weaker."""
    return Reason.DOWNGRADE in answer.reasons


_FIRST = frozenset({FactorCode.PASSWORD, FactorCode.UPSTREAM})
"""First factors."""


def reached(factors: Iterable[FactorCode]) -> Acr:
    """The class that these factors reach together.

    Anything below ``phr`` needs the password beside it, or a login at the firm's other site that stands for it: a code
    alone is one factor, as the password alone is.
    """
    shown = set(factors)
    best = max((FACTORS[factor].acr for factor in shown), default=Acr.NONE)
    if best >= Acr.PHR or best is Acr.NONE:
        return best
    return best if _FIRST & shown else Acr.PASSWORD


def methods(factors: Iterable[FactorCode]) -> tuple[str, ...]:
    """The RFC 8176 values of these factors in the order used; ``mfa`` only where they are several factors in fact."""
    shown = tuple(dict.fromkeys(factors))
    found = dict.fromkeys(value for factor in shown for value in FACTORS[factor].amr)
    if reached(shown) < Acr.MFA:
        found.pop("mfa", None)
    return tuple(found)


def granted(answer: Answer, acr: Acr) -> Acr:
    """The class of the session: what was shown, and next to nothing for those who may only look."""
    return min(acr, Acr.PASSWORD) if answer.result is Result.READ_ONLY else acr


def operation_for(kind: PrincipalKind, *, known_device: bool) -> OperationCode:
    """Which operation of the catalogue a login is."""
    if kind is PrincipalKind.STAFF:
        return OperationCode.STAFF_LOGIN
    return OperationCode.LOGIN if known_device else OperationCode.LOGIN_NEW_DEVICE


def comes_in_by(kind: PrincipalKind, *, staff: bool) -> bool:
    """Whether somebody of this kind comes in by this door: staff by theirs, everybody else by the customers'."""
    return (kind is PrincipalKind.STAFF) is staff


def held_of(authenticators: Iterable[Authenticator]) -> tuple[Held, ...]:
    """Authenticators as a policy sees them."""
    return tuple(
        Held(
            authenticator=each.id,
            factor=each.factor,
            created=each.created,
            suspended=not each.active,
            hold_until=each.hold_until,
            auto_created=each.credential is not None and each.credential.auto_created,
            confirmed=each.confirmed,
            profiles=frozenset({each.credential.attestation_profile} if each.credential is not None else ()),
        )
        for each in authenticators
    )


def standing_of(
    *, factors: Sequence[FactorCode], authenticators: Sequence[str], auth_time: int, device: str
) -> Standing:
    """What was shown so far, as a policy sees it."""
    return Standing(
        acr=reached(factors),
        auth_time=auth_time,
        factors=frozenset(factors),
        authenticators=frozenset(authenticators),
        device=device,
    )


def offered_factors(held: Iterable[Held], offers: Sequence[str]) -> tuple[FactorCode, ...]:
    """The factors behind the offered authenticators, the strongest first, each once."""
    found = {each.factor for each in held if each.authenticator in offers}
    return tuple(sorted(found, key=lambda factor: -FACTORS[factor].rank))
