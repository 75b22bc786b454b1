"""What differs between two policies, for whoever has to decide about the new one; pure."""

from dataclasses import fields

from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.policy import Policy, Rule
from sekisho.authentication.types.policy_changes import Change, RuleChange


def rule_changes(before: Policy, after: Policy) -> tuple[RuleChange, ...]:
    """Rules that were added, removed or changed, by their ids."""
    old, new = ({rule.id: rule for rule in policy.rules} for policy in (before, after))
    changes = (_change(old.get(name), new.get(name)) for name in sorted({*old, *new}))
    return tuple(each for each in changes if each is not None)


def _change(old: Rule | None, new: Rule | None) -> RuleChange | None:
    known = new or old
    if known is None or old == new:
        return None
    differing = tuple(
        each.name for each in fields(Rule) if old and new and getattr(old, each.name) != getattr(new, each.name)
    )
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    return RuleChange(
        rule=known.id, operation=OPERATIONS[known.operation].label, change=change, fields=differing
    )  # fmt: skip
