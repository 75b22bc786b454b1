import pytest
from tests.builders.firms import AT, FIRST, founded, registered, terms
from tests.builders.oauth import Program

from sekisho.firms.queries.clients import access_client, access_clients, client_in_use, client_name
from sekisho.firms.types.faults import NotAllowedError, UnknownError

JWKS = Program("desk").jwks


def test_staff_see_clients_and_nobody_else_does(database: str) -> None:
    founded()
    registered("desk", terms(JWKS))

    assert [client.client_id for client in access_clients(by=FIRST)] == ["desk"]
    with pytest.raises(UnknownError):
        access_client(by=FIRST, client_id="nobody")
    with pytest.raises(NotAllowedError):
        access_clients(by="stranger")


def test_a_client_has_a_name_as_long_as_anybody_asks(database: str) -> None:
    founded()
    registered("desk", terms(JWKS))

    assert client_name(client_id="desk").ja == "見本の窓口"
    assert client_name(client_id="gone").en == "gone"


def test_the_protocol_meets_no_client_out_of_its_time(database: str) -> None:
    founded()
    registered("desk", terms(JWKS, expires=AT + 5))

    assert client_in_use(client_id="desk", at=AT + 4).client_id == "desk"
    for name, at in (("desk", AT + 5), ("nobody", AT)):
        with pytest.raises(UnknownError):
            client_in_use(client_id=name, at=at)
