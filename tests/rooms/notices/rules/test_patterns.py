"""What no message may hold (C-18), and what it may."""

import pytest

from sekisho.notices.rules.patterns import matches, plain

LINKS = (
    "https://example.com/login",
    "HTTP://EXAMPLE.COM",
    "ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ",
    "www.example",
    "example.co.jp",
    "例え.テスト",
    "shop。com",
    "evil.xn--p1ai",
    "hxxps",
    "sekisho-app://open",
    "notice@firm",
    "192.0.2.1",
    "example[.]com",
    "example (dot) com",
    "mailto:someone",
    "Please.Login",
    "ex\u200bample.com",
)
PHONES = (
    "03-1234-5678",
    "0120-123-456",
    "０３－１２３４－５６７８",
    "(03)1234-5678",
    "03（1234）5678",
    "+81 90 1234 5678",
    "09012345678",
    "1-800-555-1234",
    "〇三一二三四五六七八",
    "050・1234・5678",
    "03 1234\u200b5678",
)
CALLBACKS = ("お電話ください", "折り返しご連絡", "フリーダイヤル", "Please call us", "Call back", "our hotline")
SECRETS = (
    "パスワードを入力してください",
    "認証コードをお知らせください",
    "暗証番号を返信",
    "ワンタイムパスワードを入れて",
    "カード番号をご記入",
    "PINを送ってください",
    "enter your password",
    "Send the verification code",
    "please confirm your card number",
    "type your PIN",
)
CLICKS = (
    "こちらをクリック",
    "タップして確認",
    "下記のアドレス",
    "以下のサイト",
    "QRコードを読み取り",
    "このメールに返信してください",
    "click here",
    "Tap below",
    "the link",
    "Scan this",
    "Reply to this message",
)
URGENCIES = (
    "至急ご確認ください",
    "【重要】",
    "緊急のお知らせ",
    "24時間以内に",
    "２４時間以内に",
    "口座が停止されます",
    "最終通告",
    "すぐにログインしてください",
    "お急ぎください!",
    "口座が凍結されてしまい",
    "本日中",
    "URGENT",
    "Act now",
    "within 24 hours",
    "your account will be suspended",
    "verify your account",
    "final notice",
    "immediately",
    "Important",
)
CALM = (
    "関所証券からのお知らせです。",
    "口座（末尾 1234）に、11月23日 14時05分、ログインがありました。",
    "金額  1,000,000円",
    "2026年12月31日まで",
    "停止番号 1234 5678 9123 45",
    "パスワードが変更されました。",
    "当社がパスワードをお尋ねすることはありません。",
    "電話番号が変わりました。",
    "お電話の窓口でもお手伝いします。",
    "いつものアプリか、ご自身で登録したブックマークからご覧ください。",
    "Ver. 9 のアプリ",
    "約1.5万円",
    "数量  100株",
    "続き…アプリで",
    "This is a notice from Sekisho Securities.",
    "Your password was changed on 23 Nov, 14:05 JST.",
    "We never ask for your password.",
    "Withdrawals open after a waiting time.",
    "1,000,000 yen",
    "7203 トヨタ自動車",
    "一二三四五六七八番地",
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "text:link:found") for text in LINKS),
        *((text, "text:phone:found") for text in PHONES),
        *((text, "text:callback:asked") for text in CALLBACKS),
        *((text, "text:secret:asked") for text in SECRETS),
        *((text, "text:click:asked") for text in CLICKS),
        *((text, "text:urgency:found") for text in URGENCIES),
    ],
)
def test_a_message_that_looks_like_theirs_is_found_out(text: str, code: str) -> None:
    assert code in {match.code for match in matches(f"お知らせ {text} です")}


@pytest.mark.parametrize("text", CALM)
def test_a_plain_message_is_left_alone(text: str) -> None:
    assert list(matches(text)) == []


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\u00ad", "\ufeff", "\0", "\r", "\u2028", "\ue000"])
def test_what_cannot_be_seen_is_found_and_named(letter: str) -> None:
    assert ("text:hidden:found", f"U+{ord(letter):04X}") in list(matches(f"お{letter}知らせ"))


def test_a_lines_end_is_not_hidden_and_does_not_split_what_is_looked_for() -> None:
    assert list(matches("お知らせ\nです")) == []


def test_one_spelling_stands_for_all_that_look_alike() -> None:
    assert plain("ＡＢ\u200bＣ．") == "abc."
