"""Colleagues: the list, one of them, and everything that one person alone may do about him."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.types.assurance import Acr
from sekisho.console.deciding_staff import RESUMPTION, ROLE, STAFF, roles_in_words
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.inviting import invitation_for
from sekisho.console.matters import DECIDED
from sekisho.console.menu import screen
from sekisho.firms.operations.invitations import propose_invitation, show_code
from sekisho.firms.operations.roles import end_role, propose_role
from sekisho.firms.operations.staff import dismiss_staff, register_staff, suspend_staff
from sekisho.firms.queries.staff import access_member, access_open_roles, access_staff_list
from sekisho.firms.types.faults import StateError, TakenError
from sekisho.firms.types.invitations import CODE_DIGITS, spelled
from sekisho.firms.types.permissions import LABELS, Permission, Role
from sekisho.firms.types.staff import EMPLOYED, STAFF_ID, Dossier, StaffMember, StaffState
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import digest_of, digits, identifier

_STATES = {
    StaffState.PROPOSED: Text("承認待ち", "Proposed"),
    StaffState.ACTIVE: Text("利用中", "Active"),
    StaffState.SUSPENDED: Text("停止中", "Stopped"),
    StaffState.LEFT: Text("終了", "Left"),
}
_BAD_ID = Text(
    "職員番号は、半角の英小文字・数字・ハイフンの40文字までにしてください。",
    "The staff id may have lower-case letters, digits and hyphens, at most 40.",
)
_BAD_NAME = Text("氏名を入れてください。", "Please enter a name.")
_DONE = {
    **DECIDED,
    "suspend": Text("利用を停止しました。ログインも終了します。", "Stopped, and logged out everywhere."),
    "dismiss": Text("登録を終了しました。", "Ended."),
    "end": Text("役割を外しました。", "The role was taken away."),
    "invite": Text(
        "招待を申請しました。別の人の承認を待っています。", "The invitation waits for somebody else's decision."
    ),
}
_LONGEST_REASON = 200


@require_safe
@staff(Permission.STAFF_READ)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody."""
    by, member = actor_of(request), member_of(request)
    asked = {each for each, _, _ in access_open_roles(by=by)}
    lines = [{**_line(each), "waits": each.id in asked} for each in access_staff_list(by=by)]
    return screen(
        request, "console/people.html", people=lines, may_register=member.may(Permission.STAFF_REGISTER)
    )  # fmt: skip


