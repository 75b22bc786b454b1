"""A provider is what RFC 6749 and FAPI 2.0 let it be, or it is not made at all."""

import pytest
from tests.builders.oauth import ISSUER, provider

from sekisho.authentication.types.grants.provider import CODE_CEILING


@pytest.mark.parametrize("wrong", [{"code": CODE_CEILING + 1}, {"issuer": f"{ISSUER}/"}])
def test_a_code_that_lives_too_long_and_an_issuer_with_a_slash_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="at most 60 seconds"):
        provider(**wrong)


def test_addresses_and_audience_begin_with_the_issuer() -> None:
    assert provider().at("/oidc/token") == f"{ISSUER}/oidc/token"
    assert provider().audience == f"{ISSUER}/v1"
