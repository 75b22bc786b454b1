"""The strictest verdict wins."""

import pytest

from sekisho.kernel.verdicts import Verdict


def test_the_strictest_of_several_is_their_maximum() -> None:
    assert max(Verdict.STEP_UP, Verdict.DENY, Verdict.HOLD) is Verdict.DENY


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_read_from_its_word(verdict: Verdict) -> None:
    assert Verdict.of(verdict.word) is verdict


def test_a_word_that_is_no_verdict_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match=r"'maybe' is not a verdict \(allow, step_up, hold, deny\)"):
        Verdict.of("maybe")
