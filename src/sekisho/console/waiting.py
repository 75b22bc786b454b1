"""What waits for somebody: one line for each kind of thing that he could decide, with how many wait.

Whoever adds pages with something to decide adds a line to ``WAITING``.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sekisho.authentication.operations.recovery_standing import waits_for
from sekisho.authentication.queries.recoveries import recovery_queue
from sekisho.firms.queries.clients import clients_to_decide
from sekisho.firms.queries.invitations import invitations_to_decide
from sekisho.firms.queries.staff import roles_to_decide, staff_to_decide
from sekisho.firms.types.permissions import Permission
from sekisho.firms.types.staff import StaffMember
from sekisho.kernel.texts import Text
from sekisho.web.operations.clock import now


class Waiting(NamedTuple):
    """Something that can wait: what it is, where it is decided, by whom, and how many he could decide now.

    ``waits`` takes the id of a member of staff and leaves out what he himself asked for.
    """

    label: Text
    href: str
    permission: Permission
    waits: Callable[[str], int]


class Pile(NamedTuple):
    """A line of the home page."""

    label: Text
    href: str
    number: int


WAITING: tuple[Waiting, ...] = (
    Waiting(
        Text("再登録の確認", "Recoveries to look at"),
        "/staff/recoveries",
        Permission.RECOVERY_REVIEW,
        lambda by: sum(waits_for(each, by, at=now()) for each in recovery_queue()),
    ),
    Waiting(
        Text("職員の登録", "New members of staff"),
        "/staff/people",
        Permission.STAFF_APPROVE,
        lambda by: len(staff_to_decide(by=by)),
    ),
    Waiting(
        Text("役割の追加", "Roles"), "/staff/people", Permission.STAFF_APPROVE, lambda by: len(roles_to_decide(by=by))
    ),
    Waiting(
        Text("鍵の登録への招待", "Invitations to set up a key"),
        "/staff/people",
        Permission.STAFF_APPROVE,
        lambda by: len(invitations_to_decide(by=by, at=now())),
    ),
    Waiting(
        Text("APIクライアントの登録・変更", "API clients"),
        "/staff/clients",
        Permission.CLIENT_APPROVE,
        lambda by: len(clients_to_decide(by=by)),
    ),
)
"""Every kind of thing that can wait, in the order of the page."""


def piles_for(member: StaffMember, *, kinds: Iterable[Waiting] = WAITING) -> tuple[Pile, ...]:
    """What he may decide, with how many of each wait for him; also where none does."""
    return tuple(Pile(each.label, each.href, each.waits(member.id)) for each in kinds if member.may(each.permission))
