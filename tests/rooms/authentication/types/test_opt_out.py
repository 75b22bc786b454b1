import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.opt_outs import request

from sekisho.authentication.types.opt_out import (
    CONTROLS,
    DECLINES,
    OBSTACLES,
    Decline,
    EndCause,
    Obstacle,
    OptOut,
    OptOutEnd,
    OptOutRefusedError,
)
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS

MOMENTS = st.integers(0, 1_000)


def _opt_out(ends: list[int]) -> OptOut:
    return OptOut(
        id="oo_1", number=1, request=request(), shown_digest="", controls=frozenset(), valid_from=100, valid_until=500,
        policy=1, previous="", digest="",
        ends=tuple(OptOutEnd(ends=each, noted=0, cause=EndCause.REVOKED, by="x") for each in ends),
    )  # fmt: skip


@given(ends=st.lists(MOMENTS, max_size=3), at=MOMENTS)
def test_it_stands_from_its_first_day_to_its_earliest_end(ends: list[int], at: int) -> None:
    record = _opt_out(ends)

    assert record.standing(at) == (100 <= at < min([500, *ends]))
    assert record.view.valid(at) == record.standing(at)


@given(ends=st.lists(MOMENTS, max_size=3), more=MOMENTS)
def test_one_more_end_never_prolongs_it(ends: list[int], more: int) -> None:
    assert _opt_out([*ends, more]).until <= _opt_out(ends).until


@pytest.mark.parametrize("texts", [DECLINES, OBSTACLES, CONTROLS])
def test_everything_is_said_in_both_languages(texts: dict[str, object]) -> None:
    assert all(text.ja and text.en for text in texts.values())  # type: ignore[attr-defined]


def test_every_word_has_its_sentence() -> None:
    assert set(DECLINES) == set(Decline)
    assert set(OBSTACLES) == set(Obstacle)


def test_the_text_is_shown_whole_in_the_language_of_the_reader() -> None:
    text = RISK_TEXTS[NEWEST]

    assert text.shown("ja").splitlines() == [text.body.ja, *(each.ja for each in text.acknowledgements.values())]
    assert text.shown("en") != text.shown("ja")
    assert all(version == each.version for version, each in RISK_TEXTS.items())


def test_a_refusal_tells_every_reason() -> None:
    error = OptOutRefusedError((Obstacle.FLOOR, Obstacle.NO_EVIDENCE))

    assert error.texts == (OBSTACLES[Obstacle.FLOOR], OBSTACLES[Obstacle.NO_EVIDENCE])
