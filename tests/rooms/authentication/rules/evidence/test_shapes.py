"""Every field of evidence holds what it should, or is named."""

import pytest

from sekisho.authentication.rules.evidence import shapes
from sekisho.kernel.jcs import Json


@pytest.mark.parametrize(
    ("value", "misfits"),
    [
        ({"language": "ja", "sha256": "A" * 43, "template": "w@1.1"}, []),
        ({"language": "ja", "sha256": "A" * 42, "template": 1}, ["sha256", "template"]),
        ({"language": "ja", "sha256": "%" * 43, "template": "w"}, ["sha256"]),
        ({"sha256": "A" * 43, "more": 1}, ["language", "more", "template"]),
    ],
)
def test_fields_that_are_missing_unknown_or_wrong_are_named(value: dict[str, Json], misfits: list[str]) -> None:
    assert shapes.misfits(value, shapes.DISPLAY) == misfits


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (shapes.number, 0, True),
        (shapes.number, 7, -1),
        (shapes.code, -7, "7"),
        (shapes.flag, False, 0),
        (shapes.data, "AA", ""),
        (shapes.data, "AA", "AB"),
        (shapes.data, "AA", 1),
        (shapes.texts, ["a"], [1]),
        (shapes.texts, [], "a"),
        (shapes.table, {}, []),
        (shapes.tables, [{}], [[]]),
        (shapes.tables, [], {}),
        (shapes.word("a"), "a", "b"),
    ],
)
def test_each_shape_tells_what_fits(check: "shapes.Callable[[Json], bool]", good: Json, bad: Json) -> None:
    assert check(good)
    assert not check(bad)
