"""Journal kinds of recoveries and certificates."""

from sekisho.kernel.texts import Text

KINDS = {
    "authentication:recovery:letter": Text("再登録の手紙を作りました", "A recovery's letter was made"),
    "authentication:recovery:opened": Text("再登録の手続きが始まりました", "A recovery was begun"),
    "authentication:recovery:proven": Text("再登録のための確認が一つ済みました", "One proof of a recovery was given"),
    "authentication:recovery:examined": Text("担当者が再登録を調べました", "Staff examined a recovery"),
    "authentication:recovery:granted": Text("再登録が認められました", "A recovery was granted"),
    "authentication:recovery:completed": Text("認証手段を再登録しました", "Access was recovered"),
    "authentication:recovery:refused": Text("再登録をお断りしました", "A recovery was refused"),
    "authentication:recovery:withdrawn": Text("再登録の手続きを取りやめました", "A recovery was withdrawn"),
    "authentication:recovery:expired": Text("再登録の手続きの期限が過ぎました", "A recovery ran out"),
    "authentication:certificate:refused": Text("電子証明書を確認できませんでした", "A client certificate was refused"),
}
