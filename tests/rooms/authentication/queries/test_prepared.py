"""A query that is put into SQL once answers as the ORM does."""

import pytest
from django.db.models import Exists, F, OuterRef
from tests.builders.approving import AT, Desk
from tests.builders.passkeys import somebody

from sekisho.authentication import models
from sekisho.authentication.queries.prepared import Prepared, changed

BY_REF = Prepared(lambda slot: models.Principal.objects.filter(ref=slot("ref")))
OPERATIONS = Prepared(
    lambda slot: (
        models.SignedOperation.objects.select_related("principal")
        .filter(principal_id=slot("owner"), state__in=("created", "begun"), expires__gt=slot("at"))
        .defer("visit")
        .order_by("-created", "id")
    )
)


@pytest.fixture
def desk(database: str) -> Desk:
    desk = Desk()
    desk.principal = desk.person("a1")
    return desk


def test_the_objects_are_those_of_the_orm(desk: Desk) -> None:
    made = [desk.create(at=AT + number).id for number in range(3)]
    found = OPERATIONS.all(owner="customer:a1", at=AT + 300_000)
    expected = models.SignedOperation.objects.filter(id__in=made[1:]).order_by("-created")

    assert found == list(expected)
    for one, other in zip(found, expected, strict=True):
        assert {name: getattr(one, name) for name in ("content", "version", "state", "key")} == {
            name: getattr(other, name) for name in ("content", "version", "state", "key")
        }
        assert (bytes(one.nonce), one.principal.facts) == (bytes(other.nonce), other.principal.facts)


def test_what_was_left_out_is_read_when_it_is_asked_for(desk: Desk) -> None:
    desk.create()

    assert OPERATIONS.all(owner="customer:a1", at=AT)[0].visit["device"] == "de_1"


def test_each_question_has_its_own_values(desk: Desk) -> None:
    somebody("b2")

    assert [BY_REF.first(ref=f"customer:{name}") is not None for name in ("a1", "b2", "c3", "a1")] == [
        True, True, False, True,
    ]  # fmt: skip


def test_a_spelt_out_change_tells_how_many_rows_it_met(desk: Desk) -> None:
    statement = "UPDATE authentication_principal SET language = %s WHERE ref = %s"

    assert changed(statement, "en", "customer:a1") == 1
    assert changed(statement, "en", "customer:zz") == 0
    assert models.Principal.objects.get(ref="customer:a1").language == "en"


def test_what_is_told_beside_an_object_stands_on_it(desk: Desk) -> None:
    waiting = models.SignedOperation.objects.filter(principal_id=OuterRef("ref"))
    asking = Prepared(
        lambda slot: models.Principal.objects.filter(ref=slot("ref")).annotate(asked=Exists(waiting), known=F("login"))
    )
    somebody("b2")
    desk.create()

    found = [asking.all(ref=f"customer:{name}")[0] for name in ("a1", "b2")]

    assert [bool(getattr(each, "asked")) for each in found] == [True, False]  # noqa: B009 - no field of the model
    assert [getattr(each, "known") for each in found] == [each.login for each in found]  # noqa: B009
