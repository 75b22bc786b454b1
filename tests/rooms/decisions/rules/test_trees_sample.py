"""The training sample is drawn by digests, so it is the same one every time."""

from pathlib import Path

import numpy as np

from builders.history import MORNING, row, write
from sekisho.decisions.operations.labels import load_labels
from sekisho.decisions.queries.history import History, open_history
from sekisho.decisions.rules.backtest_sql import Window
from sekisho.decisions.rules.trees_features import Candidate
from sekisho.decisions.rules.trees_sample import CALIBRATE, FOLDS, LEARN, STOP, population, sample
from sekisho.decisions.types.backtest import Labels
from sekisho.kernel.verdicts import Verdict

EVER = Window(0, MORNING * 2)
FEATURES = (Candidate("new_device", 1, None), Candidate("foreign", 1, None), Candidate("channel", 0, ("app", "web")))


def history(directory: Path, *events: dict[str, object], labels: Labels | None = None) -> History:
    opened = open_history(write(directory, events))
    load_labels(opened, labels or Labels(bad={}, incidents=()))
    return opened


def drawn(opened: History, *, share: float = 1.0, complete: bool = False) -> dict[str, np.ndarray]:
    query = sample(("login", "order"), FEATURES, EVER, share=share, complete=complete)
    return dict(opened.connection.execute(query).fetchnumpy())


def test_features_become_numbers_and_what_is_missing_not_a_number(tmp_path: Path) -> None:
    opened = history(
        tmp_path,
        {"facts": row("login", new_device=True, foreign=False, channel="web")},
        {"facts": row("login", new_device=None, foreign=None, channel="telegraph")},
    )

    found = drawn(opened)

    np.testing.assert_equal(found["new_device"], [1.0, np.nan])
    np.testing.assert_equal(found["foreign"], [0.0, np.nan])
    np.testing.assert_equal(found["channel"], [1.0, np.nan])


def test_all_bad_events_and_a_share_of_the_honest_ones_are_drawn(tmp_path: Path) -> None:
    events = [{"facts": row("login"), "account": f"a{number}"} for number in range(1_000)]
    opened = history(tmp_path, *events, labels=Labels(bad=dict.fromkeys(("e3", "e4")), incidents=()))

    found = drawn(opened, share=0.1)

    assert found["bad"].sum() == 2
    assert 70 <= (~found["bad"]).sum() <= 130
    assert found["fold"].max() < FOLDS


def test_every_account_is_in_one_fold_and_every_fold_has_a_purpose(tmp_path: Path) -> None:
    opened = history(tmp_path, *({"facts": row("login"), "account": "a1"} for _ in range(20)))

    assert len(set(drawn(opened)["fold"].tolist())) == 1
    assert sorted([*LEARN, *STOP, *CALIBRATE]) == list(range(FOLDS))


def test_held_events_are_left_out_unless_cleared_or_the_labels_are_complete(tmp_path: Path) -> None:
    opened = history(
        tmp_path,
        {"event": "held", "facts": row("order"), "verdict": Verdict.HOLD},
        {"event": "cleared", "facts": row("order"), "verdict": Verdict.HOLD},
        {"event": "bad", "facts": row("order"), "verdict": Verdict.DENY},
        {"event": "free", "facts": row("order"), "verdict": Verdict.STEP_UP},
        labels=Labels(bad={"bad": None}, incidents=(), cleared=frozenset({"cleared"})),
    )

    assert len(drawn(opened)["bad"]) == 3
    assert len(drawn(opened, complete=True)["bad"]) == 4
    counts = [opened.connection.execute(population("order", EVER, complete=each)).fetchall() for each in (False, True)]
    assert counts == [[(1, 2)], [(1, 3)]]
