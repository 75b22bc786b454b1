"""Whether an opt-out may be made, and whether its records are whole. Pure: everything is in the arguments."""

from collections.abc import Collection, Iterable, Mapping

from sekisho.authentication.rules.opt_out_terms import Terms, together
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.opt_out import (
    BY_STAFF,
    LONGEST_NOTE,
    REMINDED_BEFORE,
    Decline,
    Granted,
    Obstacle,
    OptOut,
    OptOutRequest,
)
from sekisho.authentication.types.risk_texts import RISK_TEXTS
from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.moments import DAY, HOUR

TICKED_WITHIN = 2 * HOUR
"""How long before handing in an acknowledgement may have been ticked, in milliseconds."""


def obstacles(request: OptOutRequest, *, terms: Terms, held: Collection[FactorCode], at: int) -> tuple[Obstacle, ...]:
    """Everything that stands against an opt-out; empty where nothing does.

    Args:
        request: what was handed in.
        terms: of the policy in force, for each operation; what is missing is not allowed.
        held: factors that he can use today.
        at: now, in milliseconds.

    """
    checks = (
        _about_operations(request, terms),
        [Obstacle.HOLDS_STRONG] if any(FACTORS[each].phishing_resistant for each in held) else [],
        _about_text(request, at),
        [] if _alternative_stands(request, terms, held) else [Obstacle.ALTERNATIVE],
        [] if request.evidence else [Obstacle.NO_EVIDENCE],
        [] if _two_people(request) else [Obstacle.TWO_PEOPLE],
        [] if _note_stands(request) else [Obstacle.NO_NOTE],
    )
    return tuple(each for check in checks for each in check)


def granted(request: OptOutRequest, *, terms: Terms) -> Granted | None:
    """The terms over all operations of the request; None where one of them has none."""
    found = [terms.get(operation) for operation in request.operations]
    return together(each for each in found if each is not None) if all(found) else None


def valid_until(terms: Granted, *, at: int) -> int:
    """When the opt-out ends by itself, in milliseconds."""
    return at + terms.valid_days * DAY


def digest_of(record: OptOut) -> str:
    """The digest of a record: over all that was recorded when it was made, and the record before it."""
    request = record.request
    content: Mapping[str, object] = {
        "id": record.id, "number": record.number, "principal": request.principal,
        "operations": sorted(request.operations), "declined": sorted(request.declined), "reason": request.reason,
        "note": request.note, "risk_version": request.risk_version, "language": request.language,
        "shown": request.shown, "shown_digest": record.shown_digest, "ticked": dict(request.ticked),
        "alternative": request.alternative, "evidence": request.evidence, "channel": request.channel,
        "staff": request.staff, "approver": request.approver, "controls": sorted(record.controls),
        "valid_from": record.valid_from, "valid_until": record.valid_until, "policy": record.policy,
        "previous": record.previous,
    }  # fmt: skip
    return sha256_hex(canonical(content))


def first_broken(records: Iterable[OptOut]) -> OptOut | None:
    """The first of a customer's records, oldest first, that was changed or whose forerunner is gone."""
    previous, number = "", 1
    for record in records:
        if record.number != number or record.previous != previous or digest_of(record) != record.digest:
            return record
        previous, number = record.digest, number + 1
    return None


def reminder_due(record: OptOut, *, at: int) -> int | None:
    """The latest reminder that is due and did not go out; None where there is none.

    Reminders that were missed are not made up for one by one.
    """
    if not record.standing(at):
        return None
    due = [record.until - before for before in REMINDED_BEFORE if record.until - before <= at]
    latest = max(due, default=None)
    return latest if latest is not None and latest not in record.reminded else None


def _about_operations(request: OptOutRequest, terms: Terms) -> list[Obstacle]:
    if not request.operations:
        return [Obstacle.NOTHING]
    if any(not OPERATIONS[operation].opt_out for operation in request.operations):
        return [Obstacle.FLOOR]
    return [] if granted(request, terms=terms) else [Obstacle.POLICY]


def _about_text(request: OptOutRequest, at: int) -> list[Obstacle]:
    text = RISK_TEXTS.get(request.risk_version)
    if text is None or text.version != max(RISK_TEXTS):
        return [Obstacle.TEXT_UNKNOWN]
    if request.shown != text.shown(request.language):
        return [Obstacle.TEXT_CHANGED]
    if set(request.ticked) != set(text.acknowledgements):
        return [Obstacle.NOT_TICKED]
    right = all(at - TICKED_WITHIN <= moment <= at for moment in request.ticked.values())
    return [] if right else [Obstacle.TICKED_WRONG]


def _alternative_stands(request: OptOutRequest, terms: Terms, held: Collection[FactorCode]) -> bool:
    found = granted(request, terms=terms)
    return request.alternative in held and (found is None or request.alternative in found.alternatives)


def _two_people(request: OptOutRequest) -> bool:
    if request.channel in BY_STAFF:
        return bool(request.staff and request.approver) and request.staff != request.approver
    return not request.staff and not request.approver


def _note_stands(request: OptOutRequest) -> bool:
    needed = request.reason is Decline.OTHER
    return len(request.note) <= LONGEST_NOTE and (bool(request.note.strip()) or not needed)
