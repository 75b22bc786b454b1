"""Every rule that comes with the product: told in both languages, tried in both engines, released by two people."""

import re
from collections.abc import Iterator

import duckdb
import pytest

from builders.pages import ROOT
from sekisho.activity.types.fact import Kind
from sekisho.decisions.operations.checking import check_rulebook
from sekisho.decisions.operations.lock import Locked, read_lock
from sekisho.decisions.operations.rulebook import read_rulebook
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.examples import facts_of, outcomes
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.rules.wording import slots
from sekisho.decisions.types.rule import Mode, Rule
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

BOOK = ROOT / "rulebook"
READING = read_rulebook(BOOK)
RULES = {rule.id: rule for rule in READING.rules}
CONDITIONS = {condition.rule.id: condition for condition in READING.conditions}
LIVE = [rule for rule in READING.rules if rule.mode == Mode.LIVE]
every = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
NUMBERING = {"C": 29, "E": 20, "A": 18, "S": 15, "O": 10, "J": 13, "X": 5, "G": 35, "signal": 13}
"""The numbered requirements of each kind, from one to this."""
NOTICES = {
    "change_held", "change_made", "change_refused", "deposit_unusual", "factor_changed", "freeze_active",
    "instrument_stopped", "login_locked", "login_refused", "login_unusual", "order_held", "order_refused",
    "order_unusual", "session_ended", "session_unusual", "transfer_held", "transfer_made", "withdrawal_held",
    "withdrawal_made", "withdrawal_refused",
}  # fmt: skip
"""The messages to customers that a rule may ask for."""
_COLUMNS = {Kind.NUMBER: "DOUBLE", Kind.BOOLEAN: "BOOLEAN", Kind.TEXT: "VARCHAR"}


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """A table of facts, all absent but those of the example put into it."""
    with duckdb.connect(":memory:") as connection:
        columns = ", ".join(f'"{name}" {_COLUMNS[fact.kind]}' for name, fact in KNOWN.items())
        connection.execute(f"CREATE TABLE facts ({columns})")
        yield connection


def fired_in_duckdb(connection: duckdb.DuckDBPyConnection, condition: Condition) -> dict[int, bool]:
    """Whether DuckDB says TRUE of the condition, for each example, numbered from zero."""
    found = {}
    for number, example in enumerate(condition.rule.examples):
        facts = facts_of(condition.rule, example)
        names = ", ".join(f'"{name}"' for name in facts)
        connection.execute("DELETE FROM facts")
        connection.execute(f"INSERT INTO facts ({names}) VALUES ({', '.join('?' * len(facts))})", [*facts.values()])  # noqa: S608 - names of facts
        found[number] = bool(connection.execute(f"SELECT 1 FROM facts WHERE (\n{condition.rule.when}\n)").fetchall())  # noqa: S608 - a checked condition
    return found


def texts(rule: Rule) -> dict[str, Text]:
    """Everything a rule says to people."""
    return {
        "title": rule.title, "reason": rule.reason, "false_positives": rule.false_positives, "triage": rule.triage,
    }  # fmt: skip


def of_kind(requirement: str) -> bool:
    kind, _, number = requirement.replace("signal ", "signal-").partition("-")
    spelt = number.isdecimal() and (kind == "signal" or len(number) == 2)
    return spelt and 1 <= int(number) <= NUMBERING.get(kind, 0)


def test_the_rulebook_has_no_finding_and_every_condition_is_read() -> None:
    assert check_rulebook(BOOK) == ()
    assert CONDITIONS.keys() == RULES.keys()


@every
def test_a_rule_speaks_japanese_and_english(rule: Rule) -> None:
    for key, text in texts(rule).items():
        assert JAPANESE.search(text.ja), key
        assert re.search(r"[A-Za-z]{3}", text.en), key
        assert not JAPANESE.search(text.en), key


@every
def test_a_rule_has_examples_that_fire_and_that_do_not_alike_in_both_engines(
    rule: Rule, duck: duckdb.DuckDBPyConnection
) -> None:
    promised = {number: example.fires for number, example in enumerate(rule.examples)}

    assert set(promised.values()) == {True, False}
    assert outcomes(CONDITIONS[rule.id]) == promised
    assert fired_in_duckdb(duck, CONDITIONS[rule.id]) == promised


@every
def test_a_rules_version_and_content_are_locked(rule: Rule) -> None:
    lock = read_lock(BOOK).lock
    assert lock is not None
    assert lock.rules[rule.id] == Locked(rule.version, rule.digest)


def test_the_lock_names_no_rule_that_is_gone() -> None:
    lock = read_lock(BOOK).lock
    assert lock is not None
    assert lock.rules.keys() == RULES.keys()


@every
def test_a_rule_is_released_by_two_people(rule: Rule) -> None:
    assert rule.author
    assert rule.approver
    assert rule.author != rule.approver


@every
def test_a_hold_or_denial_has_a_budget_unless_people_decided_it(rule: Rule) -> None:
    assert (rule.budget is not None) == (rule.verdict >= Verdict.HOLD and not CONDITIONS[rule.id].fixed)


@every
def test_a_reason_shows_values_that_exist_in_both_languages(rule: Rule) -> None:
    assert slots(rule.reason.ja) == slots(rule.reason.en) <= set(rule.values) <= KNOWN.keys()
    assert rule.values or CONDITIONS[rule.id].fixed


@every
def test_a_rule_answers_numbered_requirements(rule: Rule) -> None:
    assert rule.requirement
    assert [each for each in rule.requirement if not of_kind(each)] == []


@every
def test_a_rule_asks_for_known_messages_only(rule: Rule) -> None:
    asked = {str(each.details["template"]) for each in rule.obligations if each.do == "notify"}
    assert asked <= NOTICES


@every
def test_no_rule_promises_who_holds_the_phone(rule: Rule) -> None:
    """A passkey may be unlocked by a code; nobody is told that a fingerprint was seen."""
    said = " ".join(f"{text.ja} {text.en}" for text in texts(rule).values()).lower()
    assert not re.search(r"biometr|生体|指紋|fingerprint of a finger|face id", said)


def test_a_number_is_refused_where_it_was_never_given() -> None:
    assert all(map(of_kind, ("C-01", "C-29", "E-20", "A-18", "G-35", "signal 13")))
    assert not any(map(of_kind, ("C-00", "C-30", "E-21", "A-19", "Z-01", "A-1", "signal 14", "signal", "A-")))


def test_at_least_forty_rules_are_live() -> None:
    assert len(LIVE) >= 40


@pytest.mark.parametrize("number", range(1, 14))
def test_every_sign_of_a_takeover_is_answered_by_a_live_rule(number: int) -> None:
    assert any(f"signal {number}" in rule.requirement for rule in LIVE)


@pytest.mark.parametrize(
    "requirement", ["A-01", "A-02", "A-03", "A-06", "A-18", "C-02", "C-03", "C-04", "C-10", "C-19", "C-20", "E-09"]
)
def test_what_is_required_of_decisions_is_answered_by_a_live_rule(requirement: str) -> None:
    assert any(requirement in rule.requirement for rule in LIVE)


def test_every_message_of_the_list_is_asked_for() -> None:
    asked = {
        str(each.details["template"]) for rule in READING.rules for each in rule.obligations if each.do == "notify"
    }
    assert asked == NOTICES
