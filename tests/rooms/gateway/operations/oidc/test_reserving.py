"""The firm's order desk holds a tool's orders against its limits (C-24)."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.builders.firms import LIMITS
from tests.builders.grants import BACK
from tests.builders.oauth import Program
from tests.builders.oidc import founded, machine_token, origin, proof, registered
from tests.builders.web import client, somebody

from sekisho.authentication import models
from sekisho.authentication.queries.grants.grants import limits_row
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import HOUR
from sekisho.web.operations.clock import now

PATH = "/v1/orders/reserve"
ORDER = {"grant": "gr_1", "order": "o-1", "yen": 100_000, "symbol": "7203", "market": "TSE"}


@pytest.fixture
def back(database: str) -> Program:
    founded()
    who, at = somebody(), now()
    models.Grant.objects.create(
        id="gr_1", kind="key", client_id="key_1", principal_id=who.ref, account=who.account, session="",
        scopes=["orders:place"], limits=limits_row(LIMITS), acr=3, auth_time=at, key="k", created=at, expires=at + HOUR,
        state="active",
    )  # fmt: skip
    return registered("back", {**BACK, "scopes": frozenset({Scope.ORDERS_RESERVE, Scope.OPERATIONS_READ})})


def reserve(who: Program, *, access: str = "", **changes: Any) -> Any:
    access = access or machine_token(who)
    headers = {
        "host": urlsplit(origin()).netloc, "Authorization": f"DPoP {access}",
        "DPoP": proof(who, PATH, token=access),
    }  # fmt: skip
    body = json.dumps({**ORDER, **changes})
    return client().post(PATH, body, content_type="application/json", headers=headers)


def test_an_order_within_the_limits_is_allowed_and_one_beyond_is_not(back: Program) -> None:
    assert reserve(back).json() == {"allowed": True}
    assert reserve(back, order="o-2", yen=100_001).json() == {"allowed": False, "beyond": "order"}
    assert reserve(back, order="o-3", grant="gr_x").json() == {"allowed": False, "beyond": "no_orders"}


def test_a_known_order_with_another_value_is_a_conflict(back: Program) -> None:
    reserve(back)

    assert reserve(back, yen=1).status_code == 409


@pytest.mark.parametrize("changes", [{"yen": 0}, {"yen": "5"}, {"yen": True}, {"yen": 1 << 60}, {"symbol": 5}])
def test_what_is_no_order_is_refused(back: Program, changes: dict[str, Any]) -> None:
    assert reserve(back, **changes).status_code == 400


def test_only_the_order_desk_asks(back: Program) -> None:
    assert reserve(back, access=machine_token(back, "operations:read")).status_code == 403
