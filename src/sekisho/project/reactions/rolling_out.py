"""What a changed factor means for the roll-out: enrolments are counted anew, opt-outs end, figures grow."""

import json
from typing import Any

from sekisho.authentication.operations.enrolments import recount
from sekisho.authentication.operations.figures import KINDS, record_deed
from sekisho.authentication.operations.opt_outs import end_by_enrolment, end_forbidden
from sekisho.authentication.queries.policies import effective, version
from sekisho.authentication.types.factors import FactorCode
from sekisho.journal.types.entry import Entry

CHANGES = (
    "authentication:authenticator:added",
    "authentication:authenticator:removed",
    "authentication:authenticator:suspended",
    "authentication:authenticator:resumed",
    "authentication:factor:enrolled",
    "authentication:factor:removed",
    "authentication:recovery:completed",
)
"""After each of these somebody may hold more, or less, than before."""
PUBLISHED = "authentication:policy:published"
_PAGE = 1_000
"""Opt-outs that are looked at in one go."""
GAINS = frozenset({"authentication:authenticator:added", "authentication:factor:enrolled"})
"""Who gains a phishing-resistant factor needs no opt-out any more."""
COUNTED = KINDS
"""What the figures over time are made of (E-06)."""


def count_again(entry: Entry, at: int) -> None:
    """Count what the customer holds; with a phishing-resistant factor his opt-out ends by itself."""
    told = _payload(entry)
    principal = str(told["principal"])
    if not principal.startswith("customer:"):
        return
    if entry.kind in GAINS:
        factor = FactorCode(told["factor"])
        end_by_enrolment(principal=principal, factor=factor, authenticator=str(told["authenticator"]), at=at)
    recount(principal=principal, by="system", at=at)


def end_what_a_policy_forbids(entry: Entry, at: int) -> None:
    """End opt-outs that the version published now no longer allows, with notice (C-13)."""
    published = version(identifier=str(_payload(entry)["record"]))
    policy, after, last = effective(published.effective_from), "", _PAGE
    while last == _PAGE:
        page = end_forbidden(policy=policy, at=at, limit=_PAGE, after=after)
        after, last = page[-1].id if page else "", len(page)


def grow_figures(entry: Entry, _at: int) -> None:
    """Keep the deed, by the moment it happened, for the figures over time."""
    record_deed(position=entry.position, kind=entry.kind, payload=_payload(entry), at=entry.at)


def _payload(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(entry.payload))
