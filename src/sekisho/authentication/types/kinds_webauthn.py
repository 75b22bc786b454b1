"""Journal kinds of passkeys and their ceremonies."""

from sekisho.kernel.texts import Text

KINDS = {
    "authentication:registration:refused": Text("認証手段の登録を断りました", "A registration was refused"),
    "authentication:assertion:accepted": Text("パスキーでの確認が済みました", "A passkey was accepted"),
    "authentication:assertion:refused": Text("パスキーでの確認を断りました", "A passkey was refused"),
    "authentication:authenticator:added": Text("認証手段を登録しました", "An authenticator was added"),
    "authentication:authenticator:renamed": Text("認証手段の名前を変えました", "An authenticator was renamed"),
    "authentication:authenticator:suspended": Text("認証手段を一時停止しました", "An authenticator was suspended"),
    "authentication:authenticator:resumed": Text("認証手段の一時停止を解きました", "An authenticator was resumed"),
    "authentication:authenticator:removed": Text("認証手段を削除しました", "An authenticator was removed"),
    "authentication:authenticator:lowered": Text("認証手段の強さを下げました", "An authenticator counts for less now"),
    "authentication:authenticator:status_changed": Text(
        "認証器の機種について知らせがありました", "There is news about a model of authenticator"
    ),
    "authentication:metadata:loaded": Text("認証器の機種情報を取り込みました", "Authenticator metadata was loaded"),
    "authentication:ceremonies:forgotten": Text("古い認証の記録を片づけました", "Old ceremonies were cleared away"),
}
