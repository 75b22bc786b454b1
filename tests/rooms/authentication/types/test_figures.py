from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.types.figures import OUTCOMES, Coverage, DeedCount, Failing, Outcome, table


def _coverage(**counts: int) -> Coverage:
    zero = dict.fromkeys(("customers", "enrolled", "enrolled_two", "opted_out", "exempt", "blocked"), 0)
    return Coverage(day=20_000, age_band="60s", **{**zero, **counts})


@given(customers=st.integers(0, 1_000), enrolled=st.integers(0, 1_000), opted_out=st.integers(0, 1_000))
def test_rates_are_shares_and_nobody_is_no_error(customers: int, enrolled: int, opted_out: int) -> None:
    row = _coverage(customers=customers, enrolled=min(enrolled, customers), opted_out=min(opted_out, customers))

    assert 0 <= row.coverage <= 1
    assert 0 <= row.release_rate <= 1


def test_the_release_rate_is_the_share_that_declined() -> None:
    assert _coverage(customers=200, opted_out=3).release_rate == 0.015
    assert Failing(method="totp", used=9, failed=1).rate == 0.1


def test_rows_become_a_table_with_the_names_first() -> None:
    row = DeedCount(day=1, method="totp", outcome="used", channel="web", age_band="", interim=True, count=2)

    assert table([row]) == (
        ("day", "method", "outcome", "channel", "age_band", "interim", "count"),
        (1, "totp", "used", "web", "", True, 2),
    )
    assert table([]) == ()


def test_every_outcome_has_its_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
