"""The journal's sentences about operations that are signed, and about evidence."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

CREATED = "authentication:operation:created"
APPROVED = "authentication:operation:approved"
REFUSED = "authentication:operation:refused"
EXECUTED = "authentication:operation:executed"
NOT_EXECUTED = "authentication:operation:not_executed"
TAMPERED = "authentication:operation:tampered"
CANCELLED = "authentication:operation:cancelled"
EXPIRED = "authentication:operation:expired"
SEALED = "authentication:evidence:sealed"
EXPORTED = "authentication:evidence:exported"

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        CREATED: Text("承認の依頼を受け付けました", "An approval was asked for"),
        APPROVED: Text("内容を確かめて承認しました", "An operation was approved"),
        REFUSED: Text("承認を受け付けませんでした", "An approval was refused"),
        EXECUTED: Text("承認された手続きを実行しました", "An approved operation was carried out"),
        NOT_EXECUTED: Text("手続きの実行を受け付けませんでした", "An execution was refused"),
        TAMPERED: Text(
            "承認された内容と違う内容が実行されようとしたため、承認を無効にしました",
            "Something other than what was approved was about to be carried out; the approval is void",
        ),
        CANCELLED: Text("承認の依頼または承認を取り消しました", "An operation was cancelled"),
        EXPIRED: Text("承認または実行の期限が過ぎました", "An operation ran out of time"),
        SEALED: Text("1日分の証拠の末尾に署名しました", "A day's evidence was sealed"),
        EXPORTED: Text("証拠を書き出しました", "Evidence was handed out"),
    }
)
"""Each kind with the sentence people read."""
