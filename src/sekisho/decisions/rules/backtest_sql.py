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

DAY_OF = f'("at" + {JST_OFFSET}) // {DAY}'
_VALUES = {"order": "order_value", "cash": "amount"}
_SPENT = {
    "order": "CASE WHEN side = 'buy' THEN order_value END",
    "cash": "CASE WHEN direction = 'out' THEN amount END",
}
TAGGED = (
    'event VARCHAR, account VARCHAR, "at" BIGINT, type VARCHAR, value DOUBLE, spent DOUBLE, verdict UTINYINT, '
    "bad BOOLEAN, cleared BOOLEAN, incident BIGINT"
)
OUTCOMES = 'CREATE OR REPLACE TEMP TABLE outcomes ("label event" VARCHAR, "label bad" BOOLEAN, "label incident" BIGINT)'
BAD = 'coalesce("label bad", FALSE)'
CLEARED = 'NOT coalesce("label bad", TRUE)'


class Window(NamedTuple):
    """Which events are looked at: from ``start`` to before ``end`` (milliseconds)."""

    start: int
    end: int

    @property
    def sql(self) -> str:
        """The window as a condition."""
        return f'"at" >= {self.start} AND "at" < {self.end}'


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
        guards.append(f'"at" >= {rule.start}')
        guards.extend([f'"at" < {rule.end}'] if rule.end is not None else [])
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
    any_of = " OR ".join([BAD, *(condition for _, condition in asked)])
    return (
        f'INSERT INTO tagged SELECT event, account, "at", {_quoted(event_type)}, {_VALUES.get(event_type, "NULL")}, '  # noqa: S608 - checked conditions and our own names
        f'{_SPENT.get(event_type, "NULL")}, verdict, {BAD}, {CLEARED}, "label incident"{masks} '
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
        f'SELECT {DAY_OF}, channel, count(*), min("at"), max("at") '  # noqa: S608 - our own names and numbers
        f'FROM "history_{event_type}" WHERE {window.sql} GROUP BY 1, 2'
    )


def hit_by(place: int, letter: str = "w") -> str:
    """The condition that the rule at ``place`` fires."""
    word, mask = bit(place)
    return f"({letter}{word} & {mask}) <> 0"


def hit_by_any(rules: int, letter: str = "w") -> str:
    """The condition that some rule fires."""
    return f"({' | '.join(f'{letter}{word}' for word in words(rules))}) <> 0"


def patterns(rules: int) -> str:
    """How often which rules fire together, under which verdict, on bad events or others."""
    masks = "".join(f", w{word}" for word in words(rules))
    columns = f"verdict, bad, cleared{masks}, count(*) AS events, coalesce(sum(value), 0)::DOUBLE AS yen"
    return f"SELECT {columns} FROM tagged WHERE {hit_by_any(rules)} GROUP BY ALL"  # noqa: S608 - our own names


def accounts(rules: int) -> str:
    """Distinct accounts: a count for each rule and for all, then the same over honest events only.

    Accounts are grouped once for all rules, because counting distinct texts for each rule would cost more than
    the pass over the history.
    """
    honest = f"CASE WHEN NOT bad AND (cleared OR verdict < {Verdict.HOLD.value}) THEN w{{0}} ELSE 0 END"
    masks = ", ".join(f"bit_or(w{word}) AS w{word}, bit_or({honest.format(word)}) AS h{word}" for word in words(rules))
    counts = ", ".join(f"count(*) FILTER ({hit})" for letter in "wh" for hit in _hits(rules, letter))
    return f"SELECT {counts} FROM (SELECT {masks} FROM tagged GROUP BY account)"  # noqa: S608 - our own names


def by_day(rules: int) -> str:
    """Hits by day: the day, then one count for each rule, then for all together."""
    counts = ", ".join(f"count(*) FILTER ({hit})" for hit in _hits(rules))
    return f"SELECT {DAY_OF} AS day, {counts} FROM tagged WHERE {hit_by_any(rules)} GROUP BY 1 ORDER BY 1"  # noqa: S608 - our own names and numbers


def _hits(rules: int, letter: str = "w") -> Iterator[str]:
    yield from (hit_by(place, letter) for place in range(rules))
    yield hit_by_any(rules, letter)


def bad_rows(rules: int) -> str:
    """Bad events with the words of their masks."""
    masks = "".join(f", w{word}" for word in words(rules))
    columns = f'type, account, "at", coalesce(spent, 0), verdict, incident{masks}'
    return f'SELECT {columns} FROM tagged WHERE bad ORDER BY "at", event'  # noqa: S608 - our own names


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
