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
        "firms:staff:refused": Text("職員の登録の申請を却下しました", "A member of staff was refused"),
        "firms:staff:suspended": Text("職員の利用を停止しました", "A member of staff was suspended"),
        "firms:staff:resumed": Text("職員の利用を再開しました", "A member of staff was resumed"),
        "firms:staff:left": Text("職員の登録を終了しました", "A member of staff has left"),
        "firms:invitation:proposed": Text(
            "鍵の登録への招待を申請しました", "An invitation to set up a key was proposed"
        ),
        "firms:invitation:approved": Text(
            "鍵の登録への招待を承認しました", "An invitation to set up a key was approved"
        ),
        "firms:invitation:refused": Text("鍵の登録への招待を却下しました", "An invitation to set up a key was refused"),
        "firms:invitation:shown": Text("招待のコードの一つを表示しました", "One code of an invitation was shown"),
        "firms:invitation:founder": Text(
            "最初の職員の招待のコードを発行しました", "Codes were issued to one of the first members of staff"
        ),
        "firms:invitation:used": Text("招待のコードが使われました", "An invitation to set up a key was used"),
        "firms:invitation:restored": Text(
            "鍵を登録できず、招待を戻しました", "No key was set up, so the invitation counts again"
        ),
        "firms:role:proposed": Text("職員の役割を申請しました", "A role was proposed for a member of staff"),
        "firms:role:approved": Text("職員の役割を承認しました", "A role of a member of staff was approved"),
        "firms:role:refused": Text("職員の役割の申請を却下しました", "A role for a member of staff was refused"),
        "firms:role:ended": Text("職員の役割を外しました", "A role of a member of staff was ended"),
    }
)
"""Every kind that this room writes."""
