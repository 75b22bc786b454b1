"""Ways in: every channel, old clients, the telephone and the backup site among them, and what each can do (E-03)."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A way in.

    Attributes:
        code: its name.
        channel: as in ``Visit``.
        label: what people call it.
        methods: the factors that it can carry.
        operations: what can be done there.
        legacy: it is an old client that cannot learn more.
        until: from then on it is closed, in milliseconds; None while there is no such date.
        closed: it is not in use.
        advice: what its users should do instead, once it closes.

    """

    code: str
    channel: str
    label: Text
    methods: frozenset[FactorCode]
    operations: frozenset[OperationCode]
    legacy: bool = False
    until: int | None = None
    closed: bool = False
    advice: Text | None = None

    def open(self, at: int) -> bool:
        """Whether somebody can come in there at this moment."""
        return not self.closed and (self.until is None or at < self.until)


class Coverage(StrEnum):
    """How well a path serves an operation on a date.

    ``FULL``: what is required is there. ``LIMITED``: except in cases with stricter conditions, such as a large amount.
    ``INTERIM``: with an interim factor, until it ends. ``FREE``: nothing is required. ``CLOSED``: the path is closed.
    ``MISSING``: required, and not there.
    """

    FULL = "full"
    LIMITED = "limited"
    INTERIM = "interim"
    FREE = "free"
    CLOSED = "closed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of the matrix operation × path.

    Attributes:
        path: its code.
        operation: what is to be done.
        coverage: how well it is served.
        methods: the factors of the path that are enough.
        at: the moment it was looked at, in milliseconds.

    """

    path: str
    operation: OperationCode
    coverage: Coverage
    methods: tuple[FactorCode, ...]
    at: int
