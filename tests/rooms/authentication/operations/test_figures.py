from tests.builders.rollout import with_passkey
from tests.builders.signing_in import AT, customer

from sekisho.authentication import models
from sekisho.authentication.operations.figures import KINDS, record_deed


def test_an_entry_is_counted_once_however_often_it_comes(database: str) -> None:
    given = {"position": 7, "kind": "authentication:factor:used", "payload": {"factor": "totp"}, "at": AT}

    assert record_deed(**given)
    assert record_deed(**given)
    assert models.FactorDeed.objects.count() == 1


def test_other_kinds_are_left_alone(database: str) -> None:
    assert not record_deed(position=1, kind="authentication:wave:begun", payload={}, at=AT)
    assert "authentication:factor:used" in KINDS


def test_a_passkey_tells_its_kind_and_its_owners_age(database: str) -> None:
    customer("a-1", age_band="70s")
    passkey = with_passkey("customer:a-1")
    record_deed(position=1, kind="authentication:assertion:refused", payload={"authenticator": passkey}, at=AT)

    row = models.FactorDeed.objects.get()
    assert (row.method, row.outcome, row.age_band) == ("passkey_synced", "failed", "70s")


def test_what_is_not_known_is_left_empty(database: str) -> None:
    record_deed(position=1, kind="authentication:factor:failed", payload={"authenticator": "au_gone"}, at=AT)

    row = models.FactorDeed.objects.get()
    assert (row.method, row.channel, row.age_band) == ("", "", "")
