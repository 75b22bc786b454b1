"""The journal's sentences about passwords, codes, prompts and recovery codes."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "authentication:factor:begun": Text("認証手段の登録が始まりました", "Setting up an authenticator began"),
        "authentication:factor:enrolled": Text("認証手段を登録しました", "An authenticator was set up"),
        "authentication:factor:used": Text("認証手段を使いました", "An authenticator was used"),
        "authentication:factor:failed": Text("認証手段の確認に失敗しました", "An authenticator was refused"),
        "authentication:factor:locked": Text(
            "失敗が続いたため、認証手段を止めました", "An authenticator was stopped after failures in a row"
        ),
        "authentication:factor:cleared": Text("失敗の回数を戻しました", "Failures in a row were cleared"),
        "authentication:factor:removed": Text("認証手段を外しました", "An authenticator was removed"),
        "authentication:password:unchecked": Text(
            "漏えいパスワードの照合ができないまま登録しました",
            "A password was set while the list of leaked ones could not be asked",
        ),
        "authentication:password:rehashed": Text(
            "パスワードの保管方法を新しくしました", "A password was stored anew with today's parameters"
        ),
        "authentication:code:sent": Text("確認番号を送りました", "A code was sent"),
        "authentication:code:undelivered": Text("確認番号を送れませんでした", "A code could not be sent"),
        "authentication:push:asked": Text("アプリに確認を求めました", "The app was asked"),
        "authentication:push:undelivered": Text("アプリを呼び出せませんでした", "The app could not be called"),
        "authentication:push:denied": Text(
            "アプリで「自分ではない」が選ばれました", "“This is not me” was chosen in the app"
        ),
    }
)
"""Kind and sentence."""
