"""The decision as it is written down: the contract's fields, and what re-judging it needs.

A decision carries its facts (those that can be present for its type of event, in the order of the
catalogue), the hash that names the catalogue, and what was not decided by the facts: the codes of
degraded sources, the rules whose budget was spent, the overrides that were granted and what the model
said of its score. So judging the record again needs neither state nor model and gives the same bytes.
"""

from typing import Literal

from msgspec import Struct

from sekisho.activity.types.facts import Value
from sekisho.decisions.types.rule import Detail

Word = Literal["allow", "step_up", "hold", "deny"]


class Reason(Struct, frozen=True, gc=False):
    """Why: the rule's code and name, the values it showed, and the sentence in both languages."""

    code: str
    rule: str
    values: dict[str, Value]
    ja: str
    en: str


class Granted(Struct, frozen=True, gc=False):
    """An override that took part: its id, and the rules it lifted."""

    id: str
    rules: tuple[str, ...]


class Decision(Struct, frozen=True, gc=False, tag_field="kind", tag="decision"):
    """One answer. ``score`` is 0.0 and ``model`` is ``none`` when no model was asked.

    ``at`` and ``valid_until`` are RFC 3339 in JST. ``shadow`` names rules that fired without biting,
    ``budget`` those that degraded to step-up because their budget was spent. ``contributions`` are the facts
    that raised the score most, with their weights (log odds), where a reason rests on the score; else empty.
    """

    id: str
    event: str
    account: str
    at: str
    verdict: Word
    score: float
    reasons: tuple[Reason, ...]
    obligations: tuple[dict[str, Detail], ...]
    rulebook: str
    policy: int
    model: str
    valid_until: str
    type: str
    facts: list[Value]
    catalogue: str
    shadow: tuple[str, ...]
    degraded: tuple[str, ...]
    budget: tuple[str, ...]
    override: tuple[Granted, ...]
    contributions: tuple[tuple[str, float], ...]
