"""Programs that act by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.builders.firms import founded
from tests.builders.grants import BACK, DESK, answered, program
from tests.builders.oauth import ISSUER, Program, bare, claims_in, ec_key, provider
from tests.builders.signing_in import AT, kinds

from sekisho.authentication import models
from sekisho.authentication.types.grants.faults import Fault, OAuthError


@pytest.fixture
def back(database: str) -> Program:
    founded()
    return program("back", BACK)


@contextmanager
def refused(fault: Fault) -> Iterator[None]:
    with pytest.raises(OAuthError) as told:
        yield
    assert told.value.fault is fault


def ask(who: Program, *, knock: object = None, **changes: str) -> dict[str, object]:
    return answered(who.form(AT, grant_type="client_credentials", **changes), knock=knock or who.knock(AT))


def test_the_back_end_gets_a_short_lived_token_bound_to_its_key(back: Program) -> None:
    answer = ask(back, scope="operations:create")

    said = claims_in(str(answer["access_token"]))
    assert (said["sub"], said["client_id"], said["aud"]) == ("back", "back", ISSUER + "/v1")
    assert said["cnf"] == {"jkt": back.thumbprint}
    assert (answer["scope"], answer["expires_in"]) == ("operations:create", 300)
    assert not {"refresh_token", "id_token"} & set(answer)
    assert models.AccessToken.objects.get().grant is None
    assert kinds()[-1] == "authentication:token:issued"


def test_without_a_proof_there_is_no_token(back: Program) -> None:
    with refused(Fault.INVALID_DPOP_PROOF):
        ask(back, knock=bare(AT))


def test_nobody_gets_more_than_is_registered(back: Program) -> None:
    assert ask(back)["scope"] == "operations:create operations:read tokens:inspect"
    with refused(Fault.INVALID_SCOPE):
        ask(back, scope="events:send")


def test_programs_of_customers_do_not_act_by_themselves(back: Program) -> None:
    with refused(Fault.UNAUTHORIZED_CLIENT):
        ask(program("desk", DESK))


def test_a_key_that_does_not_exist_is_a_stranger(back: Program) -> None:
    with refused(Fault.INVALID_CLIENT):
        ask(Program("key_guess", key=ec_key()))
    assert provider()
