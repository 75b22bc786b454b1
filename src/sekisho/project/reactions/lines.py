"""One line of the tables that say what customers hear of."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sekisho.notices.types.notices import FactValue

Payload = Mapping[str, Any]
Facts = Mapping[str, FactValue]


class Telling(NamedTuple):
    """One line: the message, and how its places are filled; None means that there is nothing to tell.

    Facts may name another message than the line's under ``template``.
    """

    template: str
    facts: Callable[[Payload], Facts | None] = lambda _: {}
