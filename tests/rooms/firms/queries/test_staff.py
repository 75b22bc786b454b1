import pytest
from tests.builders.firms import FIRST, founded

from sekisho.firms.queries.staff import access_staff, staff_member
from sekisho.firms.types.faults import NotAllowedError, UnknownError
from sekisho.firms.types.permissions import Permission


def test_somebody_unknown_may_do_nothing_and_is_not_there(database: str) -> None:
    founded()

    with pytest.raises(NotAllowedError):
        access_staff(by="stranger", permission=Permission.CLIENT_READ)
    with pytest.raises(UnknownError):
        staff_member(staff="stranger")


def test_one_may_do_what_one_may(database: str) -> None:
    founded()

    assert access_staff(by=FIRST, permission=Permission.CLIENT_APPROVE).id == FIRST
    with pytest.raises(NotAllowedError):
        access_staff(by=FIRST, permission=Permission.TEMPLATE_DRAFT)
