"""Decide about colleagues: whether somebody begins, gets a role, comes back."""

from sekisho.console.matters import Decision, Fact, Facts, Matter
from sekisho.firms.operations.roles import decide_role
from sekisho.firms.operations.staff import approve_staff, refuse_staff, resume_staff
from sekisho.firms.queries.staff import access_member
from sekisho.firms.types.faults import SamePersonError, StateError
from sekisho.firms.types.permissions import LABELS, Permission, Role
from sekisho.firms.types.staff import Dossier, StaffState
from sekisho.kernel.texts import Text

_ID, _NAME = Text("職員番号", "Staff id"), Text("氏名", "Name")
_ASKED_BY = Text("申請した人", "Asked for by")


def roles_in_words(roles: tuple[Role, ...]) -> Text:
    """Names of roles in a line."""
    found = [LABELS[role] for role in sorted(roles)]
    return Text("、".join(each.ja for each in found) or "なし", ", ".join(each.en for each in found) or "none")


def _who(found: Dossier) -> tuple[Fact, ...]:
    return (_ID, found.member.id), (_NAME, found.member.name)


def _joining(by: str, reference: str) -> Facts:
    found = access_member(by=by, staff=reference)
    if found.member.state is not StaffState.PROPOSED:
        raise StateError
    if found.registered_by == by:
        raise SamePersonError
    roles = roles_in_words(tuple(role for role, _ in found.asked))
    name = found.member.name
    return Facts(
        summary=Text(f"{name}さんの登録（役割: {roles.ja}）", f"{name} joins as: {roles.en}"),
        lines=(*_who(found), (Text("役割", "Roles"), roles), (_ASKED_BY, found.registered_by)),
        content={
            "staff": found.member.id, "name": name, "registered_by": found.registered_by,
            "roles": [role.value for role, _ in found.asked],
        },
    )  # fmt: skip


def _join(decision: Decision) -> None:
    decide = approve_staff if decision.approve else refuse_staff
    decide(staff=decision.reference, by=decision.by, at=decision.at, evidence=decision.evidence)


def _parts(reference: str) -> tuple[str, Role]:
    staff, _, word = reference.rpartition(":")
    if word not in set(Role):
        raise StateError
    return staff, Role(word)


def _asking(by: str, reference: str) -> Facts:
    staff, role = _parts(reference)
    found = access_member(by=by, staff=staff)
    asked = dict(found.asked).get(role)
    if asked is None:
        raise StateError
    if by in {asked, staff}:
        raise SamePersonError
    name, label = found.member.name, LABELS[role]
    return Facts(
        summary=Text(f"{name}さんに役割「{label.ja}」を追加", f"{name} becomes: {label.en}"),
        lines=(
            *_who(found),
            (Text("追加する役割", "New role"), label),
            (Text("いまの役割", "Roles now"), roles_in_words(tuple(found.member.roles))),
            (_ASKED_BY, asked),
        ),
        content={"staff": staff, "name": name, "role": role.value, "proposed_by": asked},
    )


def _give(decision: Decision) -> None:
    staff, role = _parts(decision.reference)
    decide_role(
        staff=staff, role=role, approve=decision.approve, by=decision.by, at=decision.at, evidence=decision.evidence
    )


def _returning(by: str, reference: str) -> Facts:
    found = access_member(by=by, staff=reference)
    if found.member.state is not StaffState.SUSPENDED:
        raise StateError
    if found.suspended_by == by:
        raise SamePersonError
    name = found.member.name
    return Facts(
        summary=Text(f"{name}さんの利用を再開", f"{name} works again"),
        lines=(
            *_who(found),
            (Text("停止した人", "Stopped by"), found.suspended_by),
            (Text("役割", "Roles"), roles_in_words(tuple(found.member.roles))),
        ),
        content={"staff": found.member.id, "name": name, "suspended_by": found.suspended_by},
    )


def _return(decision: Decision) -> None:
    resume_staff(
        staff=decision.reference, by=decision.by, reason="approved", at=decision.at, evidence=decision.evidence
    )


STAFF = Matter(
    kind="staff", label=Text("職員の登録", "A new member of staff"), permission=Permission.STAFF_APPROVE,
    facts=_joining, carry_out=_join, place="/staff/people/{}",
)  # fmt: skip
ROLE = Matter(
    kind="role", label=Text("役割の追加", "A role"), permission=Permission.STAFF_APPROVE,
    facts=_asking, carry_out=_give, place="/staff/people/{}",
)  # fmt: skip
RESUMPTION = Matter(
    kind="staff-resumption", label=Text("職員の利用の再開", "A member of staff works again"),
    permission=Permission.STAFF_APPROVE, facts=_returning, carry_out=_return, place="/staff/people/{}", refusable=False,
)  # fmt: skip
