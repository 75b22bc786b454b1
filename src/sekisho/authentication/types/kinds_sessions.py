"""The journal's sentences about sessions, devices, logins, lock-outs, freezes and locks."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "authentication:session:opened": Text("ログインの状態になりました", "A session began"),
        "authentication:session:elevated": Text("追加の確認をしました", "A session was confirmed once more"),
        "authentication:confirmation:downgrade_refused": Text(
            "パスキーなどをお持ちの方の、弱い方法での確認を断りました",
            "A weaker confirmation was refused to somebody who holds a passkey or the like",
        ),
        "authentication:session:acting": Text("代理人が口座を選びました", "A delegate chose an account"),
        "authentication:session:moved": Text(
            "ログイン中に通信元や機器の種類が変わりました", "A session went on from another network or program"
        ),
        "authentication:session:ended": Text("ログインを終了しました", "Sessions ended"),
        "authentication:device:seen": Text("新しい端末からログインしました", "A device was used for the first time"),
        "authentication:device:named": Text("端末の名前を変えました", "A device was given a name"),
        "authentication:device:revoked": Text("端末の登録を外しました", "A device was removed"),
        "authentication:login:succeeded": Text("ログインしました", "A login succeeded"),
        "authentication:login:failed": Text("ログインに失敗しました", "A login failed"),
        "authentication:login:challenged": Text("ログインに追加の確認を求めました", "A login was asked for more"),
        "authentication:login:refused": Text("ログインを断りました", "A login was refused"),
        "authentication:login:abandoned": Text("ログインが途中で終わりました", "A login was not finished"),
        "authentication:login:downgrade_refused": Text(
            "パスキーをお持ちの方の弱い方法でのログインを断りました",
            "A weaker way in was refused to somebody who has a passkey",
        ),
        "authentication:login:throttled": Text(
            "集中する試みを、確認の前に断りました", "Tries in great number were turned away before any check"
        ),
        "authentication:lockout:placed": Text(
            "失敗が続いたため、パスワードなどの入力を止めました",
            "Typed passwords and codes were closed after failures in a row",
        ),
        "authentication:lockout:released": Text(
            "パスワードなどの入力を再開しました", "Typed passwords and codes were opened again"
        ),
        "authentication:freeze:placed": Text("口座の利用を停止しました", "The account was frozen"),
        "authentication:freeze:extended": Text("口座の停止の範囲を広げました", "The freeze of an account was widened"),
        "authentication:freeze:released": Text("口座の停止を解除しました", "The freeze of an account was released"),
        "authentication:freeze:release_refused": Text(
            "口座の停止の解除を断りました", "The release of a freeze was refused"
        ),
        "authentication:lock:set": Text("ご本人が取引の制限をかけました", "The customer set a lock"),
        "authentication:lock:release_asked": Text(
            "ご本人が制限の解除を申し出ました", "The customer asked to release a lock"
        ),
        "authentication:lock:release_withdrawn": Text(
            "制限の解除の申し出を取り消しました", "The request to release a lock was withdrawn"
        ),
        "authentication:lock:released": Text("制限を解除しました", "A lock was released"),
    }
)
"""Kind and sentence."""
