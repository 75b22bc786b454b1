from tests.builders.signing_in import AT, kinds

from sekisho.authentication.operations.grants.refusing import keep_refusal
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.journal.queries.reading import read


def test_a_refusal_is_kept_with_what_the_request_claimed(database: str) -> None:
    for api in (False, True):
        keep_refusal(
            error=OAuthError(Fault.INVALID_CLIENT, "x"), endpoint="/oidc/token", claimed="c" * 99, api=api, at=AT
        )

    assert kinds() == ["authentication:token:refused", "authentication:access:refused"]
    assert b'"claimed":"' + b"c" * 64 + b'"' in read()[0].payload


def test_asking_for_a_nonce_is_no_refusal(database: str) -> None:
    keep_refusal(error=OAuthError(Fault.USE_DPOP_NONCE, "x"), endpoint="/", claimed="", api=False, at=AT)

    assert kinds() == []
