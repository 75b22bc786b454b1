"""The journal's sentences about opt-outs, enrolment, campaigns and waves."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "authentication:opt_out:made": Text("必須化の辞退を記録しました", "An opt-out was recorded"),
        "authentication:opt_out:proposed": Text("必須化の辞退を受け付けました", "An opt-out was taken down"),
        "authentication:opt_out:proposal_refused": Text(
            "受け付けた辞退を却下しました", "An opt-out that was taken down was refused"
        ),
        "authentication:opt_out:refused": Text("必須化の辞退を断りました", "An opt-out was refused"),
        "authentication:opt_out:ended": Text("辞退の終わりを記録しました", "The end of an opt-out was recorded"),
        "authentication:opt_out:reminded": Text("辞退の期限をお知らせします", "A reminder of an opt-out's end is due"),
        "authentication:enrolment:moved": Text("登録の進み具合が変わりました", "Somebody's enrolment moved on"),
        "authentication:enrolment:reminded": Text("登録のお願いをお送りします", "A reminder to enrol is due"),
        "authentication:wave:planned": Text("段階的な必須化を計画しました", "A wave was planned"),
        "authentication:wave:begun": Text("お客さまへの登録のお願いを始めました", "A wave began to ask customers"),
        "authentication:wave:asked": Text("段階の必須化の開始を申請しました", "Enforcement of a wave was asked for"),
        "authentication:wave:refused": Text(
            "連絡先や方法のないお客さまがいるため、必須化を始めませんでした",
            "Enforcement was not begun, since customers lack a contact or a method",
        ),
        "authentication:wave:enforced": Text("段階の必須化を始めました", "Enforcement of a wave began"),
        "authentication:wave:stopped": Text("段階的な必須化を止めました", "A wave was stopped"),
    }
)
"""Kind and sentence."""
