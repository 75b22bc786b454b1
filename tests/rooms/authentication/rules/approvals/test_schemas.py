"""A content that breaks its schema is refused with the names of its fields (C-03)."""

from typing import Any

import pytest
from tests.builders.approvals import CONTENTS

from sekisho.authentication.rules.approvals.catalogue import schema_of
from sekisho.authentication.rules.approvals.schemas import BadContentError, checked
from sekisho.authentication.types.catalogue import OperationCode

WITHDRAW = CONTENTS[OperationCode.WITHDRAW]
ORDER = CONTENTS[OperationCode.ORDER_PLACE]


def _wrong(code: OperationCode, content: object) -> list[str]:
    with pytest.raises(BadContentError) as caught:
        checked(schema_of(code), content)
    assert all(wrong.text.ja and wrong.text.en for wrong in caught.value.wrong)
    return [wrong.field for wrong in caught.value.wrong]


def _without(content: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in names}


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (_without(WITHDRAW, "payee"), ["payee"]),
        ({**WITHDRAW, "amount": "-1", "branch": ""}, ["amount", "branch"]),
        ({**WITHDRAW, "note": "hello"}, ["note"]),
        ({**WITHDRAW, "amount": "100.5"}, ["amount"]),
        (_without(WITHDRAW, "currency"), ["currency"]),
        ("no object", ["content"]),
        ({}, ["amount", "currency", "bank", "branch", "account_number", "payee"]),
    ],
)
def test_every_wrong_field_of_a_withdrawal_is_named(content: object, fields: list[str]) -> None:
    assert _wrong(OperationCode.WITHDRAW, content) == fields


def test_a_dollar_amount_may_have_cents() -> None:
    content = checked(schema_of(OperationCode.WITHDRAW), {**WITHDRAW, "currency": "USD", "amount": "100.50"})

    assert content["amount"] == "100.50"


def test_a_market_order_has_no_price() -> None:
    assert _wrong(OperationCode.ORDER_PLACE, {**ORDER, "kind": "market"}) == ["price"]


def test_a_limit_order_has_a_price() -> None:
    assert _wrong(OperationCode.ORDER_PLACE, _without(ORDER, "price")) == ["price"]


def test_an_amount_needs_its_currency() -> None:
    content = _without(CONTENTS[OperationCode.API_KEY_ISSUE], "currency")

    assert _wrong(OperationCode.API_KEY_ISSUE, content) == ["currency"]


def test_a_key_without_limits_needs_no_currency() -> None:
    content = _without(CONTENTS[OperationCode.API_KEY_ISSUE], "currency", "order_limit")

    assert checked(schema_of(OperationCode.API_KEY_ISSUE), content)["scopes"] == ("accounts:read", "orders:place")
