import pytest

from sekisho.authentication.types.refusals_webauthn import TEXTS, CeremonyRefusedError, Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_says_what_to_do_next(reason: Reason) -> None:
    refusal = CeremonyRefusedError(reason)

    assert refusal.code == reason.value
    assert refusal.text.ja.endswith("。")
    assert "ください" in refusal.text.ja
    assert "lease" in refusal.text.en
    assert "biometric" not in refusal.text.en.lower()


def test_no_reason_is_left_without_words() -> None:
    assert set(TEXTS) == set(Reason)
