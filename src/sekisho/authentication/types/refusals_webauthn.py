"""Why a ceremony was refused: a code for machines, and a text that says what to do next.

The texts say nothing that helps an attacker more than a customer; the code is for the journal and the help desk.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text


class Reason(StrEnum):
    """Every reason for which a ceremony is refused."""

    # the ceremony
    CEREMONY_UNKNOWN = "ceremony_unknown"
    CEREMONY_OF_ANOTHER_SESSION = "ceremony_of_another_session"
    CEREMONY_EXPIRED = "ceremony_expired"
    CEREMONY_USED = "ceremony_used"
    # the message
    MESSAGE_TOO_LONG = "message_too_long"
    MESSAGE_MALFORMED = "message_malformed"
    CLIENT_DATA_MALFORMED = "client_data_malformed"
    AUTHENTICATOR_DATA_MALFORMED = "authenticator_data_malformed"
    ATTESTATION_MALFORMED = "attestation_malformed"
    # what was signed
    WRONG_TYPE = "wrong_type"
    CHALLENGE_MISMATCH = "challenge_mismatch"
    ORIGIN_NOT_LISTED = "origin_not_listed"
    EMBEDDED_ELSEWHERE = "embedded_elsewhere"
    WRONG_RP_ID = "wrong_rp_id"
    USER_NOT_PRESENT = "user_not_present"
    USER_NOT_VERIFIED = "user_not_verified"
    SIGNATURE_INVALID = "signature_invalid"
    # the key
    BACKUP_FLAGS_INVALID = "backup_flags_invalid"
    BACKUP_ELIGIBILITY_CHANGED = "backup_eligibility_changed"
    BACKUP_NOT_ALLOWED = "backup_not_allowed"
    COUNTER_REGRESSED = "counter_regressed"
    ALGORITHM_NOT_OFFERED = "algorithm_not_offered"
    NO_AUTHENTICATOR = "no_authenticator"
    CREDENTIAL_UNKNOWN = "credential_unknown"
    CREDENTIAL_TAKEN = "credential_taken"
    CREDENTIAL_NOT_ASKED = "credential_not_asked"
    AUTHENTICATOR_SUSPENDED = "authenticator_suspended"
    AUTHENTICATOR_ENDED = "authenticator_ended"
    AUTHENTICATOR_TOO_WEAK = "authenticator_too_weak"
    AUTHENTICATOR_UNCONFIRMED = "authenticator_unconfirmed"
    OWNER_MISMATCH = "owner_mismatch"
    # the make
    ATTESTATION_MISSING = "attestation_missing"
    ATTESTATION_SELF = "attestation_self"
    ATTESTATION_INVALID = "attestation_invalid"
    ATTESTATION_UNTRUSTED = "attestation_untrusted"
    MODEL_UNKNOWN = "model_unknown"
    MODEL_NOT_ALLOWED = "model_not_allowed"
    MODEL_DENIED = "model_denied"
    MODEL_STATUS = "model_status"
    MODEL_NOT_CERTIFIED = "model_not_certified"


class WebauthnRefusedError(Exception):
    """A ceremony was refused; nothing was changed except that it cannot be finished any more."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def code(self) -> str:
        """The reason's code, for machines."""
        return self.reason.value

    @property
    def text(self) -> Text:
        """What people read."""
        return TEXTS[self.reason]


class MalformedMessageError(WebauthnRefusedError):
    """The browser's answer does not have its form (HTTP 400)."""


class CeremonyGoneError(WebauthnRefusedError):
    """The ceremony is not open, or not open to this browser (HTTP 409)."""


class CeremonyRefusedError(WebauthnRefusedError):
    """The answer has its form and does not prove what it should (HTTP 403)."""


