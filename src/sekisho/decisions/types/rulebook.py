"""The whole rulebook as the judge uses it: rules, overrides, safe modes, validity."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.decisions.types.rule import Rule
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Two people lift named rules for one account, device, network or instrument, for a while.

    ``start`` and ``until`` are milliseconds (half-open). Of the four scopes at least one is set and
    all that are set must match. ``network`` is an address range in CIDR spelling.
    """

    id: str
    rules: tuple[str, ...]
    account: str | None
    device: str | None
    network: str | None
    symbol: str | None
    start: int
    until: int
    by: str
    approved_by: str
    reason: Text
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a safe mode protects, e.g. a withdrawal: an event type and the text facts that mark it.

    A ``guarded`` operation is never silently allowed while a source is degraded.
    """

    name: str
    event: str
    where: Mapping[str, str]
    guarded: bool
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeModes:
    """The mildest verdict for an operation while a source is degraded.

    ``minimum`` is degraded code → operation → verdict; ``causes`` explains each code; ``natural`` is
    channel → codes that mean nothing there; ``validity`` is event type → minutes a decision stays good
    (``default`` for the rest). ``version`` is the decisions' ``policy``.
    """

    version: int
    operations: tuple[Operation, ...]
    causes: Mapping[str, Text]
    minimum: Mapping[str, Mapping[str, Verdict]]
    natural: Mapping[str, frozenset[str]]
    validity: Mapping[str, int]
    digest: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything a judge needs. ``version`` comes from the lock; unlocked content adds its digest to it."""

    version: str
    rules: tuple[Rule, ...]
    safe_modes: SafeModes
    overrides: tuple[Override, ...] = field(default=())
