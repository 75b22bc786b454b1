"""What every customer is told: new rules, the end of a way to log in, an emergency (C-14, G-08).

The page with the whole schedule is public; a message only says that something changes and when.
"""

import json
from collections.abc import Callable, Mapping

from sekisho.authentication.queries.policies import effective, publications, version
from sekisho.authentication.queries.principals import customers_after
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.policy import Sunset
from sekisho.journal.types.entry import Entry
from sekisho.kernel.texts import Text
from sekisho.notices.operations.broadcasts import begin_broadcast, continue_broadcast
from sekisho.notices.queries.broadcasts import open_broadcasts
from sekisho.notices.types.broadcasts import Listener
from sekisho.project.reactions.lines import Facts, Payload
from sekisho.web.operations.outlets import house
from sekisho.web.operations.resources import safe

PAGE = 50
"""Customers told in one transaction; other writers wait meanwhile."""
_STEPS = Text("ログインなどのお手続き", "login and other steps")
_METHODS = Text("一部の認証手段", "some ways to log in")


def broadcast(entry: Entry, at: int) -> None:
    """Decide what everybody is told about an entry."""
    for template, facts in _MESSAGES[entry.kind](json.loads(entry.payload), entry).items():
        begin_broadcast(source=entry.position, template=template, facts=facts, safe=safe(), at=at)


def continue_broadcasts(at: int) -> int:
    """Tell the next page of every broadcast; how many there were."""
    found = open_broadcasts()
    for each in found:
        page = customers_after(ref=each.cursor, limit=PAGE)
        listeners = [Listener(name=who.ref, subject=who.account, language=who.language) for who in page]
        continue_broadcast(broadcast=each, listeners=listeners, house=house(), safe=safe(), at=at)
    return len(found)


def _published(payload: Payload, _: Entry) -> Mapping[str, Facts]:
    found = version(identifier=str(payload["record"]))
    return {"policy_schedule": {"operation": _STEPS, "day": found.effective_from}}


def _sunset(_: Payload, entry: Entry) -> Mapping[str, Facts]:
    """The ends that this entry changed; those that were known before have moved."""
    before = {each.factor: each for each in effective(entry.at - 1).sunsets}
    changed = [each for each in effective(entry.at).sunsets if not _same(before.get(each.factor), each)]
    fresh = [each for each in changed if each.factor not in before]
    moved = [each for each in changed if each.factor in before]
    told = {"policy_sunset": fresh, "policy_sunset_moved": moved}
    return {template: _ends(sunsets) for template, sunsets in told.items() if sunsets}


def _same(before: Sunset | None, after: Sunset) -> bool:
    return before is not None and before.stop_use == after.stop_use


def _ends(sunsets: list[Sunset]) -> Facts:
    """One that ends by its name; of several the first day, and the schedule has the others."""
    name = FACTORS[sunsets[0].factor].label if len(sunsets) == 1 else _METHODS
    return {"factor": name, "last_day": min(each.stop_use for each in sunsets) - 1}


def _override(payload: Payload, entry: Entry) -> Mapping[str, Facts]:
    """Only what was published; an emergency among the staff is no news for customers."""
    record = str(payload["record"])
    public = any(each.cause == f"override {record}" for each in publications(language="ja"))
    found = next((each for each in effective(entry.at).overrides if each.id == record), None)
    if found is None or not public:
        return {}
    operations = sorted(found.operations)
    name = OPERATIONS[operations[0]].label if len(operations) == 1 else _STEPS
    return {"policy_override": {"operation": name, "until": found.ends}}


_MESSAGES: Mapping[str, Callable[[Payload, Entry], Mapping[str, Facts]]] = {
    "authentication:policy:published": _published,
    "authentication:sunset:published": _sunset,
    "authentication:override:approved": _override,
}
BROADCASTS = frozenset(_MESSAGES)
"""Kinds that everybody is told of."""
