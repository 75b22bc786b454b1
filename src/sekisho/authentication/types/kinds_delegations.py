"""Journal kinds of delegates."""

from sekisho.kernel.texts import Text

KINDS = {
    "authentication:delegation:granted": Text("代理人を登録しました", "A delegate was allowed to act"),
    "authentication:delegation:revoked": Text("代理人の登録を取り消しました", "A delegate may no longer act"),
}
"""Each kind with the sentence people read."""
