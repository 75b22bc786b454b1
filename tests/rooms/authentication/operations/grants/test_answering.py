"""A request is answered once, also where two windows answer it at the same moment."""

import pytest
from tests.builders.firms import founded
from tests.builders.grants import DESK, fresh, open_at, program
from tests.builders.oauth import provider
from tests.builders.signing_in import AT, customer, kinds, opened

from sekisho.authentication import models
from sekisho.authentication.operations.grants.answering import answer, refuse
from sekisho.authentication.types.grants.faults import Fault, OAuthError, RedirectedError, UnsafeRequestError
from sekisho.firms.queries.clients import client_in_use


def test_of_two_answers_to_one_request_only_the_first_makes_a_code(database: str) -> None:
    founded()
    asked = open_at(program("desk", DESK))
    how = {
        "asked": asked, "client": client_in_use(client_id="desk", at=AT), "session": opened(customer()),
        "provider": provider(), "at": AT,
    }  # fmt: skip
    answer(fresh=fresh(), **how)

    with pytest.raises(UnsafeRequestError):
        answer(fresh=fresh(), **how)
    assert models.Code.objects.count() == models.Grant.objects.count() == 1


def test_of_two_refusals_only_the_first_is_written_down(database: str) -> None:
    founded()
    asked = open_at(program("desk", DESK))

    for _ in range(2):
        with pytest.raises(RedirectedError):
            refuse(asked, OAuthError(Fault.ACCESS_DENIED, "no"), AT)

    assert kinds().count("authentication:request:refused") == 1
