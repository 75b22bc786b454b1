import pytest
from tests.builders.factors import SESSION, at_once, noted, why
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.pending import attempt, begin, finish
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import RefusedError

TOTP = FactorCode.TOTP


def _begin(pending: str = "au_1") -> None:
    begin(
        pending=pending, principal="customer:a-1", factor=TOTP, session=SESSION, secret=None, digest=None, detail={},
        visit=visit(), at=AT, expires=AT + 1_000,
    )  # fmt: skip


def test_what_begins_is_written_down(database: str) -> None:
    customer()
    _begin()

    assert noted()[-1][0] == "authentication:factor:begun"


def test_an_id_begins_once(database: str) -> None:
    customer()
    _begin()
    with pytest.raises(RefusedError):
        _begin()


def test_another_factor_does_not_finish_it(database: str) -> None:
    customer()
    _begin()

    others = frozenset({FactorCode.PUSH_NUMBER})
    assert why(attempt(pending="au_1", factors=others, session=SESSION, at=AT)) == "expired"


def test_of_several_that_finish_at_once_one_does(fresh_database: str) -> None:
    customer()
    _begin()
    row = models.PendingFactor.objects.get(pk="au_1")

    assert sum(at_once(4, lambda _: finish(row))) == 1
