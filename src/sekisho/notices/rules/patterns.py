"""What must not stand in a message to a customer (requirement C-18): the table, and how it is read.

A message of ours must never look like one of theirs. So it holds nothing to press, no number to call, no question for a
secret and no hurry; then whatever does hold one of these is not from us, and the customer can be told so.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category, normalize


class Match(NamedTuple):
    """What was found: the finding's code, and the words."""

    code: str
    found: str


_DASH = r"\-‐‑‒–—―−ー"
_LINKS = (
    r"[a-z][a-z0-9+.\-]*://\S*",
    r"\bh(?:xx|tt)ps?\b",
    r"\b(?:mailto|tel|sms):\S*",
    r"\bwww\.\S+",
    r"\S+@\S+",
    r"[\w-]+(?:\.[\w-]+)*\.(?:xn--[\w-]+|[^\W\d_]{2,})(?!\w)",
    r"[a-z0-9-]+。[a-z]{2,}",  # IDNA takes the ideographic full stop for a dot
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])",
    r"[\w-]+\s*[\[(]\s*(?:\.|dot)\s*[\])]\s*\w+",
)
_PHONES = (
    rf"(?<![\d,.])(?:\+\s?\d|\(?0\d)(?:[\s().・{_DASH}]*\d){{7,13}}",
    r"(?<!\d)1[\s.\-]\d{3}[\s.\-]\d{3}[\s.\-]\d{4}(?!\d)",
    r"[〇零一二三四五六七八九]{9,}",
)
_CALLBACKS = (
    r"(?:お?電話を?(?:く|下|かけ|おかけ|いただ|頂)|おかけ(?:く|直)|折り?返し|フリーダイヤル|フリーコール)",
    r"\b(?:call (?:us|back|this|the)|phone us|ring us|dial|hotline|toll[\s-]free)\b",
)
_ASKED_JA = (
    r"(?:パスワード|暗証番号|認証(?:コード|番号)|確認(?:コード|番号)|ワンタイム|秘密の質問|カード番号|口座番号"
    r"|セキュリティコード|マイナンバー|個人番号|(?<![a-z])pin(?![a-z])|ログインid|回復コード)"
)
_ASKED_EN = (
    r"(?:passwords?|pins?|passcodes?|one[\s-]time|(?:verification|security|recovery|login) codes?|card numbers?"
    r"|account numbers?|secrets?|my number)"
)
_SECRETS = (
    rf"{_ASKED_JA}[^。\n]{{0,15}}(?:入力|入れ|お知らせくだ|教え|送|返信|伝え|記入|確認のため|ご提示|更新して)",
    rf"\b(?:enter|type|send|tell|give|reply|provide|submit|share|confirm|verify|update)\b[^.\n]{{0,30}}\b{_ASKED_EN}\b",
)
_CLICKS = (
    r"(?:クリック|タップ|リンク|こちらから|こちらへ|(?:下記|以下)の?(?:アドレス|サイト|ページ|番号)|qrコード|二次元コード)",
    r"(?:押して(?:ログイン|確認|手続)|(?:ご|に)返信(?:く|して|下))",
    r"\b(?:urls?|click|tap|links?|qr codes?|scan|reply to this|respond to this|follow this)\b",
)
_URGENCIES = (
    r"(?:至急|緊急|今すぐ|いますぐ|直ちに|ただちに|すぐに(?:ご|お|確認|手続|ログイン|対応)|\d+\s*(?:時間|分)以内|本日中|本日限り)",
    r"(?:(?:停止|凍結|閉鎖|解約|制限|失効)(?:され|し)てしまい|(?:停止|凍結|閉鎖|解約|制限|削除)されます|失効します|期限切れ)",
    r"(?:最終(?:警告|通告|案内|通知)|最後の(?:お知らせ|警告)|警告|重要|危険)",
    r"\b(?:urgent(?:ly)?|immediate(?:ly)?|as soon as possible|right (?:away|now)|act now|without delay|last chance)\b",
    r"\b(?:within \d+ (?:minutes?|hours?)|(?:final|last) (?:notice|warning|reminder)|warning|important|danger)\b",
    r"\b(?:will|shall) be (?:suspended|closed|locked|terminated|deleted|blocked)\b",
    r"\b(?:expires? (?:today|soon)|verify your|confirm your (?:account|identity))\b",
    r"[!❗‼⚠]",
)
_TABLE = tuple(
    (code, re.compile(pattern))
    for code, patterns in (
        ("text:link:found", _LINKS),
        ("text:phone:found", _PHONES),
        ("text:callback:asked", _CALLBACKS),
        ("text:secret:asked", _SECRETS),
        ("text:click:asked", _CLICKS),
        ("text:urgency:found", _URGENCIES),
    )
    for pattern in patterns
)
"""Code and pattern, over text in its plain spelling."""


def matches(text: str) -> Iterator[Match]:
    """Everything in ``text`` that must not stand in a message."""
    for letter in text:
        if is_hidden(letter):
            yield Match("text:hidden:found", f"U+{ord(letter):04X}")
    spelt = plain(text)
    for code, pattern in _TABLE:
        for match in pattern.finditer(spelt):
            yield Match(code, match[0])


def is_hidden(letter: str) -> bool:
    """A character that shows nothing, or turns the writing round; a line's end is none."""
    return letter != "\n" and category(letter) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def plain(text: str) -> str:
    """One spelling of what looks alike: half width, small letters, nothing hidden."""
    return normalize("NFKC", "".join(letter for letter in text if not is_hidden(letter))).casefold()
