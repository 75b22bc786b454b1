"""The rules' own text reaches the engine, bound to where and when the rule applies."""

from builders.history import MORNING, rule
from sekisho.decisions.rules import backtest_sql as sql

CONDITION = "side = 'buy' -- only buying\nAND thin"


def test_the_condition_is_handed_on_unchanged_and_its_comment_ends_with_its_line() -> None:
    assert sql.guarded(rule(CONDITION), dated=False) == f"(\n{CONDITION}\n)"


def test_channels_and_dates_stand_before_the_condition() -> None:
    text = sql.guarded(rule("thin", channels=("web", "a'pp"), end=MORNING), dated=True)

    assert text.startswith("channel IN ('web', 'a''pp') AND \"at\" >= ")
    assert f'"at" < {MORNING} AND (' in text


def test_a_rule_without_an_end_has_only_a_start() -> None:
    assert '"at" <' not in sql.guarded(rule("thin"), dated=True)


def test_rules_of_other_event_types_are_not_asked() -> None:
    text = sql.tag("cash", [rule("thin"), rule("other_name", events=("cash",))], sql.Window(0, 1), dated=False)

    assert "thin" not in text
    assert "THEN 2::BIGINT" in text


def test_a_type_without_rules_is_asked_for_bad_events_only() -> None:
    text = sql.tag("login", [rule("thin")], sql.Window(0, 1), dated=False)

    assert text.endswith('AND (coalesce("label bad", FALSE))')


def test_no_rules_still_fill_one_word() -> None:
    assert list(sql.words(0)) == [0]
    assert list(sql.words(sql.BITS + 1)) == [0, 1]
