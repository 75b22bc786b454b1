"""What is done again and again while the node runs, whether anything happened or not."""

from collections.abc import Callable
from typing import NamedTuple

from sekisho.authentication.operations.grants.seeing import forget
from sekisho.authentication.operations.locks import settle_releases
from sekisho.authentication.operations.login import sweep_logins
from sekisho.gateway.operations.oidc.telling import tell_logouts
from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.notices.operations.sending import send_due
from sekisho.project.reactions.broadcasting import continue_broadcasts
from sekisho.web.operations.clock import now
from sekisho.web.operations.outlets import outlets
from sekisho.web.operations.resources import safe


class Chore(NamedTuple):
    """One of them: its name, how long it rests between two rounds (milliseconds), and what it does at a moment."""

    name: str
    every: int
    deed: Callable[[int], object]


def send_notices(_at: int) -> object:
    """Hand over what waits to be sent."""
    return send_due(outlets=outlets(), safe=safe(), clock=now)


def tell_clients(_at: int) -> object:
    """Tell clients of logouts."""
    return tell_logouts()


def forget_seen(at: int) -> object:
    """Forget proofs and statements that are out of their time."""
    return forget(at=at)


def close_logins(at: int) -> object:
    """Close logins that nobody finished, and forget counters that no longer count."""
    return sweep_logins(at=at)


def settle_locks(at: int) -> object:
    """Write down releases of customers' locks whose time has come."""
    return settle_releases(at=at)


CHORES: tuple[Chore, ...] = (
    Chore("send notices", SECOND // 2, send_notices),
    Chore("continue broadcasts", SECOND, continue_broadcasts),
    Chore("tell clients of logouts", 2 * SECOND, tell_clients),
    Chore("close unfinished logins", MINUTE, close_logins),
    Chore("settle releases of locks", MINUTE, settle_locks),
    Chore("forget what was seen", 10 * MINUTE, forget_seen),
)
"""Every chore of the node."""
