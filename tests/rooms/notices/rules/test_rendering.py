import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.notices import AT, HOUSE, a_template
from sekisho.kernel.texts import Text
from sekisho.notices.operations.library import shipped
from sekisho.notices.rules.linting import MOST_PARTS
from sekisho.notices.rules.parts import parts
from sekisho.notices.rules.patterns import matches
from sekisho.notices.rules.rendering import (
    ANSWER_LONG,
    ANSWER_SHORT,
    CLOSING,
    SAMPLE_CODE,
    UnsafeMessageError,
    render,
    texts_of,
    with_answer,
)
from sekisho.notices.types.facts import FACTS, Form
from sekisho.notices.types.templates import Template, Wording


def wordings(text: str) -> dict[str, Wording]:
    return dict.fromkeys(("ja", "en"), Wording(title="お知らせ", text=text, short="お知らせ"))


def test_places_are_filled_in_the_language_asked_for() -> None:
    template = shipped()["login"]
    facts = {"account": "a-1234567", "firm": HOUSE.name, "time": AT, "device": "Pixel 9", "place": "東京都"}

    japanese, english = render(template, facts, language="ja"), render(template, facts, language="en")

    assert japanese.short == "【関所証券】3月17日 9時00分に口座（末尾4567）へのログインがありました。"
    assert "場所  東京都\n方法  不明" in japanese.text
    assert english.short == "Sekisho Securities: login to your account ending 4567, 17 Mar 09:00 JST."


def test_words_that_are_harmless_alone_but_not_together_are_all_withheld() -> None:
    template = a_template(facts=("device", "time"), wordings=wordings("{device}を入力、{time}"))

    filled = render(template, {"device": "パスワード", "time": AT}, language="ja")

    assert filled.text == "（表示できません）を入力、3月17日 9時00分"


def test_a_message_that_is_unsafe_by_itself_never_leaves() -> None:
    template = a_template(facts=("device",), wordings=wordings("至急 {device}"))

    with pytest.raises(UnsafeMessageError, match="login: text:urgency:found: 至急"):
        render(template, {"device": "x"}, language="ja")


@pytest.mark.parametrize("template", shipped().values(), ids=shipped())
@settings(deadline=None)
@given(words=st.text(max_size=60), language=st.sampled_from(["ja", "en"]))
def test_whatever_an_intruder_writes_every_message_goes_out_and_is_safe(
    template: Template, words: str, language: str
) -> None:
    facts = {name: AT if FACTS[name].form in {Form.MOMENT, Form.DAY} else words for name in template.facts}

    filled = render(template, {**facts, "firm": HOUSE.name}, language=language)

    assert [match for text in texts_of(filled) for match in matches(text)] == []
    code = SAMPLE_CODE if template.answer else ""
    assert parts(with_answer(filled.short, ANSWER_SHORT, code=code, language=language, gap=" ")) <= MOST_PARTS


def test_the_answer_line_stands_only_where_there_is_a_code() -> None:
    told = with_answer("本文", ANSWER_LONG, code="1111 1111 1111 11", language="ja", gap="\n\n")

    assert told.startswith("本文\n\n身に覚えがないときは")
    assert told.endswith("停止番号  1111 1111 1111 11")
    assert with_answer("本文", ANSWER_LONG, code="", language="ja", gap="\n\n") == "本文"


@pytest.mark.parametrize("line", [ANSWER_LONG, ANSWER_SHORT, CLOSING])
def test_our_own_lines_keep_the_rules_too(line: Text) -> None:
    assert list(matches(line.ja.format(code=SAMPLE_CODE))) == []
    assert list(matches(line.en.format(code=SAMPLE_CODE))) == []
