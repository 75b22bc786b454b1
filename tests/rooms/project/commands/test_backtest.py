"""``sekisho backtest``: rules over the history, from the command line."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.history import MORNING, row, write
from sekisho.decisions.operations.backtest import backtest as run_backtest
from sekisho.decisions.operations.backtest import read_rules
from sekisho.decisions.queries.history import open_history
from sekisho.decisions.types.backtest import BacktestReport
from sekisho.kernel.moments import to_rfc3339
from sekisho.kernel.verdicts import Verdict
from sekisho.project.commands.backtest import backtest, watched

RULES = Path(__file__).parents[4] / "rulebook" / "rules"
RULE = RULES / "brake-on-all-buying.toml"
LABELS = '{"event":"e0","truth":"bad"}\n'


@pytest.fixture
def history(tmp_path: Path) -> Path:
    braked = row("order", side="buy", brake="all", position="cash", order_value=500_000)
    events = [{"facts": braked}, {"facts": braked, "verdict": Verdict.DENY}, {"facts": row("order", side="buy")}]
    return write(tmp_path / "history", events)


def run(history: Path, *arguments: str, rule: Path = RULE, lang: str = "en") -> Result:
    return CliRunner(env={"SEKISHO_LANG": lang}).invoke(backtest, [str(rule), "--history", str(history), *arguments])


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_rule_is_shown_as_a_table_in_either_language(history: Path) -> None:
    english, japanese = run(history), run(history, lang="ja")

    assert english.exit_code == japanese.exit_code == 0
    assert "3 judged events on 1 days from 2025-03-17 to 2025-03-17" in english.output
    assert "stricter than then" in english.output
    assert "brake-on-all-buying@1" in japanese.output
    assert "新たに厳しく" in japanese.output


def test_labels_add_what_was_caught_and_what_it_cost(history: Path, tmp_path: Path) -> None:
    result = run(history, "--labels", written(tmp_path / "labels.ndjson", LABELS))

    assert result.exit_code == 0
    assert "1 / 1" in result.output
    assert "100.0%" in result.output


def test_json_holds_every_figure_with_days_as_dates(history: Path, tmp_path: Path) -> None:
    result = run(history, "--json", "--labels", written(tmp_path / "labels.ndjson", LABELS))
    told = json.loads(result.output)

    assert told["rules"][0]["rule"] == "brake-on-all-buying@1"
    assert told["rules"][0]["days"] == {"2025-03-17": 2}
    assert told["rules"][0]["outcomes"]["recall"] == 1.0
    assert told["whole"]["censored"] == 1
    assert told["start"] == to_rfc3339(MORNING).replace(".000", "")


def test_a_directory_is_tested_with_a_line_for_all_rules_together(history: Path) -> None:
    result = run(history, rule=RULES.parent)

    assert "all rules" in result.output


def test_labels_of_later_days_are_not_used_and_neither_are_later_events(history: Path, tmp_path: Path) -> None:
    late = '{"event":"e0","truth":"bad","reported_at":"2025-04-01T00:00:00+09:00"}\n'
    labels = written(tmp_path / "labels.ndjson", late)
    result = run(history, "--labels", labels, "--known-as-of", "2025-03-17T09:30:00+09:00")

    assert "1 labels were not yet known" in result.output
    assert "1 judged events" in result.output


def test_days_bound_the_test(history: Path) -> None:
    told = json.loads(run(history, "--json", "--from", "2025-03-16", "--to", "2025-03-17").output)

    assert sum(told["rows"].values()) == 0


def test_a_rule_that_starts_in_the_future_fires_only_when_dates_are_ignored(history: Path, tmp_path: Path) -> None:
    future = tmp_path / RULE.name
    future.write_text(RULE.read_text(encoding="utf-8").replace("start = 2025-01-01", "start = 2030-01-01"), "utf-8")

    assert json.loads(run(history, "--json", rule=future).output)["whole"]["hits"] == 0
    assert json.loads(run(history, "--json", "--any-date", rule=future).output)["whole"]["hits"] == 2


def test_lines_of_the_labels_that_cannot_be_read_are_kept_and_give_status_three(history: Path, tmp_path: Path) -> None:
    result = run(history, "--labels", written(tmp_path / "labels.ndjson", LABELS + "nonsense\n"))

    assert result.exit_code == 3
    assert "1 lines of the labels were rejected; first, line 2" in result.output
    [kept] = map(json.loads, (tmp_path / "labels.rejected.ndjson").read_text(encoding="utf-8").splitlines())
    assert (kept["line"], kept["raw"]) == (2, "nonsense")


@pytest.mark.parametrize(
    ("broken", "told"),
    [("", "key:name:missing"), ("when = '''\nunheard_of = 1\n'''", "condition:fact:unknown")],
)
def test_a_broken_rule_is_told_with_file_and_line(history: Path, tmp_path: Path, broken: str, told: str) -> None:
    text = RULE.read_text(encoding="utf-8")
    head, _, rest = text.partition('when = """')
    rule = tmp_path / RULE.name
    rule.write_text(head + broken + rest.partition('"""')[2], encoding="utf-8")

    result = run(history, rule=rule)

    assert result.exit_code == 1
    assert f"{RULE.name}:" in result.output
    assert told in result.output


def test_a_missing_history_says_what_to_do(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere")

    assert result.exit_code == 1
    assert "replay events with --history" in result.output


def test_a_moment_without_offset_is_refused(history: Path) -> None:
    result = run(history, "--known-as-of", "2025-03-17T09:00:00")

    assert result.exit_code == 2
    assert "no offset" in result.output


def test_a_long_test_is_watched_until_it_is_done(history: Path) -> None:
    opened = open_history(history)

    def slowly(*, progress: Callable[[float, float], None]) -> BacktestReport:
        progress(0.25, 0.75)
        time.sleep(0.2)
        return run_backtest(read_rules(RULE), opened, progress=progress)

    assert watched(opened, slowly, patience=0.0).whole.hits == 2
