"""What waits for somebody: one line for each kind of thing that he could decide, with how many wait.

Whoever adds pages with something to decide adds a line to ``WAITING``.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sekisho.authentication.operations.recovery_standing import waits_for
from sekisho.authentication.queries.opt_out_proposals import proposals_waiting
from sekisho.authentication.queries.policy_desk import override_records, sunset_records, versions
from sekisho.authentication.queries.recoveries import recovery_queue
from sekisho.authentication.queries.waves import standings
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.authentication.types.rollout import WaveState
from sekisho.console.deciding_policy import may_sign
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
        Text("受け付けた辞退", "Opt-outs at the desk"),
        "/staff/opt-outs",
        Permission.OPT_OUT_APPROVE,
        lambda by: sum(each.request.staff != f"staff:{by}" for each in proposals_waiting()),
    ),
    Waiting(
        Text("段階の必須化の開始", "Waves to enforce"),
        "/staff/waves",
        Permission.POLICY_APPROVE,
        lambda by: sum(
            each.state is WaveState.BEGUN and each.asked_by not in {"", f"staff:{by}"} for each in standings()
        ),
    ),
    Waiting(
        Text("認証方針の確認", "Drafts of the policy to review"),
        "/staff/policy",
        Permission.POLICY_REVIEW,
        lambda by: sum(each.state is PolicyState.DRAFT and each.author != f"staff:{by}" for each in versions()),
    ),
    Waiting(
        Text("認証方針の承認", "Versions of the policy to sign"),
        "/staff/policy",
        Permission.POLICY_APPROVE,
        lambda by: sum(
            each.state is PolicyState.REVIEWED and may_sign(by, each.author, each.signatures) for each in versions()
        ),
    ),
    Waiting(
        Text("確認方法の終わりの承認", "Ends of factors to sign"),
        "/staff/policy",
        Permission.POLICY_APPROVE,
        lambda by: sum(
            each.state is PolicyState.DRAFT and may_sign(by, each.author, each.signatures) for each in sunset_records()
        ),
    ),
    Waiting(
        Text("緊急の例外の承認", "Emergencies to sign"),
        "/staff/policy",
        Permission.OVERRIDE_APPROVE,
        lambda by: sum(
            each.state is PolicyState.DRAFT
            and each.override.ends > now()
            and may_sign(by, each.author, each.signatures)
            for each in override_records()
        ),
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
