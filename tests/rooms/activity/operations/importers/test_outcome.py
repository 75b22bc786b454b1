"""What all importers share."""

import pytest

from builders.lines import event_object
from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.importers.outcome import checked, without_nones
from sekisho.activity.types.rejection import BadEvent, Code


def test_members_that_are_none_and_objects_left_empty_are_left_out_but_for_the_body() -> None:
    record = {"id": "e", "ip": None, "device": {"id": None}, "body": {"reason": None}, "bound": False}

    assert without_nones(record) == {"id": "e", "body": {}, "bound": False}


def test_a_record_that_meets_the_contract_is_written_as_a_line() -> None:
    assert decode(checked(event_object(), {})).id == "e-1"


@pytest.mark.parametrize(("names", "field"), [({}, "ip"), ({"ip": "address"}, "address → ip")])
def test_a_fault_names_the_field_of_the_source_where_it_is_known(names: dict[str, str], field: str) -> None:
    with pytest.raises(BadEvent) as caught:
        checked(event_object(ip="nowhere"), names)

    assert (caught.value.code, caught.value.field) == (Code.ADDRESS, field)
