"""What the journal says of an event that was answered before, and the whole story of a decision."""

from collections.abc import Mapping

import msgspec
from django.db import connection

from sekisho.activity.operations.decoding import decode
from sekisho.activity.types.events import Event
from sekisho.activity.types.facts import NAMES
from sekisho.decisions.operations.records import read_record, row_of
from sekisho.gateway.operations.loading import decision_key, event_key
from sekisho.journal.queries.reading import find
from sekisho.kernel.verdicts import Verdict


def recorded(event: Event) -> tuple[bytes | None, Verdict, int] | None:
    """The decision's bytes, its verdict and the event's position; None where the id is known with other content.

    Called on a thread of its own; leaves no connection behind.

    Args:
        event: the event that came again.

    """
    try:
        known = find(event_key(event.id))
        if known is None or decode(known.payload) != event:
            return None
        decision = find(decision_key(event.id))
        if decision is None:
            return None, Verdict.ALLOW, known.position
        return decision.payload, Verdict.of(read_record(decision.payload).verdict), known.position
    finally:
        connection.close()


def explained(identifier: str) -> Mapping[str, object] | None:
    """A decision in full: its record, its facts by name, and where it stands in the journal.

    Args:
        identifier: the decision's id, ``d-`` and the event's id.

    """
    try:
        entry = find(decision_key(identifier.removeprefix("d-")))
        if entry is None:
            return None
        decision = read_record(entry.payload)
    finally:
        connection.close()
    facts = {name: value for name, value in zip(NAMES, row_of(decision), strict=True) if value is not None}
    return {"decision": msgspec.Raw(entry.payload), "facts": facts, "position": entry.position, "batch": entry.batch}
