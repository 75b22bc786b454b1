from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.terms import no_new, no_use
from sekisho.authentication.types.proofs import Why

MOMENTS = st.integers(0, 4_000_000_000_000)


@given(stop=MOMENTS, at=MOMENTS)
def test_from_its_day_on_a_factor_is_refused_and_never_before(stop: int, at: int) -> None:
    new, use = no_new(stop_enrol=stop, at=at), no_use(stop_use=stop, at=at)

    assert (new is not None) == (use is not None) == (at >= stop)
    assert new is None or new.why is Why.CLOSED_TO_NEW
    assert use is None or use.why is Why.RETIRED


@given(at=MOMENTS)
def test_without_a_date_nothing_is_refused(at: int) -> None:
    assert no_new(stop_enrol=None, at=at) is None
    assert no_use(stop_use=None, at=at) is None
