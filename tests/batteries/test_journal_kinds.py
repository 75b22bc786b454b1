"""Every kind of journal entry that the product writes has a sentence in both languages."""

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

import sekisho
from sekisho.kernel.texts import Text
from sekisho.project.reactions.table import TABLE

SOURCES = Path(sekisho.__file__).parent
ROOMS = sorted(path.parents[1].name for path in SOURCES.glob("*/types/kinds.py"))
_KIND = re.compile(r'"([a-z]+:[a-z_]+:[a-z_]+)"')
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
NO_KINDS = {"permissions.py"}
"""Files whose names of three words are something else."""
OLDER = {"activity:event:received", "decisions:decision:made"}
"""Told in tools/pages/words.toml; events and decisions are shown by their own pages."""


def kinds_of(room: str) -> Mapping[str, Text]:
    found: Mapping[str, Text] = import_module(f"sekisho.{room}.types.kinds").KINDS
    return found


def written_by(room: str) -> set[str]:
    """Kinds that the room names. A kind made of pieces is not seen here; its table is checked all the same."""
    paths = (path for path in (SOURCES / room).rglob("*.py") if path.name not in NO_KINDS)
    sources = (path.read_text(encoding="utf-8") for path in paths)
    return {kind for source in sources for kind in _KIND.findall(source) if kind.startswith(f"{room}:")}


@pytest.mark.parametrize("room", ROOMS)
def test_every_kind_that_a_room_writes_has_its_sentence(room: str) -> None:
    assert written_by(room) - set(kinds_of(room)) == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_is_there_in_both_languages(room: str) -> None:
    kinds = kinds_of(room)

    assert [kind for kind in kinds if not kind.startswith(f"{room}:")] == []
    assert [kind for kind, text in kinds.items() if not _JAPANESE.search(text.ja)] == []
    assert [kind for kind, text in kinds.items() if _JAPANESE.search(text.en) or len(text.en) < 5] == []


def test_no_room_writes_without_a_table() -> None:
    rooms = {path.name for path in SOURCES.iterdir() if path.is_dir()}
    every = {kind for room in rooms for kind in written_by(room)}

    assert {kind.partition(":")[0] for kind in every - OLDER} - set(ROOMS) == set()


def test_every_reaction_is_to_a_kind_that_somebody_writes() -> None:
    known = {kind for room in ROOMS for kind in kinds_of(room)} | OLDER

    assert {reaction.kind for reaction in TABLE} - known == set()
