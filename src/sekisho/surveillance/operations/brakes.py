"""Brakes on buying of one name: proposed by an alert, placed and lifted by two people (A-06)."""

from sekisho.activity.types.events import Control, ControlBody
from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.moments import from_milliseconds, to_milliseconds, to_rfc3339
from sekisho.surveillance.rules.braking import LONGEST, proposal_of, stops
from sekisho.surveillance.types.alert import Alert
from sekisho.surveillance.types.brake import BrakeProposal, Group

_REASON = 512
_NAME = 64


class BrakeError(ValueError):
    """A brake may not be placed or lifted like this; the message names the field and what to do."""


def propose_brake(*, alert: Alert) -> BrakeProposal | None:
    """The brake an alert deserves, or ``None`` when it deserves none. Does nothing by itself."""
    return proposal_of(alert)


def place_brake(*, proposal: BrakeProposal, by: str, approved_by: str, at: int, until: int) -> Control:
    """The control event that stops buying of the proposal's name from ``at`` until ``until`` (milliseconds UTC).

    The event takes effect when it is fed into the stream, as every fact does; sells stay open. Its id is
    fixed by its content, so that sending it twice is one brake.

    Raises:
        BrakeError: the two people are not two; the brake has no end after its beginning, or lasts over 3 days.

    """
    _two_people(by, approved_by)
    if until <= at:
        message = f"until: the brake must end after it begins ({to_rfc3339(at)}); give a later moment"
        raise BrakeError(message)
    if until - at > LONGEST:
        message = f"until: a brake lasts 3 days at most; end it by {to_rfc3339(at + LONGEST)} and place it anew then"
        raise BrakeError(message)
    return _control(
        ControlBody(
            control="brake",
            by=by,
            approved_by=approved_by,
            reason=f"{proposal.alert} {proposal.detector}: {proposal.en}"[:_REASON],
            until=from_milliseconds(until),
            symbol=proposal.symbol,
            group=proposal.group,
        ),
        at,
    )


def lift_brake(*, brake: Control, by: str, approved_by: str, reason: str, at: int) -> Control:
    """The control event that ends ``brake`` before its time.

    Raises:
        BrakeError: the two people are not two; there is no reason; ``brake`` is no brake.

    """
    _two_people(by, approved_by)
    if brake.body.control != "brake":
        message = f"brake: {brake.id} is a {brake.body.control}; only a brake can be lifted here"
        raise BrakeError(message)
    if not reason.strip() or len(reason) > _REASON:
        message = f"reason: say in 1 to {_REASON} characters why buying is safe again"
        raise BrakeError(message)
    body = ControlBody(
        control="unbrake",
        by=by,
        approved_by=approved_by,
        reason=reason,
        symbol=brake.body.symbol,
        group=brake.body.group,
    )
    return _control(body, at)


def stopped(*, brake: Control, at: int, side: str, session_risk: float | None) -> bool:
    """Whether ``brake`` stops an order of ``side`` at ``at``: never a sell, and nothing outside its time."""
    body = brake.body
    if body.control != "brake" or body.until is None or at < to_milliseconds(brake.at):
        return False
    group: Group = body.group
    return stops(group=group, until=to_milliseconds(body.until), at=at, side=side, session_risk=session_risk)


def _two_people(by: str, approved_by: str) -> None:
    one, other = by.strip(), approved_by.strip()
    if not one or not other or max(len(one), len(other)) > _NAME:
        message = f"by, approved_by: name both people in 1 to {_NAME} characters"
        raise BrakeError(message)
    if one.casefold() == other.casefold():
        message = f"approved_by: {other!r} may not approve their own brake; another person must"
        raise BrakeError(message)


def _control(body: ControlBody, at: int) -> Control:
    content = [body.control, body.symbol, body.group, body.by, body.approved_by, body.reason, at, str(body.until)]
    return Control(id=f"brake-{sha256_hex(canonical(content))[:24]}", at=from_milliseconds(at), body=body)
