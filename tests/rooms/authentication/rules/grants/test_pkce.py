import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.oauth import VERIFIER, s256

from sekisho.authentication.rules.grants.pkce import challenge_of, is_challenge, proves

_ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


@given(st.text(_ALLOWED, min_size=43, max_size=128))
def test_a_verifier_proves_its_own_challenge_and_no_other(verifier: str) -> None:
    assert is_challenge(challenge_of(verifier))
    assert proves(verifier, challenge_of(verifier))
    assert not proves(verifier, challenge_of(verifier + "x"))


@pytest.mark.parametrize("verifier", ["", "short", VERIFIER + "!", "x" * 129, s256()])
def test_a_malformed_verifier_proves_nothing(verifier: str) -> None:
    assert not proves(verifier, s256())


@pytest.mark.parametrize("challenge", ["", VERIFIER + "x", "x" * 42, "x" * 42 + "=", "x" * 42 + "\n"])
def test_only_a_sha_256_is_a_challenge(challenge: str) -> None:
    assert not is_challenge(challenge)
