"""What a rule saves of a loss is what was spent from its first hit on."""

from sekisho.decisions.rules.backtest_losses import BadEvent, Saved, by_incident, saved
from sekisho.decisions.types.backtest import Incident

FIRST, SECOND = 0b01, 0b10


def incident(**changes: object) -> Incident:
    given: dict[str, object] = {
        "account": "a1", "start": 100, "end": 200, "variant": "pump", "value_lost": 1_000, "number": None,
    }  # fmt: skip
    return Incident(**(given | changes))  # type: ignore[arg-type] # a builder takes what the test changes


def bad(at: int, **changes: object) -> BadEvent:
    given: dict[str, object] = {
        "type": "order", "account": "a1", "at": at, "spent": 0.0, "verdict": 0, "incident": None, "mask": 0,
    }  # fmt: skip
    return BadEvent(**(given | changes))  # type: ignore[arg-type] # a builder takes what the test changes


def test_a_hit_before_all_spending_saves_the_whole_loss() -> None:
    cases = by_incident([bad(100, mask=FIRST), bad(110, spent=500.0)], [incident()])

    assert saved(cases, ["order"], FIRST) == Saved(incidents=1, caught=1, yen=1_000, yen_new=1_000)


def test_a_hit_on_the_last_quarter_of_the_spending_saves_a_quarter() -> None:
    cases = by_incident([bad(100, spent=300.0), bad(110, spent=100.0, mask=FIRST)], [incident()])

    assert saved(cases, ["order"], FIRST).yen == 250


def test_an_incident_that_spent_nothing_is_saved_whole_by_any_hit() -> None:
    cases = by_incident([bad(100), bad(110, mask=FIRST)], [incident()])

    assert saved(cases, ["order"], FIRST).yen == 1_000


def test_another_rules_hit_saves_nothing_for_this_one() -> None:
    cases = by_incident([bad(100, mask=SECOND)], [incident()])

    assert saved(cases, ["order"], FIRST) == Saved(incidents=1, caught=0, yen=0, yen_new=0)


def test_what_the_verdict_in_force_saved_is_not_new() -> None:
    events = [bad(100, spent=100.0), bad(110, spent=100.0, mask=FIRST), bad(120, spent=200.0, verdict=2)]
    cases = by_incident(events, [incident()])

    assert saved(cases, ["order"], FIRST) == Saved(incidents=1, caught=1, yen=750, yen_new=250)


def test_incidents_outside_the_rules_event_types_are_not_counted_against_it() -> None:
    cases = by_incident([bad(100, type="login")], [incident()])

    assert saved(cases, ["order"], FIRST) == Saved(incidents=0, caught=0, yen=0, yen_new=0)


def test_a_number_ties_an_event_to_its_incident() -> None:
    cases = by_incident([bad(999, account="other", incident=7)], [incident(number=3), incident(number=7)])

    assert [len(events) for _, events in cases] == [0, 1]


def test_without_a_number_the_account_and_the_moment_tie_it() -> None:
    incidents = [incident(start=300, end=400), incident(), incident(account="a2")]
    events = [bad(100), bad(200), bad(300), bad(250), bad(99), bad(100, account="a9"), bad(150, incident=5)]

    cases = by_incident(events, incidents)

    assert [[event.at for event in found] for _, found in cases] == [[300], [100, 200, 150], []]
