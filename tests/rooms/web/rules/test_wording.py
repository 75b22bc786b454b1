import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import from_rfc3339
from sekisho.web.rules.wording import day_of, masked, moment_of, yen_of

AT = from_rfc3339("2026-11-30T15:30:00+00:00")


def test_days_and_times_are_those_of_japan() -> None:
    assert (day_of(AT, "ja"), day_of(AT, "en")) == ("2026年12月1日（火）", "Tue 1 Dec 2026")
    assert (moment_of(AT, "ja"), moment_of(AT, "en")) == ("2026年12月1日（火） 00:30", "Tue 1 Dec 2026 00:30 JST")


@pytest.mark.parametrize(("amount", "ja", "en"), [(1234567, "1,234,567円", "¥1,234,567"), (-500, "-500円", "-¥500")])
def test_money_is_written_as_each_language_writes_it(amount: int, ja: str, en: str) -> None:
    assert (yen_of(amount, "ja"), yen_of(amount, "en")) == (ja, en)


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_masked_value_never_shows_more_than_half_and_keeps_its_length(value: str) -> None:
    hidden = masked(value)

    assert len(hidden) == len(value)
    assert hidden.count("•") * 2 >= len(value)
    assert value.endswith(hidden.replace("•", ""))
