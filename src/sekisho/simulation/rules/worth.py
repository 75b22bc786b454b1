"""What a rule is worth: what would no longer be stopped, and whom it would no longer bother, without it.

A decision names the rules that counted. Its verdict without one of them is the strictest verdict of the others.
The verdict of a rule is read from the rulebook when that is at hand; otherwise it is the mildest verdict of
the decisions it took part in, which is exact as soon as it fired alone once (decisions in which a budget or an
override had a say are left out of this). A freeze goes with a rule that alone gave the decision its verdict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.friction import PER
from sekisho.simulation.rules.stories import Story, tell
from sekisho.simulation.types.figures import RuleWorth
from sekisho.simulation.types.sample import Deed, Firing


def inferred_verdicts(firings: Iterable[Firing]) -> dict[str, Verdict]:
    """The verdict of each rule as far as the decisions tell it."""
    verdicts: dict[str, Verdict] = {}
    for firing in firings:
        for rule in firing.rules:
            mildest = verdicts.get(rule, Verdict.DENY)
            verdicts[rule] = min(mildest, firing.verdict) if firing.undisturbed else mildest
    return verdicts


def verdict_without(verdict: Verdict, rules: Sequence[str], left_out: str, verdicts: Mapping[str, Verdict]) -> Verdict:
    """The decision's verdict if one rule had not been there. Never stricter than the verdict that was given."""
    if left_out not in rules:
        return verdict
    others = (verdicts[rule] for rule in rules if rule != left_out)
    return min(verdict, max(others, default=Verdict.ALLOW))


def deed_without(deed: Deed, left_out: str, verdicts: Mapping[str, Verdict]) -> Deed:
    """The bad event as it would have been decided without one rule."""
    verdict = verdict_without(deed.verdict, deed.rules, left_out, verdicts)
    if verdict == deed.verdict:
        return deed
    return replace(deed, verdict=verdict, freezes=frozenset())


def honest_relief(honest: Mapping[Firing, int], verdicts: Mapping[str, Verdict]) -> dict[str, tuple[int, int]]:
    """For each rule: honest events on which it fired, and those whose verdict would be milder without it."""
    relief: dict[str, tuple[int, int]] = {}
    for firing, times in honest.items():
        for rule in firing.rules:
            hits, extra = relief.get(rule, (0, 0))
            milder = verdict_without(firing.verdict, firing.rules, rule, verdicts) < firing.verdict
            relief[rule] = hits + times, extra + times * milder
    return relief


class Account(NamedTuple):
    """What the ranking of rules is made from.

    ``honest_events`` is the number of honest decisions by kind, ``read`` the verdicts that the rulebook tells.
    """

    stories: Sequence[Story]
    honest: Mapping[Firing, int]
    bad: Mapping[Firing, int]
    shadow: Mapping[str, tuple[int, int]]
    honest_events: Sequence[int]
    read: Mapping[str, Verdict]


def rank_rules(account: Account) -> tuple[RuleWorth, ...]:
    """Every rule that fired, the one that saved most alone first; rules in shadow come after the live ones."""
    verdicts = inferred_verdicts([*account.bad, *account.honest]) | dict(account.read)
    relief = honest_relief(account.honest, verdicts)
    live = {rule for firing in (*account.bad, *account.honest) for rule in firing.rules}
    rows = [_live(rule, account, verdicts, relief) for rule in sorted(live)]
    rows.sort(key=lambda row: (-row.saved_own, -row.saved_chain, -row.unique, row.honest_extra, row.rule))
    rows += [_shadow(rule, account) for rule in sorted(set(account.shadow) - live)]
    return tuple(structs.replace(row, rank=rank) for rank, row in enumerate(rows, start=1))


def _live(
    rule: str, account: Account, verdicts: Mapping[str, Verdict], relief: Mapping[str, tuple[int, int]]
) -> RuleWorth:
    hits, extra = relief.get(rule, (0, 0))
    own, chain = _saved(rule, account.stories, verdicts)
    at_risk = sum(deed.value or 0 for story in account.stories for deed in story.deeds)
    kinds = {firing.kind for firing in (*account.bad, *account.honest) if rule in firing.rules}
    events = sum(account.honest_events[kind] for kind in kinds)
    return RuleWorth(
        rank=0, rule=rule, verdict=verdicts[rule].word, verdict_read=rule in account.read,
        bad_hits=sum(times for firing, times in account.bad.items() if rule in firing.rules),
        unique=sum(times for firing, times in account.bad.items() if firing.rules == (rule,)),
        saved_own=own, saved_chain=chain, saved_share=own / at_risk if at_risk else None,
        honest_hits=hits, honest_extra=extra, honest_extra_per_10k=extra / events * PER if events else None,
        shadow=False,
    )  # fmt: skip


def _shadow(rule: str, account: Account) -> RuleWorth:
    bad, honest = account.shadow[rule]
    return RuleWorth(
        rank=0, rule=rule, verdict="allow", verdict_read=False, bad_hits=bad, unique=0, saved_own=0, saved_chain=0,
        saved_share=None, honest_hits=honest, honest_extra=0, honest_extra_per_10k=None, shadow=True,
    )  # fmt: skip


def _saved(rule: str, stories: Iterable[Story], verdicts: Mapping[str, Verdict]) -> tuple[int, int]:
    """Yen that would no longer be stopped without the rule, by the readings own and chain."""
    own = chain = 0
    for story in stories:
        if not any(rule in deed.rules for deed in story.deeds):
            continue
        without = tell(story.hijack, [deed_without(deed, rule, verdicts) for deed in story.deeds])
        for deed, now, then in zip(story.deeds, story.stops, without.stops, strict=True):
            own += (deed.value or 0) * (now.own and not then.own)
            chain += (deed.value or 0) * (now.chain and not then.chain)
    return own, chain
