"""Find conditions that say nothing: never TRUE, always TRUE, or covered by a stricter rule."""

from collections.abc import Iterator, Sequence

from sekisho.decisions.rules import tree
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.formula import Goal, clash
from sekisho.decisions.rules.problems import suggestion
from sekisho.decisions.rules.schema import WORDS
from sekisho.decisions.types.finding import Finding, Place
from sekisho.decisions.types.rule import Mode, Rule


def check_truth(condition: Condition) -> tuple[Finding, ...]:
    """Words that a fact never is, and conditions that are never or always TRUE."""
    words = tuple(_words(condition))
    if words:
        return words
    place = _place(condition.rule)
    if (facts := clash((condition.node, Goal.TRUE))) is not None:
        return (finding("condition:truth:never", place, facts=", ".join(sorted(facts)) or "FALSE"),)
    if clash((condition.node, Goal.NOT_TRUE)) is not None:
        return (finding("condition:truth:always", place),)
    return ()


def check_reach(conditions: Sequence[Condition]) -> tuple[Finding, ...]:
    """Live rules that never change an answer, because a live rule as strict fires whenever they do."""
    live = [each for each in conditions if each.rule.mode == Mode.LIVE and clash((each.node, Goal.TRUE)) is None]
    found = []
    for place, condition in enumerate(live):
        others = (other for number, other in enumerate(live) if _covers(other, condition, earlier=number < place))
        if (cover := next(others, None)) is not None:
            found.append(finding("rule:reach:covered", _place(condition.rule), other=cover.rule.id))
    return tuple(found)


def _covers(wide: Condition, narrow: Condition, *, earlier: bool) -> bool:
    """Whether ``wide`` fires whenever ``narrow`` does, and weighs as much. Of two equals the earlier covers."""
    if wide is narrow or not _in_force(wide.rule, narrow.rule) or not _within(wide, narrow):
        return False
    return earlier or not (_in_force(narrow.rule, wide.rule) and _within(narrow, wide))


def _in_force(wide: Rule, narrow: Rule) -> bool:
    lasting = wide.end is None or (narrow.end is not None and narrow.end <= wide.end)
    return (
        wide.verdict >= narrow.verdict
        and set(narrow.events) <= set(wide.events)
        and (not wide.channels or (bool(narrow.channels) and set(narrow.channels) <= set(wide.channels)))
        and wide.start <= narrow.start
        and lasting
    )


def _within(wide: Condition, narrow: Condition) -> bool:
    if set(tree.conjuncts(wide.node)) <= set(tree.conjuncts(narrow.node)):
        return True
    shared = tree.names(wide.node) <= tree.names(narrow.node)
    return shared and clash((narrow.node, Goal.TRUE), (wide.node, Goal.NOT_TRUE)) is not None


def _words(condition: Condition) -> Iterator[Finding]:
    for fact, word in sorted(set(_compared(condition))):
        known = WORDS.get(fact)
        if known is not None and word not in known:
            hints = suggestion(word, sorted(str(each) for each in known))
            yield finding("condition:word:unknown", _place(condition.rule), fact=fact, word=word, **hints)


def _compared(condition: Condition) -> Iterator[tuple[str, str]]:
    for node in tree.walk(condition.node):
        match node:
            case tree.Compare(left=tree.Name(name=name), right=tree.Constant(value=str(word))):
                yield name, word
            case tree.Compare(left=tree.Constant(value=str(word)), right=tree.Name(name=name)):
                yield name, word
            case tree.Member(operand=tree.Name(name=name), options=options):
                yield from ((name, str(option.value)) for option in options if isinstance(option.value, str))


def _place(rule: Rule) -> Place:
    return Place(rule.source, rule.lines.get("when", 1))
