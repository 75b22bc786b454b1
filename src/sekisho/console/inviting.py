"""Invite a colleague to set up a key: what his page shows, and what is decided."""

from typing import Any

from sekisho.console.matters import Decision, Facts, Matter
from sekisho.firms.operations.invitations import decide_invitation
from sekisho.firms.queries.invitations import access_invitation, ever_enrolled
from sekisho.firms.queries.staff import access_member
from sekisho.firms.types.faults import SamePersonError, StateError
from sekisho.firms.types.invitations import Invitation, InvitationState
from sekisho.firms.types.permissions import Permission
from sekisho.firms.types.staff import EMPLOYED, Dossier, StaffMember
from sekisho.kernel.texts import Text
from sekisho.web.operations.clock import now

_ENROLLED = {
    False: Text("まだ鍵を登録していません", "He has not set up a key yet"),
    True: Text(
        "登録したことがあります。使うと、いまの鍵は外れます", "He has set one up before; those end with the new one"
    ),
}


def invitation_for(found: Dossier, *, viewer: StaffMember, at: int) -> dict[str, Any] | None:
    """The invitation as the colleague's page shows it to ``viewer``; None where it does not concern him."""
    who = found.member
    if who.state not in EMPLOYED or who.id == viewer.id:
        return None
    open_ = access_invitation(by=viewer.id, staff=who.id, at=at)
    shown: dict[str, Any] = {"enrolled": _ENROLLED[ever_enrolled(staff=who.id)]}
    if open_ is None:
        return {**shown, "may_ask": True} if viewer.may(Permission.STAFF_REGISTER) else None
    if open_.state is InvitationState.OPEN:
        return {**shown, "hands_over": viewer.id in {open_.proposed_by, open_.decided_by}, "waits_for": _others(open_)}
    decides = viewer.may(Permission.STAFF_APPROVE) and viewer.id != open_.proposed_by
    return {**shown, "decides": decides, "asked": True, "by": open_.proposed_by}


def _others(open_: Invitation) -> Text:
    if not open_.proposed_by:
        return Text("導入の担当者", "whoever installed the node")
    return Text(f"{open_.proposed_by}と{open_.decided_by}", f"{open_.proposed_by} and {open_.decided_by}")


def _inviting(by: str, reference: str) -> Facts:
    who = access_member(by=by, staff=reference).member
    open_ = access_invitation(by=by, staff=reference, at=now())
    if open_ is None or open_.state is not InvitationState.PROPOSED:
        raise StateError
    if by in {open_.proposed_by, reference}:
        raise SamePersonError
    return Facts(
        summary=Text(f"{who.name}さんを鍵の登録へ招待", f"{who.name} is invited to set up a key"),
        lines=(
            (Text("氏名", "Name"), who.name),
            (Text("職員番号", "Staff id"), who.id),
            (Text("これまで", "So far"), _ENROLLED[ever_enrolled(staff=reference)]),
            (Text("申請した人", "Asked for by"), open_.proposed_by),
        ),
        content={"staff": who.id, "name": who.name, "invitation": open_.id, "proposed_by": open_.proposed_by},
    )


def _invite(decision: Decision) -> None:
    decide_invitation(
        staff=decision.reference, approve=decision.approve, by=decision.by, at=decision.at, evidence=decision.evidence
    )


INVITATION = Matter(
    kind="invitation", label=Text("鍵の登録への招待", "An invitation to set up a key"),
    permission=Permission.STAFF_APPROVE, facts=_inviting, carry_out=_invite, place="/staff/people/{}",
)  # fmt: skip
