"""What the staff's menu shows to whom, in its order; and one way to render a page with it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from sekisho.console.guarding import known_member
from sekisho.firms.types.permissions import Permission
from sekisho.firms.types.staff import StaffMember
from sekisho.kernel.texts import Text
from sekisho.web.operations.pages import page


class Entry(NamedTuple):
    """One line of the menu; without a permission everybody on the staff sees it."""

    href: str
    label: Text
    permission: Permission | None = None


class Group(NamedTuple):
    """Lines that belong together, under a heading."""

    label: Text
    entries: tuple[Entry, ...]


MENU: tuple[Group, ...] = (
    Group(Text("しごと", "Work"), (Entry("/staff/", Text("ホーム", "Home")),)),
    Group(
        Text("お客さま", "Customers"),
        (
            Entry("/staff/customers", Text("お客さまを探す", "Find a customer"), Permission.CUSTOMER_READ),
            Entry("/staff/recoveries", Text("再登録の手続き", "Recoveries"), Permission.RECOVERY_REVIEW),
            Entry("/staff/opt-outs", Text("受け付けた辞退", "Opt-outs at the desk"), Permission.CUSTOMER_READ),
        ),
    ),
    Group(
        Text("組織", "The firm"),
        (
            Entry("/staff/policy", Text("認証方針", "Authentication policy"), Permission.POLICY_READ),
            Entry("/staff/waves", Text("段階的な必須化", "Waves"), Permission.POLICY_READ),
            Entry("/staff/figures", Text("普及の状況", "How far it has come"), Permission.POLICY_READ),
            Entry("/staff/evidence", Text("署名の証拠", "Evidence"), Permission.EVIDENCE_READ),
            Entry("/staff/people", Text("職員と役割", "Staff and roles"), Permission.STAFF_READ),
            Entry("/staff/clients", Text("APIクライアント", "API clients"), Permission.CLIENT_READ),
            Entry("/staff/journal", Text("記録（監査）", "Journal (audit)"), Permission.JOURNAL_READ),
        ),
    ),
    Group(Text("自分", "Yourself"), (Entry("/staff/me", Text("自分の鍵とログイン", "My keys and sessions")),)),
)
"""Everything that has a page of its own; whoever adds one adds a line, or a group between the first and the last."""


class Line(NamedTuple):
    """An entry as the page shows it."""

    href: str
    label: Text
    here: bool


class Section(NamedTuple):
    """A group as the page shows it."""

    label: Text
    lines: tuple[Line, ...]


def menu_for(member: StaffMember | None, *, address: str, groups: Iterable[Group] = MENU) -> tuple[Section, ...]:
    """What somebody may see, with the page he is on; nothing for somebody who is not at work."""
    if member is None:
        return ()
    return tuple(
        Section(group.label, lines) for group in groups if (lines := _lines(group, member, address))
    )  # fmt: skip


def _lines(group: Group, member: StaffMember, address: str) -> tuple[Line, ...]:
    seen = (each for each in group.entries if each.permission is None or member.may(each.permission))
    return tuple(Line(each.href, each.label, here=_is_here(each.href, address)) for each in seen)


def _is_here(href: str, address: str) -> bool:
    return address == href or (not href.endswith("/") and address.startswith(f"{href}/"))


def screen(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401
    """A page of the console."""
    member = known_member(request)
    menu = menu_for(member, address=request.path)
    return page(request, template, status=status, menu=menu, member=member, **context)
