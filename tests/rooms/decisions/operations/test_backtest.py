"""A backtest says what rules would have done, with the verdicts that the judge would have given."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.history import MORNING, row, rule, write
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE, INDEX, FactRow, Value
from sekisho.decisions.operations.backtest import (
    ALL_RULES,
    NoRulesError,
    RuleFileError,
    UncheckedRuleError,
    backtest,
    read_rules,
)
from sekisho.decisions.queries.history import History, open_history
from sekisho.decisions.rules.conditions import read_condition
from sekisho.decisions.rules.program import build
from sekisho.decisions.types.backtest import Incident, Labels, Outcomes
from sekisho.decisions.types.history import columns_of
from sekisho.decisions.types.rule import Rule
from sekisho.kernel.moments import DAY, HOUR
from sekisho.kernel.verdicts import Verdict

RULEBOOK = Path(__file__).parents[4] / "rulebook"
THIN = rule("side = 'buy' AND thin")
LARGE = rule("order_to_adv >= 0.5", id="large", verdict=Verdict.STEP_UP)


def history(directory: Path, *events: dict[str, object]) -> History:
    return open_history(write(directory, events))


def order(**facts: bool | float | str) -> FactRow:
    return row("order", **{"side": "buy", "order_value": 1_000_000, **facts})


def test_hits_accounts_yen_and_days_are_counted(tmp_path: Path) -> None:
    opened = history(
        tmp_path,
        {"facts": order(thin=True)},
        {"facts": order(thin=True), "account": "a2", "at": MORNING + 40 * HOUR},
        {"facts": order(thin=False)},
        {"facts": order()},
        {"facts": row("login")},
    )

    report = backtest([THIN], opened)

    found = report.rules[0]
    assert (found.rule, found.verdict, found.scope) == ("tested@1", "hold", 4)
    assert (found.hits, found.accounts, found.yen, found.new) == (2, 2, 2_000_000, 2)
    assert found.days == ((20164, 1), (20166, 1))
    assert found.outcomes is None
    assert report.rows == {"login": 1, "factor": 0, "profile": 0, "cash": 0, "order": 4, "transfer": 0}
    assert (report.start, report.end, report.days) == (MORNING, MORNING + 40 * HOUR + 1, 2)
    assert report.rulebooks == ("2025-03-17.1",)


def test_several_rules_are_told_apart_and_taken_together(tmp_path: Path) -> None:
    opened = history(
        tmp_path,
        {"facts": order(thin=True)},
        {"facts": order(thin=True, order_to_adv=0.7)},
        {"facts": order(order_to_adv=0.7)},
    )

    report = backtest([THIN, LARGE], opened)

    assert [(each.rule, each.hits, each.alone) for each in (*report.rules, report.whole)] == [
        ("tested@1", 2, 1),
        ("large@1", 2, 1),
        (ALL_RULES, 3, 3),
    ]
    assert report.whole.verdict == "hold"


def test_what_the_verdict_in_force_did_already_is_not_new(tmp_path: Path) -> None:
    facts = order(thin=True, order_to_adv=0.7)
    opened = history(
        tmp_path,
        {"facts": facts},
        {"facts": facts, "verdict": Verdict.STEP_UP},
        {"facts": facts, "verdict": Verdict.DENY},
    )

    report = backtest([THIN, LARGE], opened)

    assert [each.new for each in (*report.rules, report.whole)] == [2, 1, 2]
    assert [each.censored for each in report.rules] == [1, 1]


def test_with_labels_held_events_count_neither_for_nor_against_the_rule(tmp_path: Path) -> None:
    facts = order(thin=True)
    opened = history(
        tmp_path,
        {"event": "bad", "facts": facts},
        {"event": "bad and held", "facts": facts, "verdict": Verdict.HOLD},
        {"event": "bad and missed", "facts": order()},
        {"event": "held", "facts": facts, "verdict": Verdict.HOLD, "account": "a2"},
        {"event": "honest", "facts": facts, "account": "a3"},
        {"event": "honest again", "facts": facts, "account": "a3"},
        {"event": "bad login", "facts": row("login")},
    )
    bad = dict.fromkeys(("bad", "bad and held", "bad and missed", "bad login", "never seen"))
    incident = Incident(account="a1", start=MORNING, end=MORNING + DAY, variant="pump", value_lost=300)

    found = backtest([THIN], opened, labels=Labels(bad=bad, incidents=(incident,))).rules[0]

    assert found.censored == 1
    assert found.outcomes == Outcomes(
        bad=3, caught=2, caught_new=1, honest=2, customers=1, incidents=1, incidents_caught=1, yen_saved=300,
        yen_saved_new=100,
    )  # fmt: skip
    assert found.outcomes.recall == pytest.approx(2 / 3)
    assert found.outcomes.precision == pytest.approx(2 / 4)


def test_a_held_event_that_somebody_confirmed_as_honest_counts_against_the_rule(tmp_path: Path) -> None:
    opened = history(tmp_path, {"event": "held", "facts": order(thin=True), "verdict": Verdict.HOLD})

    found = backtest([THIN], opened, labels=Labels(bad={}, incidents=(), cleared=frozenset({"held"}))).rules[0]

    assert found.censored == 0
    assert found.outcomes is not None
    assert (found.outcomes.honest, found.outcomes.customers) == (1, 1)


def test_shares_of_nothing_are_absent(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order()})

    outcomes = backtest([THIN], opened, labels=Labels(bad={}, incidents=(), later=3)).whole.outcomes

    assert outcomes is not None
    assert (outcomes.recall, outcomes.precision) == (None, None)


def test_labels_not_yet_known_are_reported(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order()})

    assert backtest([THIN], opened, labels=Labels(bad={}, incidents=(), later=3)).labels_later == 3


def test_only_events_of_the_window_are_looked_at(tmp_path: Path) -> None:
    opened = history(tmp_path, *({"facts": order(thin=True)} for _ in range(4)))

    report = backtest([THIN], opened, start=MORNING + HOUR, end=MORNING + 3 * HOUR)

    assert report.whole.hits == 2
    assert sum(report.rows.values()) == 2


def test_an_empty_window_reports_nothing(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order(thin=True)})

    report = backtest([THIN], opened, start=5, end=6)

    assert (report.start, report.end, report.days, report.whole.hits) == (5, 5, 0, 0)


def test_a_rule_is_kept_to_its_channels_and_dates_unless_asked_otherwise(tmp_path: Path) -> None:
    opened = history(
        tmp_path,
        {"facts": order(thin=True), "at": MORNING},
        {"facts": order(thin=True, channel="app"), "at": MORNING},
        {"facts": order(thin=True), "at": MORNING + 2 * DAY},
    )
    kept = rule(THIN.when, channels=("web",), start=MORNING - 9 * HOUR, end=MORNING + 15 * HOUR)
    future = rule(THIN.when, start=MORNING + 90 * DAY)

    assert [(each.scope, each.hits) for each in backtest([kept, future], opened).rules] == [(1, 1), (0, 0)]
    assert [(each.scope, each.hits) for each in backtest([kept, future], opened, dated=False).rules] == [(2, 2), (3, 3)]


def test_values_of_money_events_are_amounts_and_only_spending_can_be_saved(tmp_path: Path) -> None:
    opened = history(
        tmp_path,
        {"event": "sale", "facts": order(side="sell", order_value=500)},
        {"event": "in", "facts": row("cash", direction="in", amount=70)},
        {"event": "out", "facts": row("cash", direction="out", amount=30)},
    )
    every = rule("channel = 'web'", events=("order", "cash"))
    labels = Labels(
        bad=dict.fromkeys(("sale", "in", "out")),
        incidents=(Incident(account="a1", start=MORNING, end=MORNING + DAY, variant="", value_lost=10),),
    )

    found = backtest([every], opened, labels=labels).whole

    assert found.yen == 600
    assert found.outcomes is not None
    assert found.outcomes.yen_saved == 10


def test_progress_grows_to_one(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order()}, {"facts": row("login")})
    told: list[tuple[float, float]] = []

    backtest([THIN], opened, progress=lambda *shares: told.append(shares))

    assert told == sorted(told)
    assert all(reached <= coming for reached, coming in told)
    assert told[-1] == (1.0, 1.0)


def test_a_condition_that_does_not_pass_the_check_never_reaches_the_engine(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order()})
    dangerous = rule("thin AND (SELECT count(*) FROM read_csv('/etc/passwd')) > 0")

    with pytest.raises(UncheckedRuleError, match=r"tested\.toml:1") as caught:
        backtest([dangerous], opened)
    assert caught.value.findings


def test_no_rule_is_no_test(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order()})

    with pytest.raises(NoRulesError):
        backtest([], opened)


def test_rules_are_read_from_a_rulebook_a_directory_or_one_file(tmp_path: Path) -> None:
    every = read_rules(RULEBOOK)
    some = min((RULEBOOK / "rules").glob("*.toml"))
    (tmp_path / some.name).write_bytes(some.read_bytes())

    assert len(every) == len(list((RULEBOOK / "rules").glob("*.toml")))
    assert read_rules(tmp_path) == read_rules(tmp_path / some.name)


def test_a_rule_file_with_errors_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('id = "broken"\nversion = "one"\n', encoding="utf-8")

    with pytest.raises(RuleFileError, match=r"broken\.toml:2") as caught:
        read_rules(path)
    assert caught.value.findings


# A-03, C-10: the same conditions, live and in a backtest.

T = TypeVar("T")
NUMBERS = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
WORDS = re.compile(r"'([^']*)'")


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return tuple(each for each in read_rules(RULEBOOK) if read_condition(each)[0] is not None)


def rows_of(event_type: str, rules: tuple[Rule, ...]) -> st.SearchStrategy[FactRow]:
    """The rules' own examples with a few facts moved to an edge that some rule names, or taken away."""
    texts = "\n".join(each.when for each in rules)
    numbers = sorted({float(text) for text in NUMBERS.findall(texts)})
    values = {
        Kind.NUMBER: [value for number in numbers for value in (number, number - 1e-9, number + 1e-9, -number)],
        Kind.BOOLEAN: [True, False],
        Kind.TEXT: sorted(set(WORDS.findall(texts))),
    }
    examples = [each.facts for rule in rules if event_type in rule.events for each in rule.examples]
    changes = [(fact.name, value) for fact in columns_of(event_type) for value in (None, *values[fact.kind])]

    def placed(facts: Mapping[str, Value], moved: list[tuple[str, Value]]) -> FactRow:
        found = dict(facts) | dict(moved)
        return row(event_type, **{name: found[name] for name in found if name in INDEX and name != "event_type"})

    return st.builds(placed, one_of_many(examples), st.lists(one_of_many(changes), max_size=5))


