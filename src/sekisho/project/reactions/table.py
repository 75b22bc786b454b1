"""Journal kind → operation. This short table is the only place where a lower room's news reaches another room.

A line names a consumer, a kind, and what to do. Lines of one consumer are dealt with in the journal's order, each entry
exactly once in the database; consumers do not wait for each other. An operation that fails stops its consumer with an
alarm, before the entry, until it can be done: nothing is skipped. Operations get the entry and the present moment.
"""

from collections.abc import Callable
from typing import NamedTuple

from sekisho.journal.types.entry import Entry
from sekisho.notices.types.kinds import ANSWER_NOT_ME
from sekisho.project.reactions.broadcasting import BROADCASTS, broadcast
from sekisho.project.reactions.ending import (
    end_closed_account,
    end_closed_client,
    end_recovered,
    end_staff,
    end_tokens,
    tell_clients,
)
from sekisho.project.reactions.freezing import freeze_answered
from sekisho.project.reactions.leaving import LEAVINGS, sign_out
from sekisho.project.reactions.rolling_out import (
    CHANGES,
    COUNTED,
    PUBLISHED,
    count_again,
    end_what_a_policy_forbids,
    grow_figures,
)
from sekisho.project.reactions.telling import TELLINGS, tell
from sekisho.project.reactions.telling_events import HEARD

Deed = Callable[[Entry, int], None]


class Reaction(NamedTuple):
    """What a consumer does about a kind of entry."""

    consumer: str
    kind: str
    deed: Deed


TABLE: tuple[Reaction, ...] = (
    Reaction("freezes", ANSWER_NOT_ME, freeze_answered),
    Reaction("endings", "authentication:session:ended", tell_clients),
    Reaction("endings", "authentication:freeze:placed", end_tokens),
    Reaction("endings", "authentication:freeze:extended", end_tokens),
    Reaction("endings", "authentication:recovery:completed", end_recovered),
    Reaction("endings", "authentication:principal:closed", end_closed_account),
    Reaction("endings", "firms:client:closed", end_closed_client),
    Reaction("endings", "firms:staff:suspended", end_staff),
    Reaction("endings", "firms:staff:left", end_staff),
    *(Reaction("sessions", kind, sign_out) for kind in LEAVINGS),
    *(Reaction("roll-out", kind, count_again) for kind in CHANGES),
    Reaction("roll-out", PUBLISHED, end_what_a_policy_forbids),
    *(Reaction("figures", kind, grow_figures) for kind in sorted(COUNTED)),
    *(Reaction("notices", kind, tell) for kind in TELLINGS),
    *(Reaction("broadcasts", kind, broadcast) for kind in sorted(BROADCASTS)),
    # they are many, and must not delay the others
    *(Reaction("notices of events", kind, deed) for kind, deed in HEARD.items()),
)
"""Every reaction of the node."""
