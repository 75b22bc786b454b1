"""``sekisho train``: a model from the history, from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.history import MORNING, row, write
from builders.model import made_up_rows
from sekisho.decisions.operations.model import load_scorer
from sekisho.kernel.moments import MINUTE
from sekisho.project.commands.train import train

ROWS = made_up_rows(2_400, seed=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("train")
    events = [
        {"facts": facts, "account": f"a{number // 3}", "at": MORNING + number * MINUTE}
        for number, (facts, _) in enumerate(ROWS)
    ]
    write(folder / "history", events)
    labels = [json.dumps({"event": f"e{number}", "truth": "bad"}) for number, (_, bad) in enumerate(ROWS) if bad]
    (folder / "labels.ndjson").write_text("\n".join(labels), encoding="utf-8")
    (folder / "rejected.ndjson").write_text("\n".join([*labels, "nonsense"]), encoding="utf-8")
    (folder / "none.ndjson").write_text("", encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, labels: str = "labels.ndjson", lang: str = "en") -> Result:
    given = [
        "--history",
        str(folder / "history"),
        "--labels",
        str(folder / labels),
        "--out",
        str(folder / "model.json"),
    ]
    return CliRunner(env={"SEKISHO_LANG": lang}).invoke(train, [*given, "--threads", "1", "--trees", "9", *arguments])


def test_a_model_is_written_that_scores_and_its_figures_are_told(folder: Path) -> None:
    result = run(folder, "--complete-labels")

    assert result.exit_code == 0
    scorer = load_scorer(folder / "model.json")
    assert scorer.name in result.stderr
    assert "recall at 1 %" in result.stderr
    assert 0 <= scorer.score(row("login", new_device=True)) <= 1
    assert not list(folder.glob("*.part"))


def test_rejected_lines_of_the_labels_give_status_three_and_a_model_all_the_same(folder: Path) -> None:
    result = run(folder, labels="rejected.ndjson", lang="ja")

    assert result.exit_code == 3
    assert "ラベルの1行を読めません" in result.stderr
    assert "モデル trees@" in result.stderr


def test_too_few_labels_are_told(folder: Path) -> None:
    result = run(folder, labels="none.ndjson")

    assert result.exit_code == 1
    assert "label more incidents" in result.output


def test_events_outside_the_days_are_not_learnt_from(folder: Path) -> None:
    assert run(folder, "--to", "2025-03-17").exit_code == 1
