"""How much an operation is worth, as far as it is known (C-05, C-23)."""

from typing import Any

import pytest
from tests.builders.approvals import CONTENTS

from sekisho.authentication.rules.approvals.worth import buys, closes, market, product, yen
from sekisho.authentication.types.catalogue import OperationCode

ORDER = CONTENTS[OperationCode.ORDER_PLACE]


@pytest.mark.parametrize(
    ("content", "worth"),
    [
        (CONTENTS[OperationCode.WITHDRAW], 1_200_000),
        (CONTENTS[OperationCode.LIMIT_CHANGE], 5_000_000),
        (CONTENTS[OperationCode.MARGIN_OPEN], 3_000_000),
        ({**ORDER, "currency": "JPY"}, 285_050),
        ({"currency": "JPY", "price": "100.1", "quantity": "3"}, 301),
        ({"currency": "JPY", "quantity": "3", "kind": "market"}, None),
        (ORDER, None),
        (CONTENTS[OperationCode.CONTACT_CHANGE], None),
        ({"currency": "JPY", "limit": "withdrawal_day", "price": "2", "quantity": "2"}, 4),
    ],
)
def test_the_worth_is_whole_yen_or_unknown(content: dict[str, Any], worth: int | None) -> None:
    assert yen(content) == worth


def test_only_an_order_that_closes_a_margin_position_closes() -> None:
    assert closes({**ORDER, "position": "margin_close"})
    assert not closes({**ORDER, "position": "margin_open"})
    assert not closes(CONTENTS[OperationCode.WITHDRAW])


def test_only_an_order_to_buy_buys() -> None:
    assert buys(ORDER)
    assert not buys({**ORDER, "side": "sell"})
    assert not buys(CONTENTS[OperationCode.WITHDRAW])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (ORDER, ("cash", "jp")),
        ({**ORDER, "market": "XHKG"}, ("cash", "cn")),
        ({**ORDER, "market": "LSE"}, ("cash", "lse")),
        ({**ORDER, "position": "margin_close", "market": "US"}, ("margin", "us")),
        (CONTENTS[OperationCode.MARGIN_OPEN], ("margin", "")),
        (CONTENTS[OperationCode.WITHDRAW], ("", "")),
    ],
)
def test_locks_are_asked_by_product_and_market(content: dict[str, Any], found: tuple[str, str]) -> None:
    assert (product(content), market(content)) == found
