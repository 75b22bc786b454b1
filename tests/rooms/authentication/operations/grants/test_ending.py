import pytest
from tests.builders.firms import founded
from tests.builders.grants import DESK, code_for, program
from tests.builders.signing_in import AT, customer, kinds, opened

from sekisho.authentication import models
from sekisho.authentication.operations.grants.ending import end_account, end_agent, end_grant
from sekisho.authentication.types.grants.tokens import GrantEnd


@pytest.fixture
def grants(database: str) -> list[str]:
    founded()
    desk = program("desk", DESK)
    session = opened(customer())
    for _ in range(2):
        code_for(desk, session)
    return list(models.Grant.objects.order_by("id").values_list("id", flat=True))


def test_one_grant_ends_once(grants: list[str]) -> None:
    assert end_grant(grant=grants[0], reason=GrantEnd.REVOKED, by="customer:a-1", at=AT)
    assert not end_grant(grant=grants[0], reason=GrantEnd.REPLAY, by="client:desk", at=AT)

    assert models.Grant.objects.get(id=grants[0]).ended_reason == "revoked"
    assert kinds().count("authentication:grant:ended") == 1


def test_a_recovery_ends_everything_on_the_account(grants: list[str]) -> None:
    assert end_account(account="a-1", reason=GrantEnd.RECOVERY, by="system", at=AT) == tuple(grants)
    assert end_account(account="a-1", reason=GrantEnd.RECOVERY, by="system", at=AT) == ()


def test_a_delegates_grants_end_and_the_holders_stay(grants: list[str]) -> None:
    assert end_agent(agent="agent:g-1", account="a-1", by="customer:a-1", at=AT) == ()
    assert models.Grant.objects.filter(state="active").count() == 2
