import pytest

from sekisho.notices.rules.template_file import read_template
from sekisho.notices.types.templates import Reach, Topic

GOOD = '''name = "login"
version = 2
topic = "access"
reach = "one"
answer = true
hours = 24
facts = ["time"]

[ja]
title = "お知らせ"
text = """
{time}にログインがありました。
"""
short = "{time}にログイン"

[en]
title = "Notice"
text = "Login at {time}."
short = "Login {time}"
'''


def told(content: str) -> list[str]:
    return [each.line(language="en") for each in read_template(content, source="login.toml", stem="login").findings]


def test_a_sound_file_is_read_whole() -> None:
    template = read_template(GOOD, source="login.toml", stem="login").template

    assert template is not None
    assert (template.name, template.version, template.topic, template.reach) == ("login", 2, Topic.ACCESS, Reach.ONE)
    assert (template.answer, template.hours, template.facts) == (True, 24, ("time",))
    assert template.wordings["ja"].text == "{time}にログインがありました。"


def test_the_digest_follows_the_content_and_not_the_version() -> None:
    first, second, third = (
        read_template(content, source="login.toml", stem="login").template
        for content in (GOOD, GOOD.replace("version = 2", "version = 3"), GOOD.replace("Notice", "News"))
    )

    assert first is not None
    assert second is not None
    assert third is not None
    assert first.digest == second.digest != third.digest


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('name = "login"', "name = ", "login.toml:1: file:toml:unreadable: not readable as TOML"),
        ('name = "login"', 'name = "logout"', "login.toml:1: file:name:differs: name must be the file's, login"),
        ("version = 2", "version = 0", "login.toml:2: field:value:wrong: version must be a whole number from 1"),
        ("version = 2", "version = true", "login.toml:2: field:value:wrong: version must be a whole number from 1"),
        ("version = 2\n", "", "login.toml:1: field:key:missing: write version"),
        ('"access"', '"weather"', "login.toml:3: field:value:wrong: topic must be one of access, order"),
        ('"one"', "[]", "login.toml:4: field:value:wrong: reach must be one of one, every, all"),
        ("answer = true", "answer = 1", "login.toml:5: field:value:wrong: answer must be true or false"),
        ('["time"]', '["weather"]', "login.toml:7: field:value:wrong: facts must be an array of account"),
        ('["time"]', '["firm"]', "login.toml:7: field:value:wrong: facts must be an array of account"),
        ("hours = 24", "hours = 24\ncolour = 1", "login.toml:7: field:key:unknown: there is no colour; remove it"),
        (
            'title = "Notice"',
            'title = " "',
            "login.toml:17: field:value:wrong: en.title must be a text that is not empty",
        ),
        ('title = "Notice"\n', "", "login.toml:16: field:key:missing: write en.title"),
        ('title = "Notice"', 'head = "x"\ntitle = "Notice"', "login.toml:17: field:key:unknown: there is no en.head"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, finding: str) -> None:
    findings = told(GOOD.replace(old, new))

    assert len(findings) == 1
    assert findings[0].startswith(finding)


def test_both_languages_are_needed() -> None:
    english = GOOD[: GOOD.index("[ja]")] + GOOD[GOOD.index("[en]") :]

    assert told(english) == ["login.toml:1: language:text:missing: [ja] is missing; both languages are needed"]
    assert told(english.replace("facts", 'ja = "x"\nfacts', 1)) == [
        "login.toml:7: field:value:wrong: ja must be a table",
    ]
