"""Why a login ends without a session, and what people read then."""

from enum import StrEnum

from sekisho.kernel.texts import Text


class Refusal(StrEnum):
    """Why a login ends without a session. The words are stable."""

    CLIENT_OLD = "client_old"
    DOWNGRADE = "downgrade"
    POLICY = "policy"
    FROZEN = "frozen"
    CLOSED = "closed"
    NOT_YOURS = "not_yours"
    OVER = "over"
    BARRIER = "barrier"
    BUSY = "busy"
    WRONG = "wrong"
    WORK = "work"


REFUSALS = {
    Refusal.CLIENT_OLD: Text(
        "お使いのアプリの版では、安全にログインできなくなりました。アプリを更新するか、ウェブサイトをご利用ください。",
        "This version of the program can no longer log in safely. Please update it, or use the website.",
    ),
    Refusal.DOWNGRADE: Text(
        "パスキーを登録済みのため、パスキーより弱い方法ではログインできません。パスキーでログインしてください。"
        "パスキーをなくした場合は「ログインできないとき」へお進みください。",
        "You have a passkey, so weaker methods are closed to protect you. Please log in with the passkey. "
        "If you have lost it, choose “I cannot log in”.",
    ),
    Refusal.POLICY: Text(
        "この方法ではログインできません。ウェブサイトで登録の状態を確かめるか、「ログインできないとき」へお進みください。",
        "You cannot log in this way. Please look at your methods on the website, or choose “I cannot log in”.",
    ),
    Refusal.FROZEN: Text(
        "口座の利用を停止しています。パスキーで確認すると、状況と今後の手続きをご覧いただけます。",
        "The account is frozen. Confirm with your passkey to see how things stand and what comes next.",
    ),
    Refusal.CLOSED: Text(
        "ログインできませんでした。入力した内容を確かめるか、「ログインできないとき」へお進みください。",
        "We could not log you in. Please check what you entered, or choose “I cannot log in”.",
    ),
    Refusal.NOT_YOURS: Text(
        "別の画面で始まった手続きです。最初の画面から、もう一度ログインしてください。",
        "This was begun somewhere else. Please start again from the first page.",
    ),
    Refusal.OVER: Text(
        "時間が過ぎたか、すでに終わった手続きです。最初の画面から、もう一度ログインしてください。",
        "The time is over, or this has ended already. Please start again from the first page.",
    ),
    Refusal.BARRIER: Text("しばらく待って、もう一度お試しください。", "Please wait a while and try again."),
    Refusal.BUSY: Text(
        "ただいま混み合っています。30秒ほど待って、もう一度お試しください。パスキーは今もお使いいただけます。",
        "We are very busy right now. Please wait about 30 seconds and try again. A passkey works even now.",
    ),
    Refusal.WRONG: Text(
        "ログインできませんでした。入力した内容を確かめて、もう一度お試しください。",
        "We could not log you in. Please check what you entered and try again.",
    ),
    Refusal.WORK: Text(
        "安全のための確認が終わっていません。この画面のまま数秒待って、もう一度お試しください。",
        "The safety check had not finished. Please stay on this page for a few seconds and try again.",
    ),
}
"""What people read; each says what to do next, and none says whether a name exists."""
