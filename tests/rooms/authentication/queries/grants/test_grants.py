from tests.builders.firms import founded
from tests.builders.grants import DESK, READER, code_for, program, pushed
from tests.builders.signing_in import AT, customer, opened

from sekisho.authentication.operations.grants.ending import end_account
from sekisho.authentication.queries.grants.grants import (
    api_keys_of,
    consents_of,
    grant_counts,
    grants_of,
    limits_row,
    limits_value,
    standing_consent,
)
from sekisho.authentication.types.grants.tokens import GrantEnd
from sekisho.firms.types.clients import OrderLimits
from sekisho.firms.types.scopes import Scope


def test_a_customer_sees_what_stands_and_what_ended(database: str) -> None:
    founded()
    session = opened(customer())
    code_for(program("desk", DESK), session)
    reader = program("reader", READER)
    code_for(reader, session, request_uri=pushed(reader, scope="openid accounts:read"))

    found = grants_of(principal="customer:a-1", at=AT)
    assert {grant.client_id for grant in found} == {"desk", "reader"}
    assert all(grant_counts(grant, at=AT) for grant in found)
    assert not any(grant_counts(grant, at=grant.expires) for grant in found)
    end_account(account="a-1", reason=GrantEnd.RECOVERY, by="system", at=AT)

    assert grants_of(principal="customer:a-1", at=AT) == ()
    assert len(consents_of(principal="customer:a-1")) == 1
    assert api_keys_of(principal="customer:a-1") == ()


def test_a_consent_covers_what_it_said_and_no_more(database: str) -> None:
    founded()
    reader = program("reader", READER)
    code_for(reader, opened(customer()), request_uri=pushed(reader, scope="openid"))

    def covered(*scopes: Scope, at: int = AT) -> bool:
        found = standing_consent(principal="customer:a-1", client_id="reader", scopes=frozenset(scopes), at=at)
        return found is not None

    assert covered(Scope.OPENID)
    assert not covered(Scope.OPENID, Scope.ACCOUNTS_READ)
    assert not covered(Scope.OPENID, at=AT * 2)


def test_limits_come_back_from_storage_as_they_were() -> None:
    limits = OrderLimits(per_order_yen=1, per_day_yen=2, symbols=("7203",), markets=("TSE",))

    assert limits_value(limits_row(limits)) == limits
    assert limits_value(limits_row(None)) is None
