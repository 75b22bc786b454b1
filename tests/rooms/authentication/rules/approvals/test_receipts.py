"""A receipt says what was signed, and only ours is read (C-03)."""

from dataclasses import replace
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from tests.builders.approvals import AT, public_jwks, signing_key

from sekisho.authentication.rules.approvals.receipts import TYPE, BadReceiptError, claims_of, read, sign
from sekisho.authentication.types.approvals import Receipt
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode

KEY = signing_key()
KEYS = KeySet.import_key_set(public_jwks(KEY))  # type: ignore[arg-type]
RECEIPT = Receipt(
    id="rc_1", issuer="https://id.example.jp", audience="broker", operation="op_1", code=OperationCode.WITHDRAW,
    account="a1", op_hash=b"o" * 32, acr=Acr.PHR, amr=("pop", "user"), auth_time=AT, policy=7, authenticator="au_1",
    signer="customer:a1", issued=AT, expires=AT + 300_000,
)  # fmt: skip


def test_a_receipt_is_read_as_it_was_signed() -> None:
    assert read(sign(RECEIPT, KEY), KEYS) == RECEIPT


def test_a_receipt_never_lasts_longer_than_it_may() -> None:
    signed = read(sign(replace(RECEIPT, expires=AT + 299_999), KEY), KEYS)

    assert signed.expires == AT + 299_000


def _signed(key: ECKey = KEY, kind: str = TYPE, **changes: Any) -> str:
    claims = {name: value for name, value in {**claims_of(RECEIPT), **changes}.items() if value is not None}
    return jwt.encode({"alg": "ES256", "typ": kind, "kid": key.kid}, claims, key, algorithms=["ES256"])


@pytest.mark.parametrize(
    "compact",
    [
        "",
        "a.b.c",
        _signed(signing_key()),
        _signed(kind="JWT"),
        _signed(jti=None),
        _signed(exp="soon"),
        _signed(op_hash="not base64!"),
        _signed(operation="dance"),
        _signed(acr="very"),
        _signed()[:-4] + "AAAA",
    ],
)
def test_anything_else_is_no_receipt(compact: str) -> None:
    with pytest.raises(BadReceiptError):
        read(compact, KEYS)


def test_a_receipt_without_methods_says_none() -> None:
    assert read(_signed(amr=None), KEYS).amr == ()
