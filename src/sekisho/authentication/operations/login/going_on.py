"""From a right factor to the next step: ask the policy, and do what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from sekisho.authentication.operations.login.entering import enter
from sekisho.authentication.operations.login.telling import note_challenged, note_downgrade, note_refused
from sekisho.authentication.operations.login.writing import Going, LostError, known_device, move
from sekisho.authentication.operations.policy_decisions import record
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.delegations import accounts_of, may
from sekisho.authentication.queries.enrolments import enrolment_view
from sekisho.authentication.queries.freezes import access_stopped
from sekisho.authentication.queries.opt_outs import opt_out_view
from sekisho.authentication.rules.login import (
    event_of,
    held_of,
    is_downgrade,
    offered_factors,
    operation_for,
    reached,
    standing_of,
)
from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.delegations import DENIALS, Denial
from sekisho.authentication.types.login import (
    Arrival,
    LoginEvent,
    LoginTools,
    MustEnrol,
    NextFactor,
    Step,
    Stopped,
)
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.policy_questions import Answer, Held, Question
from sekisho.authentication.types.policy_reasons import REASONS
from sekisho.authentication.types.principals import Principal, PrincipalKind, PrincipalState
from sekisho.authentication.types.proofs import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What the ways on from here need to know."""

    tools: LoginTools
    arrival: Arrival
    going: Going
    who: Principal
    proof: Proof
    held: tuple[Held, ...]
    answer: Answer
    acting: str
    known: bool


def advance(tools: LoginTools, arrival: Arrival, going: Going, proof: Proof) -> Step:
    """Take a right factor into account."""
    who = going.who
    if who is None or proof.principal != who.ref:
        message = "the proof is another's"
        raise ValueError(message)
    acting = _acting(who, arrival)
    if isinstance(acting, Denial):
        note_refused(going, arrival, Refusal.POLICY, factor=proof.factor)
        return Stopped(reason=Refusal.POLICY, text=DENIALS[acting])
    known = known_device(who, arrival, tools)
    further = _with(going, proof, operation_for(who.kind, known_device=known))
    held = held_of(authenticators_of(principal=who.ref))
    question = _question(arrival, further, who, held, known=known)
    answer = evaluate(tools.policy, question)
    record(question=question, answer=answer, principal=who.ref)  # there is no session yet
    case = _Case(
        tools=tools, arrival=arrival, going=further, who=who, proof=proof, held=held, answer=answer, acting=acting,
        known=known,
    )  # fmt: skip
    try:
        return _downgraded(case, going) if is_downgrade(answer) else _ways(case)
    except LostError:
        return Stopped.because(Refusal.OVER)


def _acting(who: Principal, arrival: Arrival) -> str | Denial:
    """The account that a delegate acts for; empty where he has several and chooses later (C-23)."""
    if who.kind is not PrincipalKind.AGENT:
        return ""
    if arrival.acting:
        answer = may(agent=who.ref, operation=OperationCode.LOGIN, account=arrival.acting, at=arrival.at)
        return arrival.acting if answer.denial is None else answer.denial
    accounts = accounts_of(agent=who.ref, at=arrival.at)
    return accounts[0].account if len(accounts) == 1 else ""


def _with(going: Going, proof: Proof, operation: OperationCode) -> Going:
    before = going.attempt
    factors = (*(each for each in before.factors if each is not proof.factor), proof.factor)
    authenticators = (*(each for each in before.authenticators if each != proof.authenticator), proof.authenticator)
    attempt = replace(
        before, operation=operation, factors=factors, authenticators=authenticators, auth_time=proof.at,
        acr=reached(factors),
    )  # fmt: skip
    return replace(going, attempt=attempt)


def _question(arrival: Arrival, going: Going, who: Principal, held: tuple[Held, ...], *, known: bool) -> Question:
    attempt, visit = going.attempt, arrival.visit
    return Question(
        operation=attempt.operation,
        at=arrival.at,
        channel=visit.channel,
        facts={**who.facts, "new_device": not known, **arrival.facts},
        held=held,
        standing=standing_of(
            factors=attempt.factors, authenticators=attempt.authenticators, auth_time=attempt.auth_time,
            device=visit.device,
        ),
        opt_out=opt_out_view(principal=who.ref, at=arrival.at),
        enrolment=enrolment_view(principal=who.ref),
        device=visit.device,
    )  # fmt: skip


def _ways(case: _Case) -> Step:
    account = case.who.account or case.acting
    channel = case.arrival.visit.channel
    frozen = bool(account) and access_stopped(account=account, channel=channel, at=case.arrival.at)
    event = event_of(case.answer, frozen=frozen)
    if event is LoginEvent.ENOUGH and case.who.state is not PrincipalState.ACTIVE:
        return _refuse(case, Stopped.because(Refusal.CLOSED))
    return _WAYS[event](case)


@transaction.atomic
def _downgraded(case: _Case, before: Going) -> Stopped:
    """The login stays open for the passkey; what was shown does not count."""
    move(before, LoginEvent.FACTOR_FAILED, case.arrival)
    note_downgrade(case.going, case.arrival, case.proof.factor, case.answer)
    return Stopped.because(Refusal.DOWNGRADE, attempt=case.going.attempt.id)


@transaction.atomic
def _more(case: _Case) -> NextFactor:
    factors = offered_factors(case.held, case.answer.offers)
    move(case.going, LoginEvent.MORE_NEEDED, case.arrival)
    note_challenged(case.going, case.arrival, factors, case.answer)
    return NextFactor(
        attempt=case.going.attempt.id, factors=factors, offers=case.answer.offers,
        text=REASONS[case.answer.reasons[0]], answer=case.answer,
    )  # fmt: skip


@transaction.atomic
def _enrol(case: _Case) -> MustEnrol:
    move(case.going, LoginEvent.ENROLMENT_NEEDED, case.arrival)
    note_challenged(case.going, case.arrival, case.answer.enrol, case.answer)
    return MustEnrol(
        attempt=case.going.attempt.id, principal=case.who.ref, factors=case.answer.enrol, answer=case.answer
    )


def _deny(case: _Case) -> Stopped:
    return _refuse(case, Stopped(reason=Refusal.POLICY, text=REASONS[case.answer.reasons[0]]))


@transaction.atomic
def _refuse(case: _Case, stopped: Stopped) -> Stopped:
    move(case.going, LoginEvent.DENIED, case.arrival, reason=stopped.reason.value)
    note_refused(case.going, case.arrival, stopped.reason, factor=case.proof.factor, answer=case.answer)
    return stopped


def _enter(case: _Case) -> Step:
    return enter(
        case.tools, case.arrival, case.going, who=case.who, answer=case.answer, acting=case.acting, known=case.known
    )


_WAYS: Mapping[LoginEvent, Callable[[_Case], Step]] = {
    LoginEvent.MORE_NEEDED: _more,
    LoginEvent.ENROLMENT_NEEDED: _enrol,
    LoginEvent.DENIED: _deny,
    LoginEvent.ACCOUNT_FROZEN: _enter,
    LoginEvent.ENOUGH: _enter,
}
