"""Decisions become columns; bad ones are kept whole."""

from pathlib import Path
from typing import Any

import pytest
from tests.builders.evaluation import NOON, at, decision, hijack, write

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.operations.evaluate.lines import Source
from sekisho.simulation.operations.evaluate.sampling import read_decisions
from sekisho.simulation.types.sample import (
    ANYTHING,
    CASH,
    HONEST,
    LOGIN,
    LOGIN_FAILED,
    ORDER,
    SET_ASIDE,
    UNKNOWN_VARIANT,
    Firing,
    Labels,
    Sample,
)

CHALLENGE = {"do": "challenge", "acr": "phr", "bind": "order"}
BUY = {"side": "buy", "order_value": 1234.4, "channel": "web"}


def labels(bad: dict[str, int | None] | None = None, beneficiaries: dict[str, str] | None = None) -> Labels:
    """One incident on account A from noon to one o'clock."""
    return Labels(incidents=(hijack(),), bad=bad or {}, beneficiaries=beneficiaries or {})


def read(
    path: Path, *lines: dict[str, object] | str, truth: Labels | None = None, **extra: Any
) -> tuple[Sample, Source]:
    """The sample of a file with these lines."""
    source = Source(write(path / "decisions.ndjson", lines))
    known: dict[str, Any] = {"labels": truth or labels(), "sessions": {}}
    return read_decisions(source, **(known | extra)), source


def test_every_decision_becomes_a_row(tmp_path: Path) -> None:
    sample, _ = read(
        tmp_path,
        decision("e1", score=0.25),
        decision("e2", account="B", kind="order", verdict="hold", minutes=5),
        decision("e3", account="Z", kind="cash"),
        truth=labels({"e2": 0}, {"Z": "c"}),
    )

    assert sample.columns.clusters.tolist() == [0, 1, 2]
    assert sample.columns.kinds.tolist() == [LOGIN, ORDER, CASH]
    assert sample.columns.verdicts.tolist() == [Verdict.ALLOW, Verdict.HOLD, Verdict.ALLOW]
    assert sample.columns.owners.tolist() == [HONEST, 0, SET_ASIDE]
    assert sample.columns.scores.tolist() == [0.25, 0, 0]
    assert (sample.accounts, sample.first, sample.last) == (3, NOON, NOON + 5 * MINUTE)
    assert (sample.models, sample.rulebooks) == (("trees@1",), ("book",))


def test_a_login_that_did_not_succeed_stands_apart(tmp_path: Path) -> None:
    sample, _ = read(tmp_path, decision("e1", facts={"outcome": "failure"}))

    assert sample.columns.kinds.tolist() == [LOGIN_FAILED]


@pytest.mark.parametrize("fault", [{"facts": []}, {"catalogue": "older"}])
def test_a_login_whose_outcome_cannot_be_read_counts_as_successful(tmp_path: Path, fault: dict[str, object]) -> None:
    sample, _ = read(tmp_path, decision("e1", facts={"outcome": "failure"}) | fault)

    assert sample.columns.kinds.tolist() == [LOGIN]


def test_a_bad_order_is_kept_with_value_challenge_and_session(tmp_path: Path) -> None:
    line = decision("e1", kind="order", verdict="step_up", minutes=3, rules=["r@1"], obligations=[CHALLENGE], facts=BUY)

    (deed,) = read(tmp_path, line, truth=labels({"e1": 0}), sessions={"e1": "s"})[0].deeds

    assert (deed.at, deed.verdict, deed.asks, deed.rules) == (NOON + 3 * MINUTE, Verdict.STEP_UP, "phr", ("r@1",))
    assert (deed.value, deed.buys, deed.session) == (1234, True, "s")
    assert deed.covered_by == {"order", "buy"}


@pytest.mark.parametrize(
    ("obligations", "asks"),
    [
        ([], ""),
        ([{"do": "challenge", "acr": "mfa"}], ""),
        ([CHALLENGE], "phr"),
        ([CHALLENGE, {"do": "challenge", "acr": "phrh"}], "phrh"),
    ],
)
def test_the_strongest_challenge_counts(tmp_path: Path, obligations: list[dict[str, object]], asks: str) -> None:
    line = decision("e1", verdict="step_up", obligations=obligations)

    assert read(tmp_path, line, truth=labels({"e1": 0}))[0].deeds[0].asks == asks


@pytest.mark.parametrize(
    ("kind", "facts", "covered", "value"),
    [
        ("login", {}, {"login"}, None),
        ("order", {"side": "sell", "order_value": 5}, {"order"}, None),
        ("order", BUY | {"channel": "api", "order_value": None}, {"order", "buy", "api"}, None),
        ("cash", {"direction": "out", "amount": 700}, {"withdrawal"}, 700),
        ("cash", {"direction": "in", "amount": 700}, set(), None),
        ("transfer", {}, {"transfer"}, None),
        ("profile", {"field": "bank_account"}, {"bank_change"}, None),
        ("profile", {"field": "email"}, set(), None),
        ("factor", {}, set(), None),
    ],
)
def test_each_kind_of_event_has_its_freeze_and_its_value(
    tmp_path: Path, kind: str, facts: dict[str, object], covered: set[str], value: int | None
) -> None:
    (deed,) = read(tmp_path, decision("e1", kind=kind, facts=facts), truth=labels({"e1": 0}))[0].deeds

    assert (deed.covered_by, deed.value) == (covered, value)


