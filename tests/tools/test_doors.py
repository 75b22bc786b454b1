"""A room is entered through its doors, or the contract is broken."""

import pytest
from grimp import ImportGraph
from tools.doors import DoorsContract

DOORS = ("operations", "queries", "types")


def kept(importer: str, imported: str, *, keyholders: tuple[str, ...] = ()) -> bool:
    """Whether one import, in a tree of one room and its neighbour, keeps the contract."""
    graph = ImportGraph()
    rooms = {"sekisho.journal", "sekisho.journal.operations", "sekisho.journal.models", "sekisho.activity"}
    for module in rooms | {importer, imported}:
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)
    contract = DoorsContract(
        name="doors",
        session_options={"root_packages": ["sekisho"]},
        contract_options={"rooms": ["sekisho.journal"], "doors": DOORS, "keyholders": keyholders},
    )
    return contract.check(graph, verbose=False).kept


@pytest.mark.parametrize("door", DOORS)
def test_a_room_may_be_entered_through_each_of_its_doors(door: str) -> None:
    assert kept("sekisho.activity", f"sekisho.journal.{door}")


def test_a_module_behind_a_door_may_be_imported() -> None:
    assert kept("sekisho.activity", "sekisho.journal.operations.appending")


@pytest.mark.parametrize("wall", ["models", "rules", "rules.chain"])
def test_what_is_no_door_must_not_be_imported_from_outside(wall: str) -> None:
    assert not kept("sekisho.activity", f"sekisho.journal.{wall}")


def test_a_name_that_only_begins_like_a_door_is_no_door() -> None:
    assert not kept("sekisho.activity", "sekisho.journal.types_of_old")


def test_a_room_may_use_all_of_itself() -> None:
    assert kept("sekisho.journal.operations", "sekisho.journal.models")


def test_a_keyholder_may_enter_anywhere() -> None:
    assert kept("sekisho.models", "sekisho.journal.models", keyholders=("sekisho.models",))
