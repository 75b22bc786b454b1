import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.typed import digits_of, keyed, printed, printed_of, same


@pytest.mark.parametrize("typed", ["123456", "１２３４５６", " 123 456 ", "123-456", "123ー456", "123　456"])
def test_digits_count_however_they_are_typed(typed: str) -> None:
    assert digits_of(typed) == "123456"


@pytest.mark.parametrize("typed", ["12345a", "", "一二三", "١٢٣٤٥٦"])
def test_anything_else_is_no_digits(typed: str) -> None:
    assert digits_of(typed) == ""


@given(random=st.binary(min_size=10, max_size=10))
def test_a_recovery_code_is_eighty_bits_in_groups_of_four(random: bytes) -> None:
    code = printed(random)

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("ILOU")


@given(one=st.binary(min_size=10, max_size=10), other=st.binary(min_size=10, max_size=10))
def test_different_bytes_print_differently(one: bytes, other: bytes) -> None:
    assert (printed(one) == printed(other)) == (one == other)


@given(random=st.binary(min_size=10, max_size=10))
def test_a_recovery_code_may_be_typed_as_it_is_read(random: bytes) -> None:
    code = printed(random)
    misread = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert printed_of(misread) == printed_of(code) == code.replace("-", "")


def test_the_digest_of_a_code_belongs_to_its_place() -> None:
    key = bytes(32)

    assert keyed(key, "co_1", "23") != keyed(key, "co_12", "3")
    assert keyed(key, "co_1", "23") != keyed(bytes([1]) * 32, "co_1", "23")
    assert same(keyed(key, "co_1", "23"), keyed(key, "co_1", "23"))
