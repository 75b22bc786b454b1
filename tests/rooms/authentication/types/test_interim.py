import pytest

from sekisho.authentication.types.interim import FreshCode, FreshSecret


@pytest.mark.parametrize("code", ["12345", "12345a", "１２３４５６"])
def test_a_code_has_at_least_six_digits(code: str) -> None:
    with pytest.raises(ValueError, match="6 digits"):
        FreshCode(id="co_1", code=code, nonce=bytes(12))


def test_no_secret_shows_itself() -> None:
    shown = repr(FreshCode(id="co_1", code="123456", nonce=bytes(12))) + repr(
        FreshSecret(id="au_1", secret=b"hidden", nonce=bytes(12))
    )

    assert "123456" not in shown
    assert "hidden" not in shown
