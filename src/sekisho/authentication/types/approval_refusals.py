"""Why an operation, its approval or its execution is refused; every reason says what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text


class ApprovalRefusal(StrEnum):
    """Every reason for which an operation, an approval or an execution is refused. The words are stable."""

    UNKNOWN = "unknown"
    BAD_CONTENT = "bad_content"
    NOT_SIGNABLE = "not_signable"
    KEY_REUSED = "key_reused"
    NOT_YOURS = "not_yours"
    OUT_OF_SCOPE = "out_of_scope"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    ALREADY = "already"
    CHANGED = "changed"
    CEREMONY = "ceremony"
    WEAK = "weak"
    HELD = "held"
    NOT_APPROVED = "not_approved"
    OTHER_CALLER = "other_caller"
    OTHER_RECEIPT = "other_receipt"
    TAMPERED = "tampered"


_R = ApprovalRefusal
REFUSALS: Mapping[ApprovalRefusal, Text] = MappingProxyType(
    {
        _R.UNKNOWN: Text(
            "この手続きは見つかりません。画面を開き直して、はじめからやり直してください。",
            "This operation cannot be found. Open the page again and start from the beginning.",
        ),
        _R.BAD_CONTENT: Text(
            "内容に誤りがあります。示された項目を直してください。",
            "Something in the content is wrong. Correct the fields that are named.",
        ),
        _R.NOT_SIGNABLE: Text(
            "この種類の手続きは署名の対象ではありません。手続きの種類を確認してください。",
            "Operations of this kind are not signed. Check the kind of operation.",
        ),
        _R.KEY_REUSED: Text(
            "同じ冪等キーが別の内容で使われています。新しいキーで送り直してください。",
            "This idempotency key was used with other content. Send the request again with a new key.",
        ),
        _R.NOT_YOURS: Text(
            "この手続きはご本人のものではありません。ログインしている方を確認してください。",
            "This operation is not yours. Check who is logged in.",
        ),
        _R.OUT_OF_SCOPE: Text(
            "代理人の権限に含まれない手続きです。口座のご本人が手続きしてください。",
            "A delegate may not do this. The account holder has to do it.",
        ),
        _R.BLOCKED: Text(
            "いまこの手続きはできません。画面の案内に従うか、窓口へご相談ください。",
            "This cannot be done now. Follow what the page says, or ask our desk.",
        ),
        _R.EXPIRED: Text(
            "時間が過ぎました。お手数ですが、はじめからやり直してください。まだ何も実行されていません。",
            "The time has run out. Please start again. Nothing has been carried out.",
        ),
        _R.ALREADY: Text(
            "この手続きはすでに済んでいます。もう一度行う必要はありません。履歴をご確認ください。",
            "This has been dealt with already. You need not do it again. Look at the history.",
        ),
        _R.CHANGED: Text(
            "お見せした内容と署名が一致しません。はじめからやり直してください。まだ何も実行されていません。",
            "The signature does not fit what you were shown. Please start again. Nothing has been carried out.",
        ),
        _R.CEREMONY: Text(
            "本人確認ができませんでした。もう一度「承認する」を押してください。",
            "We could not confirm that it is you. Press “Approve” once more.",
        ),
        _R.WEAK: Text(
            "この手続きには、より確かな認証手段が必要です。別のパスキーまたはセキュリティキーをお使いください。",
            "This needs a stronger way to confirm that it is you. Use another passkey or a security key.",
        ),
        _R.HELD: Text(
            "登録して間もない認証手段は、この手続きにまだ使えません。ほかの認証手段をお使いください。",
            "A newly registered authenticator cannot be used for this yet. Use another one.",
        ),
        _R.NOT_APPROVED: Text(
            "お客さまの承認がまだ済んでいません。承認が済んでから実行してください。",
            "The customer has not approved this yet. Execute it only after the approval.",
        ),
        _R.OTHER_CALLER: Text(
            "この手続きは別のクライアントのものです。作成したクライアントで実行してください。",
            "This operation belongs to another client. Execute it with the client that created it.",
        ),
        _R.OTHER_RECEIPT: Text(
            "受領証がこの手続きのものではありません。この手続きの受領証を送ってください。",
            "The receipt is not of this operation. Send the receipt of this operation.",
        ),
        _R.TAMPERED: Text(
            "実行しようとしている内容は、お客さまが承認した内容と違います。実行せず、調査してください。",
            "What is about to be executed is not what the customer approved. Do not execute it; investigate.",
        ),
    }
)
"""What people read for each reason, with what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One field of a content that cannot be signed."""

    field: str
    text: Text


class ApprovalRefusedError(Exception):
    """An operation, an approval or an execution was refused; ``code`` and ``text`` say why.

    ``wrong`` names the fields of a content, ``details`` says more, e.g. what the policy asks for.
    """

    def __init__(self, code: ApprovalRefusal, *, wrong: tuple[Wrong, ...] = (), details: tuple[Text, ...] = ()) -> None:
        self.code, self.text, self.wrong, self.details = code, REFUSALS[code], wrong, details
        super().__init__(code.value)
