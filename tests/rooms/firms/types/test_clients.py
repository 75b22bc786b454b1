import pytest
from tests.builders.firms import terms

from sekisho.firms.types.clients import Client, ClientState


def client(state: ClientState = ClientState.ACTIVE, *, expires: int | None = None) -> Client:
    return Client(
        client_id="c", terms=terms(expires=expires), state=state, registered_by="a", approved_by="b", created=0
    )


def test_an_active_client_is_usable_until_its_end() -> None:
    assert client().usable(5)
    assert client(expires=6).usable(5)
    assert not client(expires=5).usable(5)


@pytest.mark.parametrize("state", set(ClientState) - {ClientState.ACTIVE})
def test_no_other_client_is(state: ClientState) -> None:
    assert not client(state).usable(5)
