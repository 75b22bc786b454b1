from tests.builders.signing_in import agent, customer, staff

from sekisho.authentication.models import Principal as Row
from sekisho.authentication.queries.principals import customers_after
from sekisho.authentication.types.principals import PrincipalState


def test_customers_who_are_not_closed_come_page_by_page_in_the_order_of_their_names(database: str) -> None:
    for account in ("a-3", "a-1", "a-2", "a-4"):
        customer(account)
    agent("g-1")
    staff("s-1")
    Row.objects.filter(ref="customer:a-2").update(state=PrincipalState.CLOSED.value)
    Row.objects.filter(ref="customer:a-3").update(state=PrincipalState.FROZEN.value)

    first = customers_after(ref="", limit=2)
    rest = customers_after(ref=first[-1].ref, limit=2)

    assert [who.account for who in (*first, *rest)] == ["a-1", "a-3", "a-4"]
    assert customers_after(ref=rest[-1].ref, limit=2) == ()
