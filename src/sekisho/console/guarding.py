"""Who may see a staff page: ``@staff(Permission.…)``, the one guard of a view in the console.

::

    @require_safe
    @staff(Permission.CLIENT_READ)
    def clients(request): ...

    @require_POST
    @staff(Permission.CLIENT_APPROVE, acr=Acr.PHRH, within=5 * MINUTE)
    def approve(request): ...            # approve_client(by=actor_of(request), …)

A member of staff is asked anew at each request, so that whoever was suspended a moment ago is out.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from sekisho.authentication.types.assurance import Acr
from sekisho.firms.queries.staff import access_staff, givers_of, staff_member
from sekisho.firms.types.faults import NotAllowedError, UnknownError
from sekisho.firms.types.permissions import LABELS, PERMISSIONS, ROLES, Permission
from sekisho.firms.types.staff import StaffMember, StaffState
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import STAFF, signed_in
from sekisho.web.types.problems import Problem, RefusedError, Step

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[Concatenate[HttpRequest, P], R]
_MEMBER = "_sekisho_member"
_START = Step(label=Text("職員のホームへ", "To the staff home"), href="/staff/")
_LOGIN = Step(label=Text("ログインの画面へ", "To the login page"), href="/staff/login")


def staff(
    permission: Permission | None = None, *, acr: Acr = Acr.PHR, within: int | None = None
) -> Callable[[View[P, R]], View[P, R | HttpResponseBase]]:
    """Only members of staff who work here and have the permission, signed in surely and lately enough.

    Args:
        permission: what the view does; None for what everybody on the staff may see.
        acr: how surely they must have signed in.
        within: how long ago at most, in milliseconds.

    """

    def decorate(view: View[P, R]) -> View[P, R | HttpResponseBase]:
        @wraps(view)
        def admitted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            setattr(request, _MEMBER, _member(call_of(request).signed_in.ref.removeprefix("staff:"), permission))
            return view(request, *args, **kwargs)

        return signed_in(kinds=STAFF, acr=acr, within=within)(cast("View[P, R]", admitted))

    return decorate


def member_of(request: HttpRequest) -> StaffMember:
    """Who is at work, in a view behind ``staff``."""
    return cast("StaffMember", getattr(request, _MEMBER))


def known_member(request: HttpRequest) -> StaffMember | None:
    """The same, and None on pages before the login."""
    return getattr(request, _MEMBER, None)


def actor_of(request: HttpRequest) -> str:
    """His id, as operations take it (``by=``), in a view behind ``staff``."""
    return member_of(request).id


def _member(by: str, permission: Permission | None) -> StaffMember:
    """The member of staff, if he may.

    Raises:
        RefusedError: he does not work here (any more), or lacks the permission; the page says which, and who gives it.

    """
    try:
        found = staff_member(staff=by)
        if found.state is not StaffState.ACTIVE:
            raise RefusedError(_NOT_AT_WORK)
        return access_staff(by=by, permission=permission) if permission else found
    except UnknownError as error:
        raise RefusedError(_NOT_AT_WORK) from error
    except NotAllowedError as error:
        raise RefusedError(lacking(error.permission)) from error


def lacking(permission: Permission) -> Problem:
    """The page for somebody without the permission: what it is called, which roles have it, and whom to ask."""
    name = PERMISSIONS[permission]
    roles = [LABELS[role] for role, allowed in ROLES.items() if permission in allowed]
    ask = "、".join(each.name for each in givers_of()), ", ".join(each.name for each in givers_of())
    return Problem(
        status=403,
        code="permission_lacking",
        title=Text("この画面を使う権限がありません", "You lack the permission for this page"),
        detail=Text(
            f"必要な権限: {name.ja}（{permission.value}）。この権限を持つ役割: {'、'.join(each.ja for each in roles)}。"
            f"必要な場合は、次の人に役割の追加を依頼してください: {ask[0]}",
            f"What is needed: {name.en} ({permission.value}). Roles that have it: "
            f"{', '.join(each.en for each in roles)}. If you need it, ask one of these for a role: {ask[1]}",
        ),
        steps=(_START,),
        extra={"permission": permission.value},
    )


_NOT_AT_WORK = Problem(
    status=403,
    code="not_at_work",
    title=Text("職員としての利用が止まっています", "Your access as a member of staff has been stopped"),
    detail=Text(
        "利用が停止されているか、登録がまだ承認されていません。心当たりがない場合は、すぐに同僚か管理者へ知らせてください。",
        "It was suspended, has ended, or was not approved yet. If you did not expect this, tell a colleague or an "
        "administrator at once.",
    ),
    steps=(_LOGIN,),
)  # fmt: skip
