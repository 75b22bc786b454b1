"""What is done again and again while the node runs, whether anything happened or not."""

from collections.abc import Callable
from typing import NamedTuple

from sekisho.kernel.moments import SECOND
from sekisho.notices.operations.sending import send_due
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


CHORES: tuple[Chore, ...] = (Chore("send notices", SECOND // 2, send_notices),)
"""Every chore of the node."""
