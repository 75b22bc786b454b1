"""What the journal hears of logins: every outcome, with what a judgement of risk needs and nothing secret."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sekisho.authentication.operations.login.writing import Going
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.login import methods
from sekisho.authentication.rules.neighbours import network_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.lockouts import Barrier
from sekisho.authentication.types.login import Arrival
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.policy_questions import Answer
from sekisho.journal.queries.reading import find
from sekisho.journal.types.faults import KeyConflictError
from sekisho.kernel.moments import MINUTE


def note_login(outcome: str, going: Going, arrival: Arrival, **payload: Any) -> None:  # noqa: ANN401 - plain JSON
    """An entry ``authentication:login:<outcome>``; last in its transaction."""
    note(
        f"authentication:login:{outcome}",
        about=_about(going),
        at=arrival.at,
        **_told(going, arrival),
        **payload,
    )


def note_failed(going: Going, arrival: Arrival, factor: FactorCode, reason: str) -> None:
    """A factor was wrong."""
    note_login("failed", going, arrival, factor=factor.value, reason=reason)


def note_refused(
    going: Going, arrival: Arrival, reason: Refusal, *, factor: FactorCode | None = None, answer: Answer | None = None
) -> None:
    """It ends here, whatever was right about it."""
    note_login(
        "refused",
        going,
        arrival,
        reason=reason.value,
        factor=factor.value if factor else "",
        policy=judged(answer) if answer else None,
    )


def note_downgrade(going: Going, arrival: Arrival, factor: FactorCode, answer: Answer) -> None:
    """Somebody who holds a passkey came with less, and with the right one: the password is known to somebody."""
    note_login("downgrade_refused", going, arrival, factor=factor.value, policy=judged(answer))


def note_challenged(going: Going, arrival: Arrival, wanted: Sequence[FactorCode], answer: Answer) -> None:
    """More was asked for."""
    note_login("challenged", going, arrival, wanted=[factor.value for factor in wanted], policy=judged(answer))


def note_turned_away(going: Going, arrival: Arrival, barrier: Barrier) -> None:
    """Closed paths are tried again and again: once a minute is enough to know it."""
    key = f"login:barrier:{going.subject}:{barrier.stage.value}:{arrival.at // MINUTE}"
    payload = {**_told(going, arrival), "reason": Refusal.BARRIER.value, "stage": barrier.stage.value}
    _note_once(key, about=_about(going), at=arrival.at, payload=payload)


def note_old_client(arrival: Arrival) -> None:
    """A program that is too old asks again and again: once a minute for its network is enough to know it."""
    visit = arrival.visit
    network = network_of(visit.ip)
    key = f"login:client:{network}:{visit.client[:64]}:{arrival.at // MINUTE}"
    payload = {
        "reason": Refusal.CLIENT_OLD.value, "network": network, "channel": visit.channel, "client": visit.client[:64],
    }  # fmt: skip
    _note_once(key, about="", at=arrival.at, payload=payload)


def _note_once(key: str, *, about: str, at: int, payload: Mapping[str, Any]) -> None:
    if find(key) is not None:
        return
    try:
        with transaction.atomic():
            note("authentication:login:refused", about=about, at=at, key=key, **payload)
    except KeyConflictError:
        return  # somebody else wrote it at the same moment


def judged(answer: Answer) -> dict[str, object]:
    """What the policy said, for the record."""
    return {
        "version": answer.policy,
        "digest": answer.digest,
        "result": answer.result.value,
        "rules": list(answer.demand.rules),
        "reasons": [reason.value for reason in answer.reasons],
    }


def _about(going: Going) -> str:
    return going.who.subject if going.who else ""


def _told(going: Going, arrival: Arrival) -> dict[str, Any]:
    visit = arrival.visit
    return {
        "attempt": going.attempt.id,
        "principal": going.who.ref if going.who else "",
        "operation": going.attempt.operation.value,
        "factors": [factor.value for factor in going.attempt.factors],
        "amr": list(methods(going.attempt.factors)),
        "channel": visit.channel,
        "ip": visit.ip,
        "device": visit.device,
        "user_agent": visit.user_agent[:512],
        "client": visit.client[:64],
        "language": visit.language,
    }
