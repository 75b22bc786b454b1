import pytest
from django.template import engines

from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.texts import Text

AT = from_rfc3339("2026-12-01T09:05:00+09:00")


def rendered(source: str, language: str = "ja", **context: object) -> str:
    return str(engines["django"].from_string(source).render({"language": language, **context}))


def test_both_languages_stand_beside_each_other() -> None:
    source = '{% say ja="こんにちは" en="Hello" %}'

    assert (rendered(source), rendered(source, "en")) == ("こんにちは", "Hello")


def test_what_a_customer_wrote_is_escaped() -> None:
    source = '{% say ja="{name}さま" en="Dear {name}" name=name %}'

    assert rendered(source, "en", name="<script>") == "Dear &lt;script&gt;"


def test_texts_moments_money_and_masks_speak_the_callers_language() -> None:
    assert rendered("{% read text %}", "en", text=Text("字", "word")) == "word"
    assert rendered("{% read text %}", text="<b>") == "&lt;b&gt;"
    assert rendered("{% moment at %}", at=AT) == (
        '<time datetime="2026-12-01T09:05:00+09:00">2026年12月1日（火） 09:05</time>'
    )
    assert rendered("{% day at %}{% day none %}", "en", at=AT, none=None).endswith(">Tue 1 Dec 2026</time>")
    assert rendered("{% yen amount %}", amount=1000) == "1,000円"
    assert rendered("{{ number|masked }} {{ number|masked:2 }}", number="12345678") == "••••5678 ••••••78"


def test_the_first_address_of_a_text_becomes_a_link() -> None:
    text = Text("出典: 甲 (https://one.example)、乙 (https://two.example)", "by <One> (https://one.example)")

    assert rendered("{% linked text %}", text=text) == (
        '出典: 甲 (<a href="https://one.example" rel="noreferrer noopener">https://one.example</a>)、乙 (https://two.example)'
    )
    assert rendered("{% linked text %}", "en", text=text).startswith("by &lt;One&gt; (<a href=")


def test_an_icon_is_hidden_from_readers_and_an_unknown_one_fails() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "key" %}')
    with pytest.raises(KeyError):
        rendered('{% icon "no such" %}')
