from typing import Any

import pytest
from tests.builders.oauth import ec_key

from sekisho.authentication.rules.grants.keys import delegate_terms, end_of, key_terms
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.delegations import LONGEST
from sekisho.authentication.types.executing import UNFIT, Unfit, UnfitError
from sekisho.firms.types.clients import OrderLimits
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import DAY, from_rfc3339

AT = from_rfc3339("2026-12-01T09:30:00.000+09:00")
KEY = ec_key()
JWK = KEY.as_dict(private=False)
CONTENT = {
    "client": "my tool", "scopes": ("accounts:read", "orders:place"), "key": KEY.thumbprint(), "expires": "2027-03-31",
    "order_limit": "100000", "day_limit": "300000", "currency": "JPY",
}  # fmt: skip
DELEGATE = {
    "delegate": "agent:7", "name": "山田 太郎", "relation": "長男", "operations": ("order_place", "withdraw"),
    "valid_until": "2027-12-01", "limit": "50000", "currency": "JPY",
}  # fmt: skip


def key(jwk: Any = JWK, **changes: Any) -> Any:
    content = {name: value for name, value in {**CONTENT, **changes}.items() if value is not None}
    return key_terms(content, jwk, longest=365 * DAY, at=AT)


def delegate(**changes: Any) -> Any:
    return delegate_terms({name: v for name, v in {**DELEGATE, **changes}.items() if v is not None}, at=AT)


def test_a_key_may_do_what_was_signed_and_no_more() -> None:
    found = key(symbols=("7203",), markets=("TSE",))

    assert found.scopes == {Scope.ACCOUNTS_READ, Scope.ORDERS_PLACE}
    assert found.limits == OrderLimits(per_order_yen=100_000, per_day_yen=300_000, symbols=("7203",), markets=("TSE",))
    assert found.until == from_rfc3339("2027-04-01T00:00:00.000+09:00")
    reading = key(scopes=("accounts:read",), order_limit=None, day_limit=None, currency=None)
    assert reading.limits is None


@pytest.mark.parametrize(
    ("changes", "unfit"),
    [
        ({"jwk": ec_key().as_dict(private=False)}, Unfit.OTHER_KEY),
        ({"jwk": {"kty": "oct", "k": "AA"}}, Unfit.OTHER_KEY),
        ({"jwk": KEY.as_dict(private=True)}, Unfit.OTHER_KEY),
        ({"expires": "2026-11-30"}, Unfit.BAD_TIME),
        ({"expires": "2028-01-01"}, Unfit.BAD_TIME),
        ({"expires": "9999-12-31"}, Unfit.BAD_TIME),
        ({"scopes": ("openid",)}, Unfit.BAD_SCOPES),
        ({"scopes": ("accounts:read", "operations:consume")}, Unfit.BAD_SCOPES),
        ({"scopes": ("money:withdraw",)}, Unfit.BAD_SCOPES),
        ({"scopes": ()}, Unfit.BAD_SCOPES),
        ({"scopes": "orders:place"}, Unfit.BAD_SCOPES),
        ({"order_limit": None}, Unfit.BAD_LIMITS),
        ({"day_limit": None}, Unfit.BAD_LIMITS),
        ({"day_limit": "99999"}, Unfit.BAD_LIMITS),
        ({"order_limit": "0"}, Unfit.BAD_LIMITS),
        ({"order_limit": "1.5"}, Unfit.BAD_LIMITS),
        ({"order_limit": "much"}, Unfit.BAD_LIMITS),
        ({"currency": "USD"}, Unfit.BAD_LIMITS),
        ({"scopes": ("accounts:read",)}, Unfit.BAD_LIMITS),
        ({"scopes": ("accounts:read",), "order_limit": None}, Unfit.BAD_LIMITS),
    ],
)
def test_what_cannot_be_carried_out_says_what_to_do_next(changes: dict[str, Any], unfit: Unfit) -> None:
    with pytest.raises(UnfitError) as told:
        key(**changes)

    assert told.value.unfit is unfit
    assert told.value.reason == UNFIT[unfit]


def test_the_last_day_counts_to_its_end_in_japan() -> None:
    assert key(expires="2026-12-01").until == from_rfc3339("2026-12-02T00:00:00.000+09:00")
    assert end_of("1970-01-01") == from_rfc3339("1970-01-02T00:00:00.000+09:00")


def test_a_delegate_may_do_what_was_signed() -> None:
    found = delegate()

    assert found.operations == {OperationCode.ORDER_PLACE, OperationCode.WITHDRAW}
    assert (found.agent, found.limit_yen, found.relation) == ("agent:7", 50_000, "長男")
    assert delegate(limit=None, currency=None).limit_yen is None


@pytest.mark.parametrize(
    ("changes", "unfit"),
    [
        ({"operations": ("order_place", "bank_account_change")}, Unfit.BAD_SCOPES),
        ({"operations": ("delegate_add",)}, Unfit.BAD_SCOPES),
        ({"operations": ()}, Unfit.BAD_SCOPES),
        ({"valid_until": "2026-11-30"}, Unfit.BAD_TIME),
        ({"valid_until": "2040-01-01"}, Unfit.BAD_TIME),
        ({"valid_until": "9999-12-31"}, Unfit.BAD_TIME),
        ({"limit": "0"}, Unfit.BAD_LIMITS),
        ({"currency": "USD"}, Unfit.BAD_LIMITS),
    ],
)
def test_a_delegation_that_goes_too_far_is_not_made(changes: dict[str, Any], unfit: Unfit) -> None:
    with pytest.raises(UnfitError) as told:
        delegate(**changes)
    assert told.value.unfit is unfit
    assert LONGEST > 0
