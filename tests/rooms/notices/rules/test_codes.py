from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.notices.rules.codes import code_of, grouped, typed
from sekisho.notices.rules.patterns import matches

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


@settings(deadline=None)
@given(digests)
def test_a_code_is_read_back_in_whatever_width_and_grouping_it_is_typed(digest: str) -> None:
    code = code_of(digest)

    wide = code.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert typed(code) == typed(grouped(code)) == typed(f" {wide[:7]}-{wide[7:]}。") == code


@settings(deadline=None)
@given(digests)
def test_a_code_has_no_zero_and_no_telephone_takes_it_for_a_number(digest: str) -> None:
    code = code_of(digest)

    assert len(code) == 14
    assert "0" not in code
    assert [match for match in matches(f"停止番号 {grouped(code)} です") if match.code == "text:phone:found"] == []


@settings(deadline=None)
@given(digests, st.integers(0, 13), st.integers(1, 8))
def test_one_wrong_digit_is_noticed_without_asking_anybody(digest: str, place: int, step: int) -> None:
    code = code_of(digest)
    wrong = str((int(code[place]) - 1 + step) % 9 + 1)

    assert typed(code[:place] + wrong + code[place + 1 :]) is None


@settings(deadline=None)
@given(digests, st.integers(0, 11))
def test_two_swapped_neighbours_are_noticed(digest: str, place: int) -> None:
    code = code_of(digest)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert typed(swapped) == (code if swapped == code else None)


def test_what_cannot_be_a_code_is_none() -> None:
    assert [typed(text) for text in ("", "1234", "0" * 14, "x" * 14, "1" * 15, "一" * 14, "1" * 13 + "²")] == [None] * 7


def test_codes_are_spread_over_more_than_forty_bits() -> None:
    codes = {code_of(f"{number:064x}") for number in range(1_000)}

    assert len(codes) == 1_000
    assert 9**13 > 2**40
