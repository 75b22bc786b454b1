"""The SQL of a backtest: the rules' own conditions, unchanged, each under what its file says of its scope.

Every rule is one bit of a mask; a word of the mask holds ``BITS`` rules. The texts of conditions must have
passed the check of the rulebook, which admits no subquery, no function that reads files and no other statement.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sekisho.decisions.types.rule import Rule
from sekisho.kernel.moments import DAY, JST_OFFSET
from sekisho.kernel.verdicts import Verdict

BITS = 62
"""Rules per word: a BIGINT less its sign and one to spare."""

DAY_OF = f"(at + {JST_OFFSET}) // {DAY}"
_VALUES = {"order": "order_value", "cash": "amount"}
_SPENT = {
    "order": "CASE WHEN side = 'buy' THEN order_value END",
    "cash": "CASE WHEN direction = 'out' THEN amount END",
}
TAGGED = (
    "event VARCHAR, account VARCHAR, at BIGINT, type VARCHAR, value DOUBLE, spent DOUBLE, verdict UTINYINT, "
    "bad BOOLEAN, incident BIGINT"
)
OUTCOMES = 'CREATE OR REPLACE TEMP TABLE outcomes ("label event" VARCHAR, "label incident" BIGINT)'


class Window(NamedTuple):
    """Which events are looked at: from ``start`` to before ``end`` (milliseconds)."""

    start: int
    end: int

    @property
    def sql(self) -> str:
        """The window as a condition."""
        return f"at >= {self.start} AND at < {self.end}"


def words(rules: int) -> range:
    """The numbers of the words that hold this many rules."""
    return range(max(1, -(-rules // BITS)))


def bit(place: int) -> tuple[int, int]:
    """The word of the rule at ``place``, and its bit in it."""
    return place // BITS, 1 << place % BITS


def guarded(rule: Rule, *, dated: bool) -> str:
    """The rule's condition under its channels and, if ``dated``, its time in force.

    The text stands on lines of its own, so that a comment at its end ends there.
    """
    guards = []
    if rule.channels:
        channels = ", ".join(_quoted(channel) for channel in rule.channels)
        guards.append(f"channel IN ({channels})")
    if dated:
        guards.append(f"at >= {rule.start}")
        guards.extend([f"at < {rule.end}"] if rule.end is not None else [])
    return " AND ".join([*guards, f"(\n{rule.when}\n)"])


def create_tagged(rules: int) -> str:
    """The table that takes every event that some rule hits or that is bad."""
    masks = "".join(f", w{word} BIGINT" for word in words(rules))
    return f"CREATE OR REPLACE TEMP TABLE tagged ({TAGGED}{masks})"


def tag(event_type: str, rules: Sequence[Rule], window: Window, *, dated: bool) -> str:
    """One pass over the events of one type, all rules at once.

    The filter asks every rule of an event only until one fires; the masks are then computed for the few rows left.
    """
    asked = [
        (place, f"({guarded(rule, dated=dated)})") for place, rule in enumerate(rules) if event_type in rule.events
    ]
    masks = "".join(f", {_mask(asked, word)}" for word in words(len(rules)))
    any_of = " OR ".join(['"label event" IS NOT NULL', *(condition for _, condition in asked)])
    return (
        f"INSERT INTO tagged SELECT event, account, at, {_quoted(event_type)}, {_VALUES.get(event_type, 'NULL')}, "  # noqa: S608 - checked conditions and our own names
        f'{_SPENT.get(event_type, "NULL")}, verdict, "label event" IS NOT NULL, "label incident"{masks} '
        f'FROM "history_{event_type}" LEFT JOIN outcomes ON "label event" = event WHERE {window.sql} AND ({any_of})'
    )


def _mask(asked: Iterable[tuple[int, str]], word: int) -> str:
    parts = [
        f"CASE WHEN {condition} THEN {bit(place)[1]}::BIGINT ELSE 0 END"
        for place, condition in asked
        if bit(place)[0] == word
    ]
    return " | ".join(parts) or "0"


def totals(event_type: str, window: Window) -> str:
    """Rows by day and channel, with the first and last moment."""
    return (
        f"SELECT {DAY_OF}, channel, count(*), min(at), max(at) "  # noqa: S608 - our own names and numbers
        f'FROM "history_{event_type}" WHERE {window.sql} GROUP BY 1, 2'
    )


def hit_by(place: int) -> str:
    """The condition that the rule at ``place`` fires."""
    word, mask = bit(place)
    return f"(w{word} & {mask}) <> 0"


def only_by(place: int, rules: int) -> str:
    """The condition that no rule but the one at ``place`` fires."""
    home, mask = bit(place)
    return " AND ".join(f"w{word} = {mask if word == home else 0}" for word in words(rules))


def hit_by_any(rules: int) -> str:
    """The condition that some rule fires."""
    return f"({' | '.join(f'w{word}' for word in words(rules))}) <> 0"


def strictest(rules: Sequence[Rule]) -> str:
    """The strictest verdict of the rules that fire."""
    branches = [
        f"WHEN {hits} THEN {verdict.value}"
        for verdict in sorted(Verdict, reverse=True)
        if (hits := " OR ".join(hit_by(place) for place, rule in enumerate(rules) if rule.verdict is verdict))
    ]
    return f"CASE {' '.join(branches)} ELSE 0 END"


def figures(hit: str, verdict: str, alone: str) -> str:
    """The figures of one rule, in the order of ``Counted``."""
    stopped = f"verdict >= {Verdict.HOLD.value}"
    return (
        f"SELECT count(*), count(DISTINCT account), coalesce(sum(value), 0), "  # noqa: S608 - our own names and numbers
        f"count(*) FILTER (verdict < {verdict}), count(*) FILTER ({alone}), "
        f"count(*) FILTER (NOT bad AND {stopped}), count(*) FILTER (bad), count(*) FILTER (bad AND NOT {stopped}), "
        f"count(*) FILTER (NOT bad AND NOT {stopped}), "
        f"count(DISTINCT account) FILTER (NOT bad AND NOT {stopped}) FROM tagged WHERE {hit}"
    )


class Counted(NamedTuple):
    """The row that ``figures`` gives."""

    hits: int
    accounts: int
    yen: float
    new: int
    alone: int
    censored: int
    caught: int
    caught_new: int
    honest: int
    customers: int


def by_day(rules: int) -> str:
    """Hits by day: the day, then one count for each rule, then for all together."""
    counts = ", ".join(f"count(*) FILTER ({hit})" for hit in _hits(rules))
    return f"SELECT {DAY_OF} AS day, {counts} FROM tagged WHERE {hit_by_any(rules)} GROUP BY 1 ORDER BY 1"  # noqa: S608 - our own names and numbers


def _hits(rules: int) -> Iterator[str]:
    yield from (hit_by(place) for place in range(rules))
    yield hit_by_any(rules)


def bad_rows(rules: int) -> str:
    """Bad events with the words of their masks."""
    masks = "".join(f", w{word}" for word in words(rules))
    columns = f"type, account, at, coalesce(spent, 0), verdict, incident{masks}"
    return f"SELECT {columns} FROM tagged WHERE bad ORDER BY at, event"  # noqa: S608 - our own names


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
