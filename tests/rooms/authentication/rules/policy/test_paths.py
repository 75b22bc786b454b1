"""The list of ways in."""

import pytest
from tests.builders.policies import paths_text

from sekisho.authentication.rules.policy.paths import CUSTOMERS, load_paths

ONE = """\
[[path]]
code = "x"
channel = "web"
label = { ja = "あ", en = "a" }
methods = ["totp"]
operations = ["login"]
"""


def test_the_shipped_list_has_every_channel() -> None:
    found = load_paths(paths_text(), source="paths.toml")

    assert found.faults == ()
    assert {path.channel for path in found.paths} == set(CUSTOMERS)
    old = next(path for path in found.paths if path.legacy)
    assert old.until is not None
    assert old.advice is not None
    assert (old.open(old.until - 1), old.open(old.until)) == (True, False)


@pytest.mark.parametrize(
    ("text", "key", "line", "code"),
    [
        (ONE + "colour = 1\n", "path.0.colour", 7, "document:key:unknown"),
        (ONE.replace('"web"', '"fax"'), "path.0.channel", 3, "policy:channel:unknown"),
        (ONE.replace('"totp"', '"top"'), "path.0.methods", 5, "document:word:unknown"),
        (ONE.replace('"login"', '"log"'), "path.0.operations", 6, "document:word:unknown"),
        (ONE + 'advice = { ja = "あ" }\n', "path.0.advice.en", 7, "document:language:missing"),
        (ONE + 'until = "soon"\n', "path.0.until", 7, "document:value:wrong"),
        (ONE + ONE, "path.1.code", 8, "path:code:repeated"),
        (ONE, "path", 1, "path:channel:missing"),
        ("other = 1\n" + ONE, "other", 1, "document:key:unknown"),
        ("[[path", "toml", 1, "document:toml:unreadable"),
    ],
)
def test_a_mistake_names_file_and_line(text: str, key: str, line: int, code: str) -> None:
    found = load_paths(text, source="my/paths.toml").faults

    assert ("my/paths.toml", key, line, code) in [(each.source, each.key, each.line, each.code) for each in found]


def test_a_way_in_that_is_not_in_use_is_said_to_be_closed() -> None:
    (path,) = load_paths(ONE + "closed = true\n", source="p").paths

    assert not path.open(0)
