"""Why a policy, the end of a factor or an emergency could not be changed, each with what to do next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.policy_findings import Fault
from sekisho.kernel.texts import Text


class PolicyWhy(StrEnum):
    """Every reason. The words are stable."""

    FAULTY = "faulty"
    NOT_STAFF = "not_staff"
    NOT_ANOTHER = "not_another"
    NO_EVIDENCE = "no_evidence"
    NO_REASON = "no_reason"
    STATE = "state"
    PAST = "past"
    ORDER = "order"
    ENDED = "ended"
    TOO_LONG = "too_long"
    UNKNOWN_RULE = "unknown_rule"
    NO_COMPENSATION = "no_compensation"
    TAKEN = "taken"
    CONFLICT = "conflict"
    OBSERVING = "observing"


_W, _T = PolicyWhy, Text
POLICY_NEXT_STEPS: Mapping[PolicyWhy, Text] = MappingProxyType(
    {
        _W.FAULTY: _T(
            "方針に誤りがあります。下の一覧を直して、もう一度お試しください。",
            "The policy has mistakes. Please mend those listed below and try again.",
        ),
        _W.NOT_STAFF: _T(
            "この操作は、有効な職員だけができます。職員としてログインし直してください。",
            "Only an active member of staff can do this. Please log in as one.",
        ),
        _W.NOT_ANOTHER: _T(
            "作成者や一人目の承認者とは別の人が行う必要があります。別の職員に依頼してください。",
            "This takes somebody other than the author and the first approver. Please ask a colleague.",
        ),
        _W.NO_EVIDENCE: _T(
            "承認の記録がありません。ご自身のセキュリティキーで承認をやり直してください。",
            "There is no record of the approval. Please approve again with your own security key.",
        ),
        _W.NO_REASON: _T(
            "理由を日本語と英語の両方で書いてください。", "Please give the reason in Japanese and in English."
        ),
        _W.STATE: _T(
            "いまの状態ではこの操作はできません。画面を更新して、状態を確かめてください。",
            "This cannot be done in its present state. Please reload the page and look at where it stands.",
        ),
        _W.PAST: _T(
            "施行日か終了日が過ぎています。取り下げて、新しい日付で作り直してください。",
            "Its date has passed. Please withdraw it and make it anew with a later date.",
        ),
        _W.ORDER: _T(
            "施行日が、公表済みの版より前か同じ日です。あとの日付にするか、先にその版を取り下げてください。",
            "It would begin no later than a version already published. Choose a later date, or withdraw that one.",
        ),
        _W.ENDED: _T(
            "この手段はすでに終わっています。再び認めるには、方針の新しい版を作ってください。",
            "This method has already ended. To allow it again, make a new version of the policy.",
        ),
        _W.TOO_LONG: _T(
            "緊急の緩和は72時間までです。短くするか、方針の新しい版を作ってください。",
            "An emergency lasts at most 72 hours. Shorten it, or make a new version of the policy.",
        ),
        _W.UNKNOWN_RULE: _T(
            "いまの方針にないルールが書かれています。ルールの名前を確かめてください。",
            "It names a rule that the present policy does not have. Please check the names.",
        ),
        _W.NO_COMPENSATION: _T(
            "緩和のあいだ、お客さまを守る措置を書いてください。", "Please name what protects customers meanwhile."
        ),
        _W.TAKEN: _T(
            "同じ番号の記録があります。新しい番号でお試しください。",
            "There is a record of that name already. Please use a new one.",
        ),
        _W.CONFLICT: _T(
            "ほかの人が同時に方針を変えました。画面を更新して、もう一度お試しください。",
            "Somebody else changed the policy at the same time. Please reload and try again.",
        ),
        _W.OBSERVING: _T(
            "一度でも施行したあとは、試行（記録だけ）に戻せません。observing を外してください。",
            "Once a policy has been in force, it cannot go back to a trial. Please remove observing.",
        ),
    }
)
"""What whoever is refused reads."""


class PolicyRefusedError(Exception):
    """Nothing was changed. Attributes: ``why``, ``text`` (what to do next), ``faults`` (mistakes of a document)."""

    def __init__(self, why: PolicyWhy, faults: tuple[Fault, ...] = ()) -> None:
        self.why, self.text, self.faults = why, POLICY_NEXT_STEPS[why], faults
        super().__init__("\n".join([self.text.en, *(fault.say("en") for fault in faults)]))
