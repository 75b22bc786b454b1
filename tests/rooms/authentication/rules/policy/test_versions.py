"""Old client programs are refused by date (E-04)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.policies import AT, WHY

from sekisho.authentication.rules.policy.versions import parsed, too_old
from sekisho.authentication.types.policy import ClientMinimum

LINES = (
    ClientMinimum(channel="app", program="trader", version="9.1", since=AT, advice=WHY),
    ClientMinimum(channel="app", program="trader", version="10.0.1", since=AT + 100, advice=WHY),
)


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("9", (9, 0, 0, 0)), ("9.1.2.3", (9, 1, 2, 3)), ("9.1.", None), ("nine", None), ("", None), ("1.2.3.4.5", None)],
)
def test_a_version_is_numbers(version: str, numbers: tuple[int, ...] | None) -> None:
    assert parsed(version) == numbers


@given(st.lists(st.integers(0, 999), min_size=4, max_size=4), st.lists(st.integers(0, 999), min_size=4, max_size=4))
def test_versions_compare_by_number_and_not_by_letter(one: list[int], other: list[int]) -> None:
    first, second = (parsed(".".join(map(str, each))) for each in (one, other))

    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)


@pytest.mark.parametrize(
    ("client", "at", "refused"),
    [
        ("trader/9.1", AT, False),
        ("trader/9.0.9", AT, True),
        ("trader/9.0.9", AT - 1, False),
        ("trader/10.0", AT + 99, False),
        ("trader/10.0", AT + 100, True),
        ("trader/10.0.1 (iPhone)", AT + 100, False),
        ("trader/new", AT, True),
        ("trader", AT, True),
        ("", AT, True),
        ("other/99.0", AT, True),
    ],
)
def test_a_client_is_refused_by_its_date(client: str, at: int, *, refused: bool) -> None:
    assert (too_old(LINES, channel="app", client=client, at=at) is not None) is refused


def test_the_refusal_says_what_to_do_next_and_names_the_newest_version_needed() -> None:
    refusal = too_old(LINES, channel="app", client="trader/1", at=AT + 100)

    assert refusal is not None
    assert (refusal.version, refusal.advice) == ("10.0.1", WHY)


def test_other_channels_are_not_concerned() -> None:
    assert too_old(LINES, channel="web", client="", at=AT) is None
