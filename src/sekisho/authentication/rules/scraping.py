"""Notice programs that log in with a customer's own password, and tell them the door meant for them (C-25).

A program that says what it is, is answered with help instead of a failed login. One that hides it, or a browser that is
remote-controlled, is found by the judgement of logins, not here; a firm may name more telltales.
"""

from collections.abc import Collection

from sekisho.kernel.texts import Text

TELLTALES = (
    "phantomjs", "python-requests", "python-urllib", "aiohttp", "httpx", "curl/", "wget/", "go-http-client", "okhttp",
    "java/", "libwww-perl", "scrapy", "guzzlehttp", "axios/", "node-fetch", "mechanize",
)  # fmt: skip
"""What programs call themselves; in small letters."""
REFUSAL = Text(
    "プログラムによる自動ログインは、お客さまの口座を守るため受け付けていません。"
    "家計簿や資産管理のサービスは、パスワードを預けずに「見るだけ」の許可で連携できます。"
    "ログイン後の「連携中のサービス」から設定してください。"
    "ご自分のプログラムを使う場合は、「取引ツール」で専用の鍵を登録してください。"
    "サービスを運営している方は、当社の接続窓口に参照用APIの登録をお申し込みください。",
    "To protect your account, logins by a program are not accepted. Household and asset services can be connected for "
    "reading only, without handing over your password: log in and choose “Connected services”. "
    "For a program of your own, register its key under “Trading tools”. "
    "If you run a service, please apply for our read-only API.",
)
"""What is answered instead of a failed login."""


def refusal_of(user_agent: str, *, named: Collection[str] = ()) -> Text | None:
    """The notice for a program; None for what may be a browser.

    Args:
        user_agent: as sent.
        named: further telltales that the firm knows, in small letters.

    """
    told = user_agent.lower()
    return REFUSAL if any(word in told for word in (*TELLTALES, *named)) else None