def one_of_many(values: Sequence[T]) -> st.SearchStrategy[T]:
    """Like ``sampled_from``, which would spell thousands of values out in its name."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


def fired(opened: History, count: int) -> Iterator[tuple[str, int]]:
    words = ", ".join(f"w{word}" for word in range(-(-count // 62)))
    for event, *masks in opened.connection.execute(f"SELECT event, {words} FROM tagged").fetchall():  # noqa: S608 - our own names
        yield event, sum(mask << 62 * word for word, mask in enumerate(masks))


@pytest.mark.parametrize("event_type", DECIDED)
@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_every_rule_of_the_rulebook_fires_on_the_same_rows_in_the_judge_and_in_a_backtest(
    tmp_path_factory: pytest.TempPathFactory, rules: tuple[Rule, ...], event_type: str, data: st.DataObject
) -> None:
    scores = st.sampled_from([None, 0.0, 0.3, 0.5, 0.8, 1.0])
    rows = data.draw(st.lists(st.tuples(rows_of(event_type, rules), scores), min_size=1, max_size=40))
    judged = [{"event": str(place), "facts": facts, "score": score} for place, (facts, score) in enumerate(rows)]
    opened = history(tmp_path_factory.mktemp("history"), *judged)
    asked = [each for each in rules if event_type in each.events]
    conditions = [(place, condition.node) for place, each in enumerate(asked) if (condition := read_condition(each)[0])]
    function = build(event_type, conditions)

    backtest([everywhere(each) for each in asked], opened, dated=False)

    masks = dict(fired(opened, len(asked)))
    for place, (facts, score) in enumerate(rows):
        live = sum(1 << rule_place for rule_place in function(facts, score))
        assert masks.get(str(place), 0) == live
    opened.close()


def everywhere(each: Rule) -> Rule:
    """The rule in every channel, because the judge asks about channels after the condition."""
    return rule(each.when, events=each.events, id=each.id)


def test_every_fact_of_the_catalogue_can_be_asked_in_a_backtest(tmp_path: Path) -> None:
    opened = history(tmp_path, {"facts": order()})
    quoted = [f'"{fact.name}"' for fact in CATALOGUE]

    report = backtest([rule(f"{name} IS NULL") for name in quoted], opened)

    assert len(report.rules) == len(CATALOGUE)
