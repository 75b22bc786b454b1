import pytest

from sekisho.notices.rules.parts import parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # each takes two places
        ("€" * 81, 2),
        ("あ" * 70, 1),
        ("あ" * 71, 2),
        ("あ" * 134, 2),
        ("あ" * 135, 3),
        ("😀" * 35, 1),  # each takes two places
        ("😀" * 36, 2),
        ("a" * 70 + "あ", 2),
    ],
)
def test_a_text_takes_as_many_parts_as_its_letters_need(text: str, count: int) -> None:
    assert parts(text) == count
