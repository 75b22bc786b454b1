"""``sekisho demo``: a made-up brokerage, a week of attacks, and what the checkpoint makes of them."""

import json
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from sekisho.decisions.operations.model import SHIPPED
from sekisho.gateway.operations.replay import Replay
from sekisho.gateway.types.replay import ReplayPlan, Tally
from sekisho.kernel.moments import JST, to_milliseconds
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.places import default_rulebook
from sekisho.project.progress import bar
from sekisho.simulation.operations import Run, generate
from sekisho.simulation.operations.evaluate import Evaluation, Inputs, Settings, evaluate, write_report

START = date(2025, 3, 17)
_CAMPAIGNS = ("case-a", "relay", "stolen_session", "contact_change_first", "residential_proxy", "mixed")
_SIMULATING = Text("1/3 証券会社と攻撃を作る", "1/3 making a brokerage and its attackers")
_JUDGING = Text("2/3 判定する", "2/3 judging")
_EVENTS, _LINES = Text("件", "events"), Text("行", "lines")


@click.command()
@click.option("--accounts", type=click.IntRange(1_000), default=100_000, show_default=True, help="口座数 / accounts.")
@click.option("--days", type=click.IntRange(1, 60), default=5, show_default=True, help="日数 / days.")
@click.option("--seed", type=int, default=20250317, show_default=True, help="乱数の種 / seed.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-output"),
              show_default=True, help="出力先 / where everything goes.")  # fmt: skip
def demo(accounts: int, days: int, seed: int, out: Path) -> None:
    """架空の証券会社への攻撃を再生し、止めたものを報告します / Replay a week of attacks and report what was stopped."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        _simulate(generate(seed=seed, accounts=accounts, days=days, campaigns=_CAMPAIGNS, start=START), out)
        tally = _judge(out)
        evaluation = _evaluate(out, accounts)
        page = write_report(evaluation.figures, evaluation.refused, out / "report")
    except OSError as error:
        raise click.ClickException(str(error)) from error
    show(evaluation, tally, page)


def _simulate(run: Run, out: Path) -> None:
    events = 0
    with (out / "events.ndjson").open("wb") as file, bar(_SIMULATING, _EVENTS) as progress:
        for block in run.blocks():
            file.write(block.data)
            events += block.events
            progress(block.day + 1, run.plan.days, events)
    with (out / "labels.ndjson").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in run.labels)


def _judge(out: Path) -> Tally:
    plan = ReplayPlan(
        source=out / "events.ndjson",
        out=out / "decisions.ndjson",
        rulebook=default_rulebook(),
        with_model=SHIPPED.exists(),
    )
    with bar(_JUDGING, _LINES) as progress:
        return Replay(plan).run(progress)


def _evaluate(out: Path, accounts: int) -> Evaluation:
    click.echo(speak(Text("3/3 正解と比べる", "3/3 comparing with the truth")), err=True)
    inputs = Inputs(
        decisions=out / "decisions.ndjson",
        labels=out / "labels.ndjson",
        events=None,
        alerts=out / "decisions.alerts.ndjson",
    )
    since = to_milliseconds(datetime(START.year, START.month, START.day, tzinfo=JST))
    settings = Settings(seed=1, replicates=100, accounts=accounts, verdicts={}, since=since)
    return evaluate(inputs=inputs, settings=settings)


def show(evaluation: Evaluation, tally: Tally, page: Path) -> None:
    """Print what was stopped, and when."""
    figures = evaluation.figures
    console = Console()
    table = Table(title=speak(Text("攻撃ごとの結果", "What became of each attack")))
    for column in _COLUMNS:
        first = column is _COLUMNS[0]
        table.add_column(speak(column), justify="left" if first else "right", min_width=21 if first else None)
    for worth, delay in zip(figures.worth, figures.delays, strict=True):
        table.add_row(
            worth.variant,
            f"{worth.incidents:,}",
            f"{worth.at_risk / 1e6:,.1f}",
            _percent(worth.strict.value),
            _percent(worth.own.value),
            "-" if delay.median.value is None else f"{delay.median.value:.1f}",
        )
    console.print(table)
    console.print(speak(_LEGEND))
    for campaign in figures.campaigns:
        if campaign.campaign.startswith("case-"):
            console.print(_campaign(campaign.campaign, campaign.before_either, campaign.minutes_to_hold))
    console.print(_closing(evaluation, tally, page))


_LEGEND = Text(
    "百万円: 侵入者の買付額。保留: 注文そのものを保留・拒否した割合。確認も: 侵入者が答えられない追加認証を含む割合。"
    "分: 最初の不正から最初の対応まで（中央値）。",
    "M yen: what the intruders ordered. held: share held or denied itself. step-up: with challenges they "
    "cannot answer. min: from the first bad event to the first bite (median).",
)
_COLUMNS = (
    Text("攻撃", "attack"),
    Text("件数", "incidents"),
    Text("百万円", "M yen"),
    Text("保留", "held"),
    Text("確認も", "step-up"),
    Text("分", "min"),
)


def _campaign(name: str, before: float | None, minutes: float | None) -> str:
    if before is None or minutes is None:
        return speak(Text(f"{name}: 止められませんでした。", f"{name}: was not stopped."))
    return speak(
        Text(
            f"{name}: 最初の侵入から {minutes:.0f} 分で注文を止め始めました。"
            f"それまでに出た買付は全体の {before:.0%} です（要件 A-03: 50% 未満）。",
            f"{name}: orders were stopped from minute {minutes:.0f} after the first break-in, when {before:.0%} of the "
            "buying had been ordered (requirement A-03: under 50 %).",
        )
    )


def _closing(evaluation: Evaluation, tally: Tally, page: Path) -> str:
    figures = evaluation.figures
    logins, orders = figures.honest_logins_challenged_one_in.value, figures.honest_orders_held_per_10k.value
    challenged = "-" if logins is None else f"{logins:,.0f}"
    held = "-" if orders is None else f"{orders:.2f}"
    return speak(
        Text(
            f"{tally.lines:,} 件のイベントから {tally.decisions:,} 件を判定し、"
            f"警報は {sum(tally.alerts.values()):,} 件でした。\n"
            f"正規のお客様: ログイン {challenged} 回に1回の追加認証、注文1万件あたり {held} 件の保留。\n"
            f"報告書: {page}（英語版は index.en.html）。数値は模擬データのもので、実際の成績ではありません。",
            f"{tally.decisions:,} decisions on {tally.lines:,} events, {sum(tally.alerts.values()):,} alerts.\n"
            f"Honest customers: one login in {challenged} challenged, {held} of 10,000 orders held.\n"
            f"Report: {page.with_name('index.en.html')} (Japanese: index.html). These figures are of simulated data, "
            "not of a real brokerage.",
        )
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