@require_safe
@staff(Permission.STAFF_READ)
def person(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, with what can be done about him."""
    return _person(request, name)


def _person(request: HttpRequest, name: str, **context: Any) -> HttpResponse:  # noqa: ANN401 - for the template
    by, member = actor_of(request), member_of(request)
    with told(back="/staff/people"):
        found = access_member(by=by, staff=name)
    who = found.member
    acts = who.state in EMPLOYED
    open_ = {role for role, _ in found.asked}
    return screen(
        request, "console/person.html", person=_line(who), dossier=found, acts=acts,
        done=_DONE.get(request.GET.get("done", "")),
        decisions=_decisions(found, by) if member.may(Permission.STAFF_APPROVE) else (),
        may_register=member.may(Permission.STAFF_REGISTER), may_suspend=member.may(Permission.STAFF_SUSPEND),
        held=_roles(who.roles), missing=_roles(set(Role) - who.roles - open_),
        invitation=invitation_for(found, viewer=member, at=call_of(request).at),
        **context,
    )  # fmt: skip


@require_POST
@staff(Permission.STAFF_REGISTER)
def invite(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask for an invitation to set up a key."""
    with told(back=f"/staff/people/{name}"):
        propose_invitation(invitation=identifier("iv"), staff=name, by=actor_of(request), at=call_of(request).at)
    return HttpResponseRedirect(f"/staff/people/{name}?done=invite")


@require_POST
@staff(Permission.STAFF_READ, acr=Acr.PHRH, within=5 * MINUTE)
def code(request: HttpRequest, name: str) -> HttpResponse:
    """Show the viewer's code of an invitation, once."""
    shown = digits(CODE_DIGITS)
    with told(back=f"/staff/people/{name}"):
        until = show_code(staff=name, by=actor_of(request), digest=digest_of(shown), at=call_of(request).at)
    return _person(request, name, code=spelled(shown), until=until)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.STAFF_REGISTER)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks for a new colleague; POST proposes him."""
    call, given = call_of(request), request.POST
    name, text = given.get("staff", "").strip(), " ".join(given.get("name", "").split())[:100]
    roles = [Role(word) for word in given.getlist("role") if word in set(Role)]
    if request.method != "POST":
        return _asked(request)
    if not STAFF_ID.fullmatch(name) or not text:
        refused = _BAD_NAME if STAFF_ID.fullmatch(name) else _BAD_ID
        return _asked(request, status=400, staff=name, name=text, chosen=roles, refused=refused)
    try:
        register_staff(staff=name, name=text, roles=roles, by=actor_of(request), at=call.at)
    except TakenError as error:
        return _asked(request, status=409, staff=name, name=text, chosen=roles, refused=error.reason)
    return HttpResponseRedirect(f"/staff/people/{name}?done=proposed")


@require_POST
@staff(Permission.STAFF_SUSPEND)
def stop(request: HttpRequest, name: str) -> HttpResponseBase:
    """Stop somebody at once, or end his time here."""
    deed = request.POST.get("do", "")
    act = dismiss_staff if deed == "dismiss" else suspend_staff
    with told(back=f"/staff/people/{name}"):
        act(staff=name, by=actor_of(request), reason=_reason(request), at=call_of(request).at)
    return HttpResponseRedirect(f"/staff/people/{name}?done={'dismiss' if deed == 'dismiss' else 'suspend'}")


@require_POST
@staff(Permission.STAFF_READ)
def roles(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask for a role, or take one away."""
    word, call, by = request.POST.get("role", ""), call_of(request), actor_of(request)
    with told(back=f"/staff/people/{name}"):
        if word not in set(Role):
            raise StateError
        if request.POST.get("do") == "end":
            end_role(staff=name, role=Role(word), by=by, reason=_reason(request), at=call.at)
            return HttpResponseRedirect(f"/staff/people/{name}?done=end")
        propose_role(staff=name, role=Role(word), by=by, at=call.at)
    return HttpResponseRedirect(f"/staff/people/{name}?done=proposed")


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("reason", "").split())[:_LONGEST_REASON] or "-"


def _line(member: StaffMember) -> dict[str, Any]:
    return {
        "id": member.id, "name": member.name, "state": _STATES[member.state],
        "roles": roles_in_words(tuple(member.roles)), "active": member.state is StaffState.ACTIVE,
        "bad": member.state is StaffState.SUSPENDED, "off": member.state is not StaffState.ACTIVE,
    }  # fmt: skip


def _decisions(found: Dossier, by: str) -> list[dict[str, Any]]:
    """What waits about him, each with whether the viewer asked for it himself."""
    who, everything = found.member, roles_in_words(tuple(role for role, _ in found.asked))
    if who.state is StaffState.PROPOSED:
        return [_decision(STAFF, who.id, everything, mine=found.registered_by == by)]
    if who.state is StaffState.SUSPENDED:
        return [_decision(RESUMPTION, who.id, _stopped(found), mine=found.suspended_by == by)]
    return [
        _decision(ROLE, f"{who.id}:{role.value}", LABELS[role], mine=by in {asked, who.id})
        for role, asked in found.asked
    ]


def _stopped(found: Dossier) -> Text:
    return Text(f"停止した人: {found.suspended_by}", f"Stopped by {found.suspended_by}")


def _decision(matter: Any, reference: str, what: Text, *, mine: bool) -> dict[str, Any]:  # noqa: ANN401 - a Matter
    return {
        "kind": matter.kind, "label": matter.label, "reference": reference, "what": what, "mine": mine,
        "refusable": matter.refusable,
    }  # fmt: skip


def _roles(roles: set[Role] | frozenset[Role], chosen: tuple[Role, ...] = ()) -> list[dict[str, Any]]:
    return [{"value": role.value, "label": LABELS[role], "chosen": role in chosen} for role in Role if role in roles]


def _asked(request: HttpRequest, *, status: int = 200, chosen: Any = (), **context: Any) -> HttpResponse:  # noqa: ANN401
    shown = _roles(set(Role), tuple(chosen))
    return screen(request, "console/person_new.html", status=status, roles=shown, **context)
