import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.notices.types.safe import Safe, SealBrokenError

OLD, NEW = b"o" * 32, b"n" * 32


@settings(deadline=None)
@given(st.text(), st.text())
def test_what_is_sealed_for_a_name_opens_for_it(plain: str, name: str) -> None:
    safe = Safe([NEW])

    assert safe.open(safe.seal(plain, name=name), name=name) == plain


def test_it_opens_for_no_other_name_and_under_no_other_key() -> None:
    sealed = Safe([NEW]).seal("hanako@customer.test", name="ct-1")

    for safe, name, box in (
        (Safe([NEW]), "ct-2", sealed),
        (Safe([OLD]), "ct-1", sealed),
        (Safe([NEW]), "ct-1", sealed[:-1]),
    ):
        with pytest.raises(SealBrokenError):
            safe.open(box, name=name)


def test_the_same_address_looks_different_for_another_contact() -> None:
    safe = Safe([NEW])

    assert safe.seal("hanako@customer.test", name="ct-1") != safe.seal("hanako@customer.test", name="ct-2")
    assert b"hanako" not in safe.seal("hanako@customer.test", name="ct-1")


def test_an_older_key_still_opens_and_still_recognises() -> None:
    before, after = Safe([OLD]), Safe([NEW, OLD])

    assert after.open(before.seal("x", name="ct-1"), name="ct-1") == "x"
    assert before.digest("code", "1") == after.digests("code", "1")[1] != after.digest("code", "1")


def test_digests_differ_by_purpose() -> None:
    assert Safe([NEW]).digest("code", "1") != Safe([NEW]).digest("token", "1")


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b"short"]])
def test_a_short_key_or_none_is_refused(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Safe(keys)


def test_the_safe_shows_no_key() -> None:
    assert repr(Safe([NEW])) == "Safe(...)"
