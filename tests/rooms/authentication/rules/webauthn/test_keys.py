from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fido2 import cbor
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.ceremonies import registered

from sekisho.authentication.rules.webauthn.keys import check_key
from sekisho.authentication.types.attestation import ALGORITHMS, ML_DSA, AttestationProfile
from sekisho.authentication.types.refusals_webauthn import (
    CeremonyRefusedError,
    MalformedMessageError,
    Reason,
    WebauthnRefusedError,
)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_offered_algorithm_can_be_registered(algorithm: int) -> None:
    assert registered(SoftAuthenticator(algorithm=algorithm)).credential.algorithm == algorithm


def test_post_quantum_signatures_wait_for_a_profile_that_lists_them() -> None:
    with pytest.raises(CeremonyRefusedError) as refused:
        registered(SoftAuthenticator(algorithm=-48))
    later = AttestationProfile(code="later", algorithms=(*ALGORITHMS, *ML_DSA))

    assert refused.value.reason is Reason.ALGORITHM_NOT_OFFERED
    assert registered(SoftAuthenticator(algorithm=-48), profile=later).credential.algorithm == -48


def test_an_algorithm_that_was_not_offered_is_refused() -> None:
    with pytest.raises(CeremonyRefusedError) as refused:
        registered(SoftAuthenticator(algorithm=-36))

    assert refused.value.reason is Reason.ALGORITHM_NOT_OFFERED


def test_es256_means_p256() -> None:
    numbers = ec.generate_private_key(ec.SECP384R1()).public_key().public_numbers()
    key = {1: 2, 3: -7, -1: 2, -2: numbers.x.to_bytes(48, "big"), -3: numbers.y.to_bytes(48, "big")}

    with pytest.raises(CeremonyRefusedError) as refused:
        check_key(cbor.encode(key), algorithms=ALGORITHMS)

    assert refused.value.reason is Reason.ALGORITHM_NOT_OFFERED


def test_a_small_rsa_key_is_refused() -> None:
    numbers = rsa.generate_private_key(public_exponent=65_537, key_size=1_024).public_key().public_numbers()  # noqa: S505
    key = {1: 3, 3: -257, -1: numbers.n.to_bytes(128, "big"), -2: numbers.e.to_bytes(3, "big")}

    with pytest.raises(CeremonyRefusedError) as refused:
        check_key(cbor.encode(key), algorithms=ALGORITHMS)

    assert refused.value.reason is Reason.ALGORITHM_NOT_OFFERED


def test_a_point_beside_its_curve_is_no_key() -> None:
    key = {1: 2, 3: -7, -1: 1, -2: b"\x01" * 32, -3: b"\x02" * 32}

    with pytest.raises(MalformedMessageError) as refused:
        check_key(cbor.encode(key), algorithms=ALGORITHMS)

    assert refused.value.reason is Reason.AUTHENTICATOR_DATA_MALFORMED


@given(
    st.binary()
    | st.dictionaries(
        st.sampled_from([1, 3, -1, -2, -3]), st.integers(-300, 300) | st.binary(max_size=40) | st.text(max_size=4)
    ).map(lambda key: bytes(cbor.encode(key)))
)
def test_no_bytes_bring_another_error(key: bytes) -> None:
    with suppress(WebauthnRefusedError):
        check_key(key, algorithms=ALGORITHMS)