_AGAIN = Text(
    "もう一度「始める」ボタンを押してください。画面はそのままで大丈夫です。",
    "Please press the start button again. You can stay on this page.",
)
_RELOAD = Text(
    "お手数ですが、画面を開き直してからもう一度お試しください。続く場合は、アプリやブラウザーを最新にしてください。",
    "Please reopen the page and try again. If it happens again, update your app or browser.",
)
_WRONG_SITE = Text(
    "当社の画面からの操作と確認できませんでした。いつものブックマークまたはアプリから開き直してください。",
    "We could not confirm that this came from our own page. Please open it again from your bookmark or our app.",
)
_VERIFY = Text(
    "画面ロックの解除(指紋、顔、暗証番号など)をしてから、もう一度お試しください。",
    "Please try again and unlock your device (fingerprint, face or PIN) when it asks.",
)
_OTHER = Text(
    "このパスキーは使えません。別のパスキーを選ぶか、「別の方法」を選んでください。",
    "This passkey cannot be used. Please choose another one, or choose another way.",
)
_STALE = Text(
    "このパスキーは登録が解除されています。別のパスキーを選び、この端末の一覧からは削除してください。",
    "This passkey is no longer registered. Please choose another one, and remove this one from your device's list.",
)
_KEPT = Text(
    "このパスキーは安全のため一時停止しています。別のパスキーを使うか、「再登録」の手続きへ進んでください。",
    "This passkey is paused for your safety. Please use another one, or go to account recovery.",
)
_MAKE = Text(
    "この認証器は、この手続きには使えません。案内にある対応機種を確かめて、別のものをお試しください。",
    "This authenticator does not fit here. Please see the list of supported models and try another one.",
)
_R = Reason
TEXTS: Mapping[Reason, Text] = MappingProxyType(
    {
        _R.CEREMONY_UNKNOWN: _AGAIN,
        _R.CEREMONY_OF_ANOTHER_SESSION: Text(
            "別の画面で始めた操作です。始めた画面に戻るか、この画面でもう一度始めてください。",
            "This was started elsewhere. Please go back to where you started, or start again here.",
        ),
        _R.CEREMONY_EXPIRED: Text(
            "時間が過ぎました。もう一度「始める」ボタンを押してください。",
            "The time ran out. Please press the start button again.",
        ),
        _R.CEREMONY_USED: _AGAIN,
        _R.MESSAGE_TOO_LONG: _RELOAD,
        _R.MESSAGE_MALFORMED: _RELOAD,
        _R.CLIENT_DATA_MALFORMED: _RELOAD,
        _R.AUTHENTICATOR_DATA_MALFORMED: _RELOAD,
        _R.ATTESTATION_MALFORMED: _RELOAD,
        _R.WRONG_TYPE: _RELOAD,
        _R.CHALLENGE_MISMATCH: _AGAIN,
        _R.ORIGIN_NOT_LISTED: _WRONG_SITE,
        _R.EMBEDDED_ELSEWHERE: _WRONG_SITE,
        _R.WRONG_RP_ID: _WRONG_SITE,
        _R.USER_NOT_PRESENT: _VERIFY,
        _R.USER_NOT_VERIFIED: _VERIFY,
        _R.SIGNATURE_INVALID: _OTHER,
        _R.BACKUP_FLAGS_INVALID: _OTHER,
        _R.BACKUP_ELIGIBILITY_CHANGED: _OTHER,
        _R.BACKUP_NOT_ALLOWED: Text(
            "複数の端末で共有されるパスキーは、ここでは使えません。この端末だけのパスキーかセキュリティキーを登録してください。",
            "Passkeys shared between devices cannot be used here. Please register one that stays on this device, "
            "or a security key.",
        ),
        _R.COUNTER_REGRESSED: Text(
            "このセキュリティキーの記録が合いません。もう一度お試しいただき、続く場合は別のキーを使ってご連絡ください。",
            "This security key's record does not match. Please try once more; if it happens again, use another key "
            "and tell us.",
        ),
        _R.ALGORITHM_NOT_OFFERED: _MAKE,
        _R.NO_AUTHENTICATOR: Text(
            "この手続きに使えるパスキーがまだありません。「パスキーを登録」から始めるか、「別の方法」を選んでください。",
            "You have no passkey for this yet. Please start with registering one, or choose another way.",
        ),
        _R.CREDENTIAL_UNKNOWN: _STALE,
        _R.CREDENTIAL_TAKEN: Text(
            "このパスキーはすでに登録されています。登録済みの一覧を確かめるか、別の認証器をお使いください。",
            "This passkey is registered already. Please look at your list, or use another authenticator.",
        ),
        _R.CREDENTIAL_NOT_ASKED: _OTHER,
        _R.AUTHENTICATOR_SUSPENDED: _KEPT,
        _R.AUTHENTICATOR_ENDED: _STALE,
        _R.AUTHENTICATOR_TOO_WEAK: Text(
            "この手続きには、より強い認証器が必要です。セキュリティキーなど、案内にあるものを使ってください。",
            "This needs a stronger authenticator. Please use a security key or another one from the list.",
        ),
        _R.AUTHENTICATOR_UNCONFIRMED: Text(
            "このパスキーは自動で作られたものです。一度このパスキーでログインしてから、もう一度お試しください。",
            "This passkey was created automatically. Please log in with it once, then try again.",
        ),
        _R.OWNER_MISMATCH: Text(
            "選んだパスキーは、この口座のものではありません。口座の表示を確かめて、選び直してください。",
            "The passkey you chose belongs to another account. Please check the account shown and choose again.",
        ),
        _R.ATTESTATION_MISSING: _MAKE,
        _R.ATTESTATION_SELF: _MAKE,
        _R.ATTESTATION_INVALID: _MAKE,
        _R.ATTESTATION_UNTRUSTED: _MAKE,
        _R.MODEL_UNKNOWN: _MAKE,
        _R.MODEL_NOT_ALLOWED: _MAKE,
        _R.MODEL_DENIED: _MAKE,
        _R.MODEL_STATUS: Text(
            "この認証器の機種には安全上の知らせが出ています。別の認証器をお使いください。",
            "There is a safety notice about this model of authenticator. Please use another one.",
        ),
        _R.MODEL_NOT_CERTIFIED: _MAKE,
    }
)
"""What people read for each reason."""
