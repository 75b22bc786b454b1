"""Opt-outs: that a customer explicitly declines, what he was told, what protects him instead, and until when (C-13).

An opt-out is a record with dates and evidence, never a mark on the customer. It is not changed: its end is a record of
its own, and the records of a customer form a chain of digests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy_questions import OptOutView
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

REMINDED_BEFORE = (30 * DAY, 7 * DAY, DAY)
"""How long before its end a customer is reminded, in milliseconds."""
BY_STAFF = frozenset({"phone", "branch"})
"""Channels on which a member of staff writes the opt-out down, and another one approves it."""
LONGEST_NOTE = 400


class Decline(StrEnum):
    """Why somebody declines."""

    NO_DEVICE = "no_device"
    ACCESSIBILITY = "accessibility"
    OVERSEAS = "overseas"
    CORPORATE_CONTROL = "corporate_control"
    OTHER = "other"


DECLINES: Mapping[Decline, Text] = MappingProxyType(
    {
        Decline.NO_DEVICE: Text("対応する機器を持っていない", "I have no device that can do it"),
        Decline.ACCESSIBILITY: Text("体の状態などのため操作が難しい", "I find it hard to use"),
        Decline.OVERSEAS: Text("海外に住んでいて使えない", "I live abroad and cannot use it"),
        Decline.CORPORATE_CONTROL: Text("会社の決まりで使えない", "My company does not let me use it"),
        Decline.OTHER: Text("そのほか（下の欄に書いてください）", "Another reason (please write it below)"),
    }
)
"""Each reason, as the customer chooses it."""
CONTROLS: Mapping[str, Text] = MappingProxyType(
    {
        "lower_limits": Text("出金と注文の限度額が低くなります", "Limits for withdrawals and orders are lower"),
        "notify_every_login": Text("ログインのたびにお知らせします", "You are told of every login"),
        "notify_all_contacts": Text("すべての連絡先にお知らせします", "All your contacts are told"),
        "hold": Text("大切な手続きは、確認のためしばらく保留します", "Important requests wait for a while"),
        "call_back": Text("当社から登録のお電話番号に確認します", "We call the number you registered"),
        "no_new_bank_account": Text("出金先の口座を変えられません", "The withdrawal account cannot be changed"),
        "trade_only": Text("お取引だけができ、出金はできません", "You can trade, but not withdraw"),
    }
)
"""What protects those who declined, as they read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskText:
    """What somebody is told before he declines.

    Attributes:
        version: rises with every change; old versions are kept.
        body: the risks.
        acknowledgements: what has to be ticked, one by one, by name.

    """

    version: int
    body: Text
    acknowledgements: Mapping[str, Text]

    def shown(self, language: str) -> str:
        """The text as it is shown: body and acknowledgements, a line each."""
        lines = (self.body, *self.acknowledgements.values())
        return "\n".join(line.read(language) for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutRequest:
    """What somebody who declines hands in.

    Attributes:
        principal: who.
        operations: for what.
        declined: which factors he was offered and does not want.
        reason: why.
        note: his own words; needed for ``OTHER``; at most 400 characters.
        risk_version: the version of the text that he saw.
        language: ``ja`` or ``en``.
        shown: the text as it stood on his screen, or was read to him.
        ticked: when he ticked each acknowledgement, in milliseconds, by name.
        alternative: the factor that he uses instead.
        evidence: the assertion made with the strongest factor he holds, or the case of the phone or branch desk.
        channel: as in ``Visit``.
        staff: who wrote it down; on the phone and at a branch only.
        approver: who approved it; somebody else.

    """

    principal: str
    operations: frozenset[OperationCode]
    declined: frozenset[FactorCode]
    reason: Decline
    risk_version: int
    language: str
    shown: str
    ticked: Mapping[str, int]
    alternative: FactorCode
    evidence: str
    channel: str
    note: str = ""
    staff: str = ""
    approver: str = ""


class EndCause(StrEnum):
    """Why an opt-out ended before its time."""

    REVOKED = "revoked"
    ENROLLED = "enrolled"
    FORBIDDEN = "forbidden"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutEnd:
    """The end of an opt-out before its time. There may be several; the earliest counts.

    Attributes:
        ends: from when it no longer stands, in milliseconds; later than ``noted`` where notice was given.
        noted: when this was decided.
        cause: why.
        by: the principal, a member of staff, or ``policy:<number>``.
        reason: more about it.

    """

    ends: int
    noted: int
    cause: EndCause
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """One opt-out as it was recorded.

    Attributes:
        id: its name.
        number: 1, 2, 3 … of this principal.
        request: what was handed in.
        shown_digest: SHA-256 of the text as shown, hexadecimal.
        controls: what protects him.
        valid_from: in milliseconds.
        valid_until: not included.
        policy: the version that allowed it.
        previous: digest of the record before it; empty for the first.
        digest: of this record.
        ends: its ends before time.
        reminded: the due moments for which reminders went out, in milliseconds.

    """

    id: str
    number: int
    request: OptOutRequest
    shown_digest: str
    controls: frozenset[str]
    valid_from: int
    valid_until: int
    policy: int
    previous: str
    digest: str
    ends: tuple[OptOutEnd, ...] = ()
    reminded: tuple[int, ...] = ()

    @property
    def until(self) -> int:
        """Until when it stands, all ends counted; not included."""
        return min([self.valid_until, *[end.ends for end in self.ends]])

    def standing(self, at: int) -> bool:
        """Whether it stands at this moment."""
        return self.valid_from <= at < self.until

    @property
    def view(self) -> OptOutView:
        """As a policy sees it."""
        return OptOutView(
            id=self.id,
            operations=self.request.operations,
            alternatives=frozenset({self.request.alternative}),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            revoked_at=min([end.ends for end in self.ends], default=None),
        )


class Obstacle(StrEnum):
    """Why an opt-out is refused."""

    NOTHING = "nothing"
    FLOOR = "floor"
    POLICY = "policy"
    HOLDS_STRONG = "holds_strong"
    TEXT_UNKNOWN = "text_unknown"
    TEXT_CHANGED = "text_changed"
    NOT_TICKED = "not_ticked"
    TICKED_WRONG = "ticked_wrong"
    ALTERNATIVE = "alternative"
    NO_EVIDENCE = "no_evidence"
    TWO_PEOPLE = "two_people"
    NO_NOTE = "no_note"


OBSTACLES: Mapping[Obstacle, Text] = MappingProxyType(
    {
        Obstacle.NOTHING: Text("辞退する手続きを選んでください。", "Please choose what you want to decline it for."),
        Obstacle.FLOOR: Text(
            "出金や口座の変更などは、お客さまを守るため辞退できません。選択から外してください。",
            "For withdrawals, changes of accounts and the like it cannot be declined. Please take them out.",
        ),
        Obstacle.POLICY: Text(
            "この手続きは、当社の方針により辞退できません。パスキーの登録をお手伝いしますので、窓口にご相談ください。",
            "Our policy does not let you decline it for this. We will help you to set up a passkey; please ask us.",
        ),
        Obstacle.HOLDS_STRONG: Text(
            "すでにパスキーなどをお持ちのため、辞退の必要はありません。そのままお使いください。",
            "You already have a passkey or the like, so there is nothing to decline. Please go on using it.",
        ),
        Obstacle.TEXT_UNKNOWN: Text(
            "説明文が新しくなりました。画面を開き直して、もう一度お読みください。",
            "The explanation has changed. Please open the page again and read it once more.",
        ),
        Obstacle.TEXT_CHANGED: Text(
            "表示された説明文が当社のものと一致しません。手続きをやめ、公式アプリから開き直してください。",
            "The explanation shown is not ours. Please stop here and open the page again from our app.",
        ),
        Obstacle.NOT_TICKED: Text(
            "確認の項目がすべて選ばれていません。一つずつお読みのうえ、選んでください。",
            "Not everything is ticked. Please read each line and tick it.",
        ),
        Obstacle.TICKED_WRONG: Text(
            "確認の時刻が正しくありません。画面を開き直して、もう一度お願いします。",
            "The times of your ticks are not right. Please open the page again and repeat it.",
        ),
        Obstacle.ALTERNATIVE: Text(
            "代わりに使う方法を先に登録してください。認証アプリ、またはアプリへの番号入力が使えます。",
            "Please set up what you will use instead first: an authenticator app, or numbers typed into our app.",
        ),
        Obstacle.NO_EVIDENCE: Text(
            "ご本人の確認が済んでいません。お持ちのいちばん強い方法で確認してください。",
            "You have not been checked yet. Please confirm with the strongest method you have.",
        ),
        Obstacle.TWO_PEOPLE: Text(
            "電話と窓口での受付には、担当者と別の承認者の二人が必要です。",
            "By telephone and at a branch it takes two different members of staff.",
        ),
        Obstacle.NO_NOTE: Text(
            f"理由を{LONGEST_NOTE}文字以内で書いてください。",
            f"Please write your reason, in {LONGEST_NOTE} characters at most.",
        ),
    }
)
"""What people read: what is wrong, and what to do."""


class OptOutRefusedError(Exception):
    """An opt-out was refused; nothing was recorded but the refusal. Attribute: ``obstacles``."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        self.obstacles = obstacles
        super().__init__(", ".join(obstacles))

    @property
    def texts(self) -> tuple[Text, ...]:
        """What people read."""
        return tuple(OBSTACLES[each] for each in self.obstacles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a policy grants to those who decline, put together over several operations.

    Attributes:
        alternatives: factors of which one has to be used instead.
        controls: all that protects him.
        valid_days: the shortest of the terms.

    """

    alternatives: frozenset[FactorCode]
    controls: frozenset[str] = field(default_factory=frozenset)
    valid_days: int
