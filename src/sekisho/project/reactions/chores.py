"""What is done again and again while the node runs, whether anything happened or not."""

from collections.abc import Callable
from typing import NamedTuple

from sekisho.authentication.operations.evidence import seal_days
from sekisho.authentication.operations.grants.seeing import forget
from sekisho.authentication.operations.locks import settle_releases
from sekisho.authentication.operations.login import sweep_logins
from sekisho.authentication.operations.opt_outs import remind
from sekisho.authentication.operations.policies import take_effect
from sekisho.authentication.operations.waves import ask, remind_wave
from sekisho.authentication.queries.waves import waves_going
from sekisho.gateway.operations.oidc.telling import tell_logouts
from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.notices.operations.sending import send_due
from sekisho.project.reactions.broadcasting import continue_broadcasts
from sekisho.web.operations.clock import now
from sekisho.web.operations.outlets import outlets
from sekisho.web.operations.resources import notary, safe

_PAGE = 1_000
"""Customers who are reminded in one go."""


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


def mark_policy(at: int) -> object:
    """Mark the version of the policy that has come into force; that it is in force follows from its date alone."""
    return take_effect(at=at)


def remind_of_opt_outs(at: int) -> object:
    """Remind those whose opt-out ends soon (C-13)."""
    return remind(at=at)


def seal_evidence(at: int) -> object:
    """Sign the ends of days that are over, so that evidence can no longer be added to them."""
    return seal_days(key=notary().key, at=at)


def continue_waves(at: int) -> object:
    """Ask the customers of waves that have begun, new ones too, and remind those who have not set up anything."""
    return [_continued(wave.id, at) for wave in waves_going(at=at)]


def _continued(wave: str, at: int) -> int:
    after = ask(wave=wave, at=at)
    while after:
        after = ask(wave=wave, at=at, after=after)
    reminded, last = 0, _PAGE
    while last == _PAGE:
        last = remind_wave(wave=wave, at=at, limit=_PAGE)
        reminded += last
    return reminded


CHORES: tuple[Chore, ...] = (
    Chore("send notices", SECOND // 2, send_notices),
    Chore("continue broadcasts", SECOND, continue_broadcasts),
    Chore("tell clients of logouts", 2 * SECOND, tell_clients),
    Chore("close unfinished logins", MINUTE, close_logins),
    Chore("settle releases of locks", MINUTE, settle_locks),
    Chore("mark the policy in force", MINUTE, mark_policy),
    Chore("forget what was seen", 10 * MINUTE, forget_seen),
    Chore("remind of opt-outs that end", HOUR, remind_of_opt_outs),
    Chore("seal the evidence of days that are over", HOUR, seal_evidence),
    Chore("ask and remind customers of waves", HOUR, continue_waves),
)
"""Every chore of the node."""
