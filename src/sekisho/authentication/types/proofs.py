"""What using a factor leads to: a proof, or a refusal that says what to do next.

A verification that fails is a value and never an exception, because its record has to be committed: whoever calls one
must not wrap it in a transaction that may be rolled back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Somebody has just shown that he holds an authenticator.

    Attributes:
        authenticator: its id.
        principal: whose it is.
        factor: what it is.
        acr: the class that a login with it, and with the password where it is no factor of its own, reaches.
        amr: RFC 8176 values.
        at: when, in milliseconds.
        signals: what a judgement of risk should know, e.g. ``sim_changed``.

    """

    authenticator: str
    principal: str
    factor: FactorCode
    acr: Acr
    amr: tuple[str, ...]
    at: int
    signals: tuple[str, ...] = ()

    @classmethod
    def by(
        cls, factor: FactorCode, *, authenticator: str, principal: str, at: int, signals: tuple[str, ...] = ()
    ) -> "Proof":
        """A proof with the class and the methods that the catalogue gives to ``factor``."""
        known = FACTORS[factor]
        return cls(
            authenticator=authenticator,
            principal=principal,
            factor=factor,
            acr=known.acr,
            amr=known.amr,
            at=at,
            signals=signals,
        )


class Why(StrEnum):
    """Every reason for which a factor is refused. The words are stable."""

    BUSY = "busy"
    WRONG = "wrong"
    REPLAYED = "replayed"
    EXPIRED = "expired"
    SPENT = "spent"
    NONE_HELD = "none_held"
    LOCKED = "locked"
    TOO_OFTEN = "too_often"
    CLOSED_TO_NEW = "closed_to_new"
    RETIRED = "retired"
    MALFORMED = "malformed"
    DENIED = "denied"
    WAITING = "waiting"
    UNDELIVERED = "undelivered"
    CONFLICT = "conflict"
    TOO_WEAK = "weak_password"
    WEAKER = "weaker"


NEXT_STEPS: Mapping[Why, Text] = MappingProxyType(
    {
        Why.BUSY: Text(
            "ただいま混み合っています。30秒ほど待って、もう一度お試しください。パスキーは今もお使いいただけます。",
            "We are very busy right now. Please wait about 30 seconds and try again. A passkey works even now.",
        ),
        Why.WRONG: Text(
            "確認できませんでした。入力した内容を確かめて、もう一度お試しください。",
            "That did not match. Please check what you entered and try again.",
        ),
        Why.REPLAYED: Text(
            "この数字は一度使われています。次の数字に変わるまで待って、新しい数字を入力してください。",
            "This code has been used already. Please wait for the next one and enter that.",
        ),
        Why.EXPIRED: Text(
            "時間が過ぎました。最初の画面に戻り、新しくやり直してください。",
            "The time is over. Please go back to the first page and start again.",
        ),
        Why.SPENT: Text(
            "この番号はもう使えません。新しい番号を発行して、それを入力してください。",
            "This code can no longer be used. Please ask for a new one and enter that.",
        ),
        Why.NONE_HELD: Text(
            "この方法では確認できませんでした。登録してある別の方法を選んでください。",
            "We could not check you this way. Please choose another method that you have set up.",
        ),
        Why.LOCKED: Text(
            "間違いが続いたため、この方法を止めました。パスキーでログインするか、「ログインできないとき」の手続きに進んでください。",
            "After many wrong tries this was stopped. Please log in with a passkey, or choose “I cannot log in”.",
        ),
        Why.TOO_OFTEN: Text(
            "短い間に何度も送りました。しばらく待ってからお試しください。届いている場合は、最後に届いた番号を使えます。",
            "This was asked for too often. Please wait a while. If a code has reached you, you can use the latest one.",
        ),
        Why.CLOSED_TO_NEW: Text(
            "この方法の新しい登録は終わりました。パスキーを登録してください。",
            "This method can no longer be set up. Please set up a passkey.",
        ),
        Why.RETIRED: Text(
            "この方法は使えなくなりました。パスキーでログインするか、「ログインできないとき」の手続きに進んでください。",
            "This method is no longer in use. Please log in with a passkey, or choose “I cannot log in”.",
        ),
        Why.MALFORMED: Text(
            "入力の形が違います。画面の例のとおりに入力してください。",
            "This does not have the right form. Please enter it as in the example on the page.",
        ),
        Why.DENIED: Text(
            "アプリで「自分ではない」が選ばれました。お心当たりがない場合は、口座の緊急停止をご利用ください。",
            "“This is not me” was chosen in the app. If you do not know why, please use the emergency freeze.",
        ),
        Why.WAITING: Text(
            "アプリでの入力を待っています。アプリを開き、画面の番号を入力してください。",
            "We are waiting for the app. Please open it and type the number on this page.",
        ),
        Why.UNDELIVERED: Text(
            "番号を送れませんでした。連絡先を確かめるか、登録してある別の方法を選んでください。",
            "The code could not be sent. Please check the contact, or choose another method that you have set up.",
        ),
        Why.CONFLICT: Text(
            "同じ手続きが別の画面で行われました。最初の画面に戻り、登録の状態を確かめてください。",
            "The same was done on another page. Please go back and look at what is registered.",
        ),
        Why.WEAKER: Text(
            "パスキーなど、より安全な方法をお持ちです。偽サイトに盗まれない方法で確認してください。",
            "You hold something safer, such as a passkey. Please confirm with that: a fake site cannot steal it.",
        ),
        Why.TOO_WEAK: Text(
            "このパスワードは使えません。下の説明を見て、別のものを決めてください。",
            "This password cannot be used. Please read the notes below and choose another one.",
        ),
    }
)
"""What somebody who is refused reads: what happened, and what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A factor was not accepted.

    Attributes:
        why: the reason, for machines.
        text: what to do next, for people.
        details: more sentences, e.g. each thing that is wrong with a password.
        retry_at: not before it, in milliseconds; None where waiting does not matter.

    """

    why: Why
    text: Text
    details: tuple[Text, ...] = ()
    retry_at: int | None = None

    @classmethod
    def because(cls, why: Why, *, details: tuple[Text, ...] = (), retry_at: int | None = None) -> "Refused":
        """A refusal with the sentence that belongs to its reason."""
        return cls(why=why, text=NEXT_STEPS[why], details=details, retry_at=retry_at)


class RefusedError(Exception):
    """What was asked for could not be begun; nothing was changed. Attribute: ``refused``."""

    def __init__(self, refused: Refused) -> None:
        self.refused = refused
        super().__init__(refused.text.en)

    @classmethod
    def because(cls, why: Why, *, details: tuple[Text, ...] = (), retry_at: int | None = None) -> "RefusedError":
        """The error of a reason."""
        return cls(Refused.because(why, details=details, retry_at=retry_at))


class BusyError(RefusedError):
    """The hash pool's lane is full. Nothing was hashed and nothing was counted; answer at once (HTTP 503)."""

    def __init__(self) -> None:
        super().__init__(Refused.because(Why.BUSY))
