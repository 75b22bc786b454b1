"""What our own pages do once a customer has signed it: API keys and delegates."""

from enum import StrEnum

from sekisho.kernel.texts import Text

PORTAL = "portal"
"""The caller of operations that our own pages ask for, and that are carried out here."""


class Unfit(StrEnum):
    """Why something signed cannot be carried out. The words are stable."""

    OTHER_OPERATION = "other_operation"
    OTHER_KEY = "other_key"
    BAD_KEY = "bad_key"
    BAD_SCOPES = "bad_scopes"
    BAD_LIMITS = "bad_limits"
    BAD_TIME = "bad_time"
    NO_DELEGATE = "no_delegate"
    DONE = "done"


UNFIT = {
    Unfit.OTHER_OPERATION: Text(
        "承認の内容が、この手続きと違います。はじめからやり直してください。",
        "What was approved is something else. Please start again.",
    ),
    Unfit.OTHER_KEY: Text(
        "承認した鍵と違う鍵です。同じ公開鍵を指定して、はじめからやり直してください。",
        "This is not the key that was approved. Please start again with the same public key.",
    ),
    Unfit.BAD_KEY: Text(
        "公開鍵を読み取れません。プログラムが表示した公開鍵（JWK）だけを、そのまま貼り付けてください。秘密鍵は貼り付けないでください。",
        "This is no public key. Paste only the public key (JWK) as your program shows it, and never the private one.",
    ),
    Unfit.BAD_SCOPES: Text(
        "この範囲は許可できません。閲覧と注文の中から選んでください。出金や登録内容の変更は、鍵では行えません。",
        "This cannot be allowed. Choose reading and orders; money and settings are never within reach of a key.",
    ),
    Unfit.BAD_LIMITS: Text(
        "注文を許可するときは、1回と1日の限度額を円で指定してください。1回の限度額は1日の限度額以下です。",
        "To allow orders, give limits in yen for one order and for one day; the first is at most the second.",
    ),
    Unfit.BAD_TIME: Text(
        "期限を、今日より後の、長すぎない日にしてください。", "Choose a later day that is not too far away."
    ),
    Unfit.NO_DELEGATE: Text(
        "この番号の代理人はいません。先に代理人の方に登録していただいてください。",
        "There is no delegate of this number. Please have the delegate registered first.",
    ),
    Unfit.DONE: Text(
        "この手続きはすでに済んでいます。一覧をご確認ください。", "This has been done already. Please look at the list."
    ),
}
"""What people read; each says what to do next."""


class UnfitError(Exception):
    """Something signed cannot be carried out; nothing was. Attributes: ``unfit``, ``reason`` for people."""

    def __init__(self, unfit: Unfit) -> None:
        self.unfit = unfit
        self.reason = UNFIT[unfit]
        super().__init__(unfit.value)
