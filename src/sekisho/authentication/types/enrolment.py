"""How far a customer has come on the way to a phishing-resistant factor, and by which steps he moves.

unaware → notified → nudged → enrolled → enrolled_two; beside the way: opted_out, exempt_pending, blocked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.policy_questions import EnrolmentView
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

PROMPT_AGAIN = 7 * DAY
"""How long a prompt that was put off rests, in milliseconds."""


class EnrolmentState(StrEnum):
    """Where a customer stands."""

    UNAWARE = "unaware"
    NOTIFIED = "notified"
    NUDGED = "nudged"
    ENROLLED = "enrolled"
    ENROLLED_TWO = "enrolled_two"
    OPTED_OUT = "opted_out"
    EXEMPT_PENDING = "exempt_pending"
    BLOCKED = "blocked"


STATES: Mapping[EnrolmentState, Text] = MappingProxyType(
    {
        EnrolmentState.UNAWARE: Text("まだご案内していません", "Not told yet"),
        EnrolmentState.NOTIFIED: Text("ご案内しました", "Told"),
        EnrolmentState.NUDGED: Text("登録をお願いしています", "Asked to enrol"),
        EnrolmentState.ENROLLED: Text("登録済みです", "Enrolled"),
        EnrolmentState.ENROLLED_TWO: Text("二つ以上登録済みです", "Enrolled with two or more"),
        EnrolmentState.OPTED_OUT: Text("辞退されています", "Declined"),
        EnrolmentState.EXEMPT_PENDING: Text(
            "連絡先または方法が整うまで猶予しています", "Waiting for a contact or a method"
        ),
        EnrolmentState.BLOCKED: Text("登録が済むまでご利用を止めています", "Stopped until enrolled"),
    }
)
"""Each state, for people."""


class Step(StrEnum):
    """What moves somebody."""

    NOTIFIED = "notified"
    NUDGED = "nudged"
    SKIPPED = "skipped"
    HOLDS_NONE = "holds_none"
    HOLDS_ONE = "holds_one"
    HOLDS_TWO = "holds_two"
    OPTED_OUT = "opted_out"
    OPT_OUT_ENDED = "opt_out_ended"
    EXEMPTED = "exempted"
    EXEMPTION_ENDED = "exemption_ended"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Somebody's way so far.

    Attributes:
        principal: who.
        state: where he stands.
        since: when he came there, in milliseconds.
        asked_at: when he was first told; None before. A policy's grace runs from here.
        due_at: by when he should be enrolled; None where there is no date.
        skips_used: how often he put it off.
        prompts: how often he was asked.
        last_prompt: the last time, in milliseconds.
        next_prompt: not asked again before, in milliseconds.
        exempt_until: until then nothing is enforced on him (E-05).
        enrolled_at: when he first held a phishing-resistant factor.

    """

    principal: str
    state: EnrolmentState = EnrolmentState.UNAWARE
    since: int = 0
    asked_at: int | None = None
    due_at: int | None = None
    skips_used: int = 0
    prompts: int = 0
    last_prompt: int | None = None
    next_prompt: int | None = None
    exempt_until: int | None = None
    enrolled_at: int | None = None

    def view(self, *, created: int) -> EnrolmentView:
        """As a policy sees it; ``created`` is since when he is a customer."""
        return EnrolmentView(
            created=created,
            enrolled_at=self.enrolled_at,
            asked_at=self.asked_at,
            skips_used=self.skips_used,
            exempt_until=self.exempt_until,
        )


class NotNow(StrEnum):
    """Why somebody does not move."""

    NO_WAY = "no_way"
    NO_SKIP_LEFT = "no_skip_left"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a step needs to know besides the moment.

    Attributes:
        due_at: by when he should be enrolled; None leaves the date as it is.
        max_skips: how often he may put it off; None means as often as he likes.
        until: how long he is exempt, in milliseconds; for ``EXEMPTED`` only.
        again: how long a prompt that was put off rests, in milliseconds.

    """

    due_at: int | None = None
    max_skips: int | None = None
    until: int | None = None
    again: int = PROMPT_AGAIN


NO_TERMS = Terms()
"""Nothing more to know."""
