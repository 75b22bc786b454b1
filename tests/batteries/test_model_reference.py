"""The reference of the model says what the code does."""

import re
from pathlib import Path

from sekisho.decisions.rules.trees_features import DIRECTIONS, FALLS, FREE, LEFT_OUT, RISES, WORDS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "model.md").read_text(encoding="utf-8")


def row(first: str) -> set[str]:
    [line] = [line for line in PAGE.splitlines() if line.startswith(f"| {first} |")]
    return set(re.findall(r"`(\w+)`", line))


def test_the_page_lists_every_feature_with_its_direction() -> None:
    rows = {RISES: "more of it never lowers the score", FALLS: "more of it never raises the score", FREE: "either way"}

    for direction, first in rows.items():
        assert row(first) == {name for name in DIRECTIONS if DIRECTIONS[name] == direction and name not in WORDS}


def test_the_page_lists_the_words_in_their_order() -> None:
    for name, words in WORDS.items():
        assert f"| `{name}` | {', '.join(words)} |" in PAGE


def test_the_page_gives_the_reason_for_every_fact_that_is_left_out() -> None:
    for name, reason in LEFT_OUT.items():
        assert any(f"`{name}`" in line and reason in line for line in PAGE.splitlines())
