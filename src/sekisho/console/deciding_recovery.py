"""Decide about recoveries: two people look, one after the other, and each signs what he has looked at (C-09)."""

from sekisho.authentication.operations.recoveries import agree, refuse
from sekisho.authentication.operations.recovery_standing import next_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.recoveries import NoSuchRecoveryError, recovery_of
from sekisho.authentication.types.recovery import CaseState, RecoveryCase
from sekisho.console.matters import Decision, Fact, Facts, Matter
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.types.faults import SamePersonError, StateError, UnknownError
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text
from sekisho.web.operations.clock import now
from sekisho.web.types.recoveries import PATHS, PROOFS, TRIGGERS


def case_of(name: str) -> RecoveryCase:
    """A recovery as it stands.

    Raises:
        UnknownError: there is none.

    """
    try:
        return recovery_of(case=name)
    except NoSuchRecoveryError as error:
        raise UnknownError(name) from error


def lines_of(case: RecoveryCase) -> tuple[Fact, ...]:
    """What was shown, by whom, and on what it rests."""
    return tuple(
        (PROOFS[proof.kind], Text(f"{proof.by}、{proof.evidence}", f"{proof.by}, {proof.evidence}"))
        for proof in case.proofs
    )


def _examining(by: str, reference: str) -> Facts:
    case = case_of(reference)
    if case.state is CaseState.WAITING and next_of(case, at=now()).expected is None:
        raise StateError
    if case.state not in {CaseState.REVIEW, CaseState.WAITING, CaseState.OPEN}:
        raise StateError
    if case.examined_by:
        access_staff(by=by, permission=Permission.RECOVERY_APPROVE)
    if f"staff:{by}" in {case.principal, case.examined_by}:
        raise SamePersonError
    account = principal_of(ref=case.principal).subject
    place = Text("二人目", "second") if case.examined_by else Text("一人目", "first")
    return Facts(
        summary=Text(f"口座 {account} の再登録（{place.ja}の確認）", f"Recovery of account {account}, {place.en} look"),
        lines=(
            (Text("口座", "Account"), account),
            (Text("方法", "Way"), PATHS[case.path]),
            (Text("理由", "Reason"), TRIGGERS[case.trigger]),
            *lines_of(case),
            (Text("一人目", "First"), case.examined_by or "–"),
        ),
        content={
            "case": case.id, "principal": case.principal, "path": case.path.value, "examined_by": case.examined_by,
            "proofs": [[proof.kind.value, proof.by, proof.evidence, proof.at] for proof in case.proofs],
        },
    )  # fmt: skip


def _examined(decision: Decision) -> None:
    staff = f"staff:{decision.by}"
    if decision.approve:
        agree(case=decision.reference, staff=staff, at=decision.at)
    else:
        refuse(case=decision.reference, staff=staff, reason=f"evidence {decision.evidence}", at=decision.at)


RECOVERY = Matter(
    kind="recovery", label=Text("再登録の確認", "A recovery"), permission=Permission.RECOVERY_REVIEW,
    facts=_examining, carry_out=_examined, place="/staff/recoveries/{}",
)  # fmt: skip
