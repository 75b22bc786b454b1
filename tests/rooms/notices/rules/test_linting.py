"""The linter of requirement C-18, over files as somebody might write them."""

import pytest

from rooms.notices.rules.test_template_file import GOOD
from sekisho.notices.rules.linting import lint
from sekisho.notices.rules.template_file import read_template


def told(content: str, language: str = "en") -> list[str]:
    reading = read_template(content, source="login.toml", stem="login")
    assert reading.template is not None, reading.findings
    return [each.line(language=language) for each in lint(reading.template, reading.file)]


def test_a_calm_message_has_no_findings() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('{time}にログイン"', '{time} https://evil.example"', "login.toml:14: text:link:found"),
        ("{time}にログインが", "{time}に\n03-1234-5678 へ ログインが", "login.toml:13: text:phone:found"),
        ("Login at {time}.", "Login at {time}. Call us.", "login.toml:18: text:callback:asked"),
        ("Login at {time}.", "Enter your password {time}.", "login.toml:18: text:secret:asked"),
        ("Login at {time}.", "Click here at {time}.", "login.toml:18: text:click:asked"),
        ('title = "Notice"', 'title = "Urgent notice"', "login.toml:17: text:urgency:found"),
        ('title = "Notice"', 'title = "No\\u200btice"', "login.toml:17: text:hidden:found"),
        ('title = "お知らせ"', 'title = "Notice"', "login.toml:10: language:text:foreign: ja.title is not written"),
        ('title = "Notice"', 'title = "お知らせ"', "login.toml:17: language:text:foreign: en.title is not written"),
        ('title = "Notice"', 'title = "{time}"', "login.toml:17: language:text:foreign: en.title is not written"),
        ("Login at {time}.", "Login at {time} on {device}.", "login.toml:18: place:name:unknown: {device} cannot"),
        ("Login at {time}.", "Login at {time:x}.", "login.toml:18: place:form:wrong"),
        ("Login at {time}.", "Login at {time!r}.", "login.toml:18: place:form:wrong"),
        ("Login at {time}.", "Login at {time.year}.", "login.toml:18: place:form:wrong"),
        ("Login at {time}.", "Login at {}.", "login.toml:18: place:form:wrong"),
        ("Login at {time}.", "Login at {time.", "login.toml:18: place:form:wrong"),
        ('["time"]', '["time", "device"]', "login.toml:7: place:name:unused: device in facts is used nowhere"),
        ('title = "Notice"', f'title = "{"Notice " * 9}"', "login.toml:17: text:title:long: the title is too long (62"),
        ('short = "Login {time}"', f'short = "{"Login " * 45}"', "login.toml:19: sms:parts:many: short is too long (3"),
        ('short = "{time}に', f'short = "{"ログイン" * 30}に', "login.toml:14: sms:parts:many: short is too long (3"),
    ],
)  # fmt: skip
def test_what_no_message_may_hold_is_told_with_its_line(old: str, new: str, finding: str) -> None:
    assert old in GOOD
    found = told(GOOD.replace(old, new))

    assert any(each.startswith(finding) for each in found), found


def test_a_firm_may_name_itself_without_saying_so() -> None:
    assert told(GOOD.replace("Login at {time}.", "Login at {time}, {firm}.")) == []


def test_a_message_without_an_answer_has_room_for_more() -> None:
    longer = GOOD.replace('short = "{time}にログイン"', f'short = "{"ログイン" * 25}{{time}}"')

    assert told(longer) != []
    assert told(longer.replace("answer = true", "answer = false")) == []


def test_findings_speak_both_languages() -> None:
    wrong = GOOD.replace('title = "Notice"', 'title = "Urgent notice"')

    assert told(wrong) == [
        "login.toml:17: text:urgency:found: words that hurry or frighten look like fraud (urgent); write calmly"
    ]
    assert "落ち着いた言い方" in told(wrong, "ja")[0]