def test_freezes_are_joined(tmp_path: Path) -> None:
    freezes = [{"do": "freeze", "scope": ["buy"]}, {"do": "freeze", "scope": ["withdrawal"]}]

    (deed,) = read(tmp_path, decision("e1", obligations=freezes), truth=labels({"e1": 0}))[0].deeds

    assert deed.freezes == {"buy", "withdrawal"}


def test_a_bad_event_without_incident_belongs_to_the_one_of_its_account_and_time(tmp_path: Path) -> None:
    sample, _ = read(tmp_path, decision("e1", minutes=30), truth=labels({"e1": None}))

    assert sample.columns.owners.tolist() == [0]


def test_bad_events_nobody_knows_share_one_made_up_incident_an_account(tmp_path: Path) -> None:
    lines = [decision("e1", minutes=90), decision("e2", minutes=91), decision("e3", account="B", minutes=92)]

    sample, _ = read(tmp_path, *lines, truth=labels({"e1": None, "e2": None, "e3": None}))

    assert sample.columns.owners.tolist() == [1, 1, 2]
    assert {(one.variant, one.can_answer) for one in sample.incidents[1:]} == {(UNKNOWN_VARIANT, ANYTHING)}


def test_firings_are_counted_apart_for_honest_and_bad(tmp_path: Path) -> None:
    lines = [
        decision("e1", kind="order", verdict="hold", rules=["a@1", "b@1"]),
        decision("e2", kind="order", verdict="hold", rules=["a@1", "b@1"], account="B"),
        decision("e3", kind="order", verdict="step_up", rules=["a@1"], account="B", budget=["a@1"]),
        decision("e4", kind="order", rules=["a@1"], account="B", override=[{"id": "o", "rules": ["a@1"]}]),
        decision("e5", kind="order", rules=["a@1"], account="Z"),
    ]
    sample, _ = read(tmp_path, *lines, truth=labels({"e1": 0}, {"Z": "c"}))

    assert sample.bad == {Firing(ORDER, Verdict.HOLD, ("a@1", "b@1"), undisturbed=True): 1}
    assert sample.honest == {
        Firing(ORDER, Verdict.HOLD, ("a@1", "b@1"), undisturbed=True): 1,
        Firing(ORDER, Verdict.STEP_UP, ("a@1",), undisturbed=False): 1,
        Firing(ORDER, Verdict.ALLOW, ("a@1",), undisturbed=False): 1,
    }


def test_shadow_hits_are_counted_as_bad_and_honest(tmp_path: Path) -> None:
    lines = [decision("e1", shadow=["t@1"]), decision("e2", shadow=["t@1"]), decision("e3", shadow=["t@1"])]

    assert read(tmp_path, *lines, truth=labels({"e1": 0}))[0].shadow == {"t@1": (1, 2)}


def test_cases_of_one_account_and_day_are_one_piece_of_work(tmp_path: Path) -> None:
    case = [{"do": "open_case"}]
    lines = [decision(f"e{hour}", minutes=60 * hour, rules=["r@1"], obligations=case) for hour in (1, 2, 20)]

    assert len({seen.series for seen in read(tmp_path, *lines)[0].cases}) == 2


def test_decisions_before_the_span_only_warm_up(tmp_path: Path) -> None:
    alert = {"kind": "alert", "id": "x", "at": at(-5), "type": "ring"}
    sample, _ = read(tmp_path, decision("e0", minutes=-1), decision("e1"), alert, since=NOON)

    assert (len(sample.columns.kinds), sample.warm_up, sample.alerts) == (1, 1, ())


def test_alerts_may_stand_between_the_decisions(tmp_path: Path) -> None:
    alert = {"kind": "alert", "id": "x", "at": at(0), "type": "ring"}
    sample, source = read(tmp_path, decision("e1"), alert, alert | {"at": "soon"})

    assert sample.alerts is not None
    assert [seen.series for seen in sample.alerts] == ["x"]
    assert source.summary().refused == 1


def test_without_alerts_it_is_known_that_none_were_read(tmp_path: Path) -> None:
    assert read(tmp_path, decision("e1"))[0].alerts is None


@pytest.mark.parametrize(
    "fault", [{"score": 1.5}, {"verdict": "maybe"}, {"type": "quote"}, {"reasons": [{}]}, {"kind": "guess"}]
)
def test_lines_that_are_no_decision_are_refused(tmp_path: Path, fault: dict[str, object]) -> None:
    sample, source = read(tmp_path, decision("e1") | fault, "not json", decision("e2"))

    assert len(sample.columns.kinds) == 1
    assert [line.line for line in source.kept] == [1, 2]


def test_facts_of_another_catalogue_are_not_guessed_at(tmp_path: Path) -> None:
    line = decision("e1", kind="order", facts=BUY) | {"catalogue": "older"}
    sample, _ = read(tmp_path, line, truth=labels({"e1": 0}))

    assert (sample.deeds[0].value, sample.unreadable_facts) == (None, 1)


def test_labelled_events_without_a_decision_are_counted(tmp_path: Path) -> None:
    assert read(tmp_path, decision("e1"), truth=labels({"e1": 0, "cancel": 0}))[0].undecided == 1


def test_an_empty_file_is_an_empty_sample(tmp_path: Path) -> None:
    sample, _ = read(tmp_path)

    assert (sample.accounts, sample.first, sample.last, sample.deeds) == (0, 0, 0, ())
