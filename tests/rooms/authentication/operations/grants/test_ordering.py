"""Orders of tools are held against what was allowed, each once (C-24)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.builders.firms import LIMITS
from tests.builders.signing_in import AT, customer, kinds

from sekisho.authentication import models
from sekisho.authentication.operations.grants.ordering import OrderConflictError, reserve_order
from sekisho.authentication.queries.grants.grants import limits_row
from sekisho.authentication.rules.grants.limits import OverLimit
from sekisho.kernel.moments import DAY


def grant(name: str = "gr_1", **changes: object) -> None:
    models.Grant.objects.create(
        **{
            "id": name, "kind": "key", "client_id": "key_1", "principal_id": "customer:a-1", "account": "a-1",
            "session": "", "scopes": ["orders:place"], "limits": limits_row(LIMITS), "acr": 3, "auth_time": AT,
            "key": "k", "created": AT, "expires": AT + 99 * DAY, "state": "active", **changes,
        }
    )  # fmt: skip


def reserve(order: str, yen: int, *, name: str = "gr_1", at: int = AT) -> OverLimit | None:
    return reserve_order(grant=name, order=order, yen=yen, symbol="7203", market="TSE", at=at)


@pytest.fixture
def tool(database: str) -> None:
    customer()
    grant()


def test_orders_count_until_the_day_is_full_and_the_next_day_is_empty(tool: None) -> None:
    assert [reserve(f"o-{number}", 100_000) for number in range(4)] == [None, None, None, OverLimit.DAY]
    assert reserve("o-9", 100_000, at=AT + DAY) is None
    assert models.Spent.objects.get(day=models.Spent.objects.latest("day").day).yen == 100_000
    assert kinds().count("authentication:order:reserved") == 4
    assert kinds()[-2] == "authentication:order:refused"


def test_one_order_is_never_too_large(tool: None) -> None:
    assert reserve("o-1", 100_001) is OverLimit.ORDER
    assert models.Spent.objects.get().yen == 0


def test_a_repeated_order_counts_once_and_with_one_value(tool: None) -> None:
    assert reserve("o-1", 5) is None
    assert reserve("o-1", 5) is None
    with pytest.raises(OrderConflictError):
        reserve("o-1", 6)

    assert models.Spent.objects.get().yen == 5


def test_nothing_is_ordered_without_a_standing_grant_for_it(tool: None) -> None:
    grant("gr_2", scopes=["accounts:read"], limits=None)
    grant("gr_3", state="ended", ended=AT, ended_reason="revoked")
    for name in ("gr_2", "gr_3", "gr_x"):
        assert reserve("o-1", 5, name=name) is OverLimit.NO_ORDERS


def crowd(orders: list[tuple[str, int]]) -> list[object]:
    def attempt(order: tuple[str, int]) -> object:
        try:
            return reserve(*order)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(attempt, orders))


def test_of_many_orders_at_once_no_more_are_let_through_than_the_day_holds(fresh_database: str) -> None:
    customer()
    grant()

    answers = crowd([(f"o-{number}", 100_000) for number in range(8)])

    assert answers.count(None) == 3
    assert models.Spent.objects.get().yen == 300_000


def test_the_same_order_many_times_at_once_counts_once(fresh_database: str) -> None:
    customer()
    grant()

    assert crowd([("o-1", 7)] * 8) == [None] * 8
    assert models.Spent.objects.get().yen == 7
