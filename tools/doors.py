"""Import Linter contract: a room is entered only through its doors."""

from typing import Any, cast

from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Every import of a room from outside names one of its doors, or lies below one."""

    rooms = fields.ListField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    keyholders = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ANN401, ARG002, FBT001 - the tool's signature
        """Collect the imports that pass through a wall."""
        rooms, doors, keyholders = (
            cast("set[str]", part or set()) for part in (self.rooms, self.doors, self.keyholders)
        )
        broken = sorted(
            (importer, imported)
            for room in rooms
            for imported in graph.find_descendants(room)
            if not any(imported == (door := f"{room}.{name}") or imported.startswith(f"{door}.") for name in doors)
            for importer in graph.find_modules_that_directly_import(imported) - keyholders
            if not importer.startswith(f"{room}.")
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that passes through a wall."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} enters {imported} through the wall", bold=False)
