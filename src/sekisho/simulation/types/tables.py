"""Tables that grow during a day and are read at its end: what happened, in columns."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from sekisho.simulation.types.words import KINDS
from sekisho.simulation.types.world import Column, Ints

_ALWAYS: Final[dict[str, DTypeLike]] = {
    "at": np.int64,
    "account": np.int64,
    "visit": np.int64,
    "incident": np.int64,
}
"""Columns of every kind of event: when (ms since the epoch), whose, in which visit (-1: none), of which incident."""

VISITS: Final[dict[str, DTypeLike]] = {
    "account": np.int64, "at": np.int64, "session": np.int64, "cookie": np.int64, "agent": np.int64,
    "locale": np.int64, "bound": np.bool_, "address": np.uint64, "channel": np.int64, "client": np.int64,
    "factor": np.int64, "device": np.int64,
}  # fmt: skip

_OWN: Final[dict[str, dict[str, DTypeLike]]] = {
    "instrument": {"symbol": np.int64, "cap": np.int64, "adv": np.int64, "close": np.float64, "up": np.float64,
                   "down": np.float64, "disclosed": np.int64},
    "quote": {"symbol": np.int64, "last": np.float64, "volume": np.int64, "value": np.int64},
    "login": {"outcome": np.int64, "factor": np.int64, "failure": np.int64},
    "holdings": {"held": np.int64, "quantity": np.int64, "sheltered": np.bool_, "acquired": np.int64,
                 "value": np.int64, "cash": np.int64, "power": np.int64},
    "factor": {"action": np.int64, "factor": np.int64},
    "profile": {"field": np.int64, "action": np.int64, "old": np.uint64, "new": np.uint64},
    "cash": {"direction": np.int64, "method": np.int64, "amount": np.int64, "bank": np.uint64, "same": np.bool_},
    "order": {"number": np.int64, "side": np.int64, "symbol": np.int64, "quantity": np.int64, "kind": np.int64,
              "limit": np.float64, "price": np.float64, "position": np.int64, "replaces": np.int64},
    "execution": {"number": np.int64, "symbol": np.int64, "side": np.int64, "quantity": np.int64, "price": np.float64},
    "cancel": {"number": np.int64, "reason": np.int64},
    "transfer": {"symbol": np.int64, "quantity": np.int64, "to": np.uint64},
    "answer": {"question": np.uint64, "answer": np.int64, "factor": np.int64},
    "report": {"says": np.int64, "symbol": np.int64},
    "logout": {"reason": np.int64},
}  # fmt: skip

SHEETS: Final[dict[str, dict[str, DTypeLike]]] = {kind: _ALWAYS | _OWN[kind] for kind in KINDS}


class Table:
    """Columns of equal length; rows are only added. A missing column is filled with zeros."""

    __slots__ = ("_parts", "_types", "size")

    def __init__(self, types: dict[str, DTypeLike]) -> None:
        self._types = types
        self._parts: dict[str, list[Column]] = {name: [] for name in types}
        self.size = 0

    def add(self, count: int, **columns: ArrayLike) -> Ints:
        """Add ``count`` rows; a single value stands for all of them. Returns the places of the rows."""
        for name, dtype in self._types.items():
            part = np.asarray(columns.pop(name, 0), dtype=dtype)
            self._parts[name].append(part if part.ndim and len(part) == count else np.broadcast_to(part, (count,)))
        if columns:
            message = f"no such columns: {sorted(columns)}"
            raise KeyError(message)
        self.size += count
        return np.arange(self.size - count, self.size)

    def __getitem__(self, name: str) -> Column:
        parts = self._parts[name]
        if not parts:
            return np.empty(0, dtype=self._types[name])
        if len(parts) > 1:
            self._parts[name] = parts = [np.concatenate(parts)]
        return parts[0]

    def take(self, rows: Ints) -> dict[str, Column]:
        """Every column at ``rows``."""
        return {name: self[name][rows] for name in self._types}

    def write(self, name: str, rows: Ints, values: ArrayLike) -> None:
        """Overwrite one column at ``rows``."""
        column = self[name].copy()
        column[rows] = values
        self._parts[name] = [column]
