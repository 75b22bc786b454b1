"""Training gives the same file for the same history, and a model that ranks bad events above honest ones."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from builders.history import MORNING, row, write
from builders.model import made_up_rows
from sekisho.activity.types.facts import INDEX
from sekisho.decisions.operations.model import Scorer
from sekisho.decisions.operations.train import TooFewLabelsError, Training, train
from sekisho.decisions.queries.history import History, open_history
from sekisho.decisions.rules.trees_features import DIRECTIONS, RISES
from sekisho.decisions.rules.trees_file import Model, decode_model
from sekisho.decisions.types.backtest import Labels
from sekisho.kernel.moments import MINUTE

QUICK = Training(honest=1_500, trees=24, least=5, patience=5, threads=1, complete=True)
ROWS = made_up_rows(6_000, seed=1)


@pytest.fixture(scope="module")
def labels() -> Labels:
    return Labels(bad={f"e{number}": None for number, (_, bad) in enumerate(ROWS) if bad}, incidents=())


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    events = [
        {"facts": facts, "account": f"a{number // 3}", "at": MORNING + number * MINUTE}
        for number, (facts, _) in enumerate(ROWS)
    ]
    return open_history(write(tmp_path_factory.mktemp("history"), events))


@pytest.fixture(scope="module")
def data(history: History, labels: Labels) -> bytes:
    return train(history, labels, training=QUICK)


@pytest.fixture(scope="module")
def model(data: bytes) -> Model:
    return decode_model(data)


def test_the_same_history_gives_the_same_bytes(history: History, labels: Labels, data: bytes) -> None:
    assert train(history, labels, training=QUICK) == data


def test_bad_events_score_higher_and_the_file_says_how_well(model: Model) -> None:
    for group in model.groups.values():
        held_out = group.trained["held_out"]
        assert isinstance(held_out, dict)
        assert held_out["auc"] > 0.75
        assert held_out["bad"] > 0


def test_scores_are_calibrated_to_the_natural_rate(history: History, labels: Labels, data: bytes) -> None:
    scores = np.array(Scorer(data).score_rows([facts for facts, _ in ROWS]))

    rate = len(labels.bad) / len(ROWS)
    assert scores.mean() == pytest.approx(rate, rel=0.15)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_a_record_with_too_many_attacks_is_calibrated_to_the_rate_of_real_life(
    history: History, labels: Labels, model: Model
) -> None:
    rare = train(history, labels, training=replace(QUICK, honest_times=100.0))

    scores = np.array(Scorer(rare).score_rows([facts for facts, _ in ROWS]))
    assert scores.mean() < len(labels.bad) / len(ROWS) / 5
    told = decode_model(rare).groups["access"].trained
    assert told["honest"] == model.groups["access"].trained["honest"]


def test_only_facts_that_help_are_kept_and_no_more_than_asked_for(
    history: History, labels: Labels, model: Model
) -> None:
    few = decode_model(train(history, labels, training=replace(QUICK, features=2)))

    assert all(len(group.numbers) + len(group.words) <= 2 for group in few.groups.values())
    assert "new_device" in model.groups["access"].numbers
    assert "tor" not in model.groups["access"].numbers


def test_a_fact_pushes_only_in_its_direction(data: bytes) -> None:
    scorer = Scorer(data)
    rows = [facts for facts, _ in ROWS[:300]]

    for name, worse in (("new_device", True), ("device_logins", 0), ("session_risk", 1.0)):
        better = {"new_device": False, "device_logins": 30, "session_risk": 0.0}[name]
        assert DIRECTIONS[name] == (RISES if name != "device_logins" else -RISES)
        for facts in rows:
            high, low = list(facts), list(facts)
            high[INDEX[name]], low[INDEX[name]] = worse, better
            assert scorer.raw(high) >= scorer.raw(low)


def test_the_file_records_how_it_was_trained(model: Model) -> None:
    group = model.groups["access"]
    trained = group.trained["training"]

    assert isinstance(trained, dict)
    assert trained["seed"] == QUICK.seed
    assert group.trained["trees"] == len(group.trees.roots) <= QUICK.trees


def test_a_window_bounds_what_is_learnt_from(history: History, labels: Labels) -> None:
    half = train(history, labels, end=MORNING + 3_000 * MINUTE, training=QUICK)

    told = decode_model(half).groups["access"].trained
    assert int(str(told["bad"])) + int(str(told["honest"])) == 1_500


def test_honest_events_that_were_not_drawn_count_by_weight(history: History, labels: Labels, model: Model) -> None:
    told = decode_model(train(history, labels, training=replace(QUICK, honest=500))).groups["access"].trained
    all_of_it = model.groups["access"].trained

    assert int(str(told["honest_drawn"])) < 650
    assert told["honest"] == all_of_it["honest"]


def test_too_few_bad_events_are_told_with_what_to_do(history: History) -> None:
    for labels in (Labels(bad={}, incidents=()), Labels(bad={f"e{n}": None for n in range(6_000)}, incidents=())):
        with pytest.raises(TooFewLabelsError, match=r"access: .* on the accounts kept to learn; label more incidents"):
            train(history, labels, training=QUICK)


def test_facts_that_never_vary_leave_a_model_that_knows_the_rate(tmp_path: Path) -> None:
    events = [{"facts": row("login" if number % 2 else "order"), "account": f"a{number}"} for number in range(400)]
    bad = Labels(bad={f"e{number}": None for number in range(400) if number % 8 in {0, 1}}, incidents=())

    scorer = Scorer(train(open_history(write(tmp_path, events)), bad, training=QUICK))

    assert scorer.score(row("login")) == pytest.approx(0.25, abs=0.08)


def test_without_lightgbm_training_says_how_to_get_it() -> None:
    asked = (
        "import sys; sys.modules['lightgbm'] = None\n"
        "from sekisho.decisions.operations.train import train, NoTrainerError\n"
        "try: train(None, None)\n"
        "except NoTrainerError as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert "uv sync --group train" in told


def test_the_file_is_plain_json_that_others_can_read(data: bytes) -> None:
    plain = msgspec.json.decode(data)

    assert plain["format"] == 1
    assert set(plain["groups"]) == {"access", "money"}
