import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.types.vault import Vault, VaultError, VaultKey

OLD, NEW = VaultKey(number=1, key=bytes(32)), VaultKey(number=2, key=bytes([7]) * 32)
NAMES = st.text(max_size=20)


@given(plain=st.binary(max_size=200), principal=NAMES, authenticator=NAMES, nonce=st.binary(min_size=12, max_size=12))
def test_what_is_sealed_opens_in_its_place(plain: bytes, principal: str, authenticator: str, nonce: bytes) -> None:
    vault = Vault((OLD, NEW))

    sealed = vault.seal(plain, principal=principal, authenticator=authenticator, nonce=nonce)

    assert vault.open(sealed, principal=principal, authenticator=authenticator) == plain


@given(one=st.tuples(NAMES, NAMES), other=st.tuples(NAMES, NAMES))
def test_what_is_sealed_opens_nowhere_else(one: tuple[str, str], other: tuple[str, str]) -> None:
    vault = Vault((OLD,))
    sealed = vault.seal(b"seed", principal=one[0], authenticator=one[1], nonce=bytes(12))

    if one == other:
        assert vault.open(sealed, principal=other[0], authenticator=other[1]) == b"seed"
    else:
        with pytest.raises(VaultError):
            vault.open(sealed, principal=other[0], authenticator=other[1])


@given(place=st.integers(0, 5 + 12 + 4 + 16 - 1), bit=st.integers(0, 7))
def test_a_single_changed_bit_is_noticed(place: int, bit: int) -> None:
    vault = Vault((OLD, NEW))
    sealed = bytearray(vault.seal(b"seed", principal="customer:a", authenticator="au_1", nonce=bytes(12)))
    sealed[place] ^= 1 << bit

    with pytest.raises(VaultError):
        vault.open(bytes(sealed), principal="customer:a", authenticator="au_1")


@given(length=st.integers(0, 36))
def test_what_is_cut_off_does_not_open(length: int) -> None:
    vault = Vault((OLD,))
    sealed = vault.seal(b"seed", principal="customer:a", authenticator="au_1", nonce=bytes(12))

    with pytest.raises(VaultError):
        vault.open(sealed[:length], principal="customer:a", authenticator="au_1")


def test_the_newest_key_seals_and_older_ones_still_open() -> None:
    before = Vault((OLD,)).seal(b"seed", principal="p", authenticator="a", nonce=bytes(12))
    vault = Vault((NEW, OLD))
    after = vault.seal(b"seed", principal="p", authenticator="a", nonce=bytes(12))

    assert vault.open(before, principal="p", authenticator="a") == b"seed"
    assert (vault.stale(before), vault.stale(after)) == (True, False)


def test_without_its_key_nothing_opens() -> None:
    sealed = Vault((OLD,)).seal(b"seed", principal="p", authenticator="a", nonce=bytes(12))

    with pytest.raises(VaultError):
        Vault((NEW,)).open(sealed, principal="p", authenticator="a")
    with pytest.raises(VaultError):
        Vault((NEW,)).stale(sealed)


@pytest.mark.parametrize(("number", "key"), [(0, bytes(32)), (1 << 32, bytes(32)), (1, bytes(16))])
def test_a_key_has_its_bounds(number: int, key: bytes) -> None:
    with pytest.raises(ValueError, match="vault key"):
        VaultKey(number=number, key=key)


@pytest.mark.parametrize("keys", [(), (OLD, VaultKey(number=1, key=bytes([1]) * 32))])
def test_keys_have_numbers_of_their_own(keys: tuple[VaultKey, ...]) -> None:
    with pytest.raises(ValueError, match="numbers of their own"):
        Vault(keys)


def test_a_nonce_has_twelve_bytes() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        Vault((OLD,)).seal(b"", principal="p", authenticator="a", nonce=bytes(11))


def test_no_key_shows_itself() -> None:
    assert "key=" not in repr(Vault((NEW,)))
