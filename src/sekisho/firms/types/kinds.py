"""The room's journal kinds, each with the sentence people read."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "firms:client:registered": Text("APIクライアントの登録を申請しました", "An API client was proposed"),
        "firms:client:revised": Text("APIクライアントの変更を申請しました", "A change of an API client was proposed"),
        "firms:client:approved": Text("APIクライアントの登録内容を承認しました", "An API client's terms were approved"),
        "firms:client:refused": Text("APIクライアントの申請を却下しました", "An API client's terms were refused"),
        "firms:client:suspended": Text("APIクライアントを停止しました", "An API client was suspended"),
        "firms:client:resumed": Text("APIクライアントの停止を解除しました", "An API client was resumed"),
        "firms:client:closed": Text("APIクライアントを廃止しました", "An API client was closed"),
        "firms:staff:founded": Text("最初の職員を登録しました", "The first members of staff were registered"),
        "firms:staff:registered": Text("職員の登録を申請しました", "A member of staff was proposed"),
        "firms:staff:approved": Text("職員の登録を承認しました", "A member of staff was approved"),
        "firms:staff:suspended": Text("職員の利用を停止しました", "A member of staff was suspended"),
        "firms:staff:resumed": Text("職員の利用を再開しました", "A member of staff was resumed"),
        "firms:staff:left": Text("職員の登録を終了しました", "A member of staff has left"),
        "firms:role:proposed": Text("職員の役割を申請しました", "A role was proposed for a member of staff"),
        "firms:role:approved": Text("職員の役割を承認しました", "A role of a member of staff was approved"),
        "firms:role:refused": Text("職員の役割の申請を却下しました", "A role for a member of staff was refused"),
        "firms:role:ended": Text("職員の役割を外しました", "A role of a member of staff was ended"),
    }
)
"""Every kind that this room writes."""
