"""``sekisho bench login``: our login score beside the model of Freeman et al."""

from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from sekisho.decisions.operations.model import NoModelError, Scorer, load_scorer
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.progress import bar
from sekisho.simulation.operations.logins import compare
from sekisho.simulation.types.figures import Interval
from sekisho.simulation.types.login_bench import PACES, LoginBench, LoginPlan, Pace

_TITLE = Text("ログインを比較中", "Comparing logins")
_UNIT = Text("日", "days")
_QUICK = (Pace("daily", DAY, 8),)
_HEAD = (
    Text("頻度", "Pace"),
    Text("攻撃者", "Attacker"),
    Text("方法", "Method"),
    Text("攻撃", "Attacks"),
    Text("ROC面積", "ROC area"),
    Text("90%を捕らえる時の負担", "Honest touched at 90% caught"),
    Text("負担1%で捕らえる割合", "Caught at 1% touched"),
)


@click.command("login")
@click.option("--accounts", type=click.IntRange(min=50), default=1_500, show_default=True, help="口座数 / accounts.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="乱数の種 / seed.")
@click.option("--replicates", type=click.IntRange(2, 10_000), default=200, show_default=True,
              help="ブートストラップの反復 / bootstrap replicates.")  # fmt: skip
@click.option("--model", type=click.Path(dir_okay=False, path_type=Path), help="モデルのファイル / file of a model.")
@click.option("--quick", is_flag=True, help="短い期間だけで試す / a short span only, to try it out.")
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def bench_login(*, accounts: int, seed: int, replicates: int, model: Path | None, quick: bool, as_json: bool) -> None:
    """ログインの点数を公開された手法と比べる / Our login score beside Freeman's, on the same simulated logins.

    _no_cookie は端末のCookieを見ない場合です。 _no_cookie: without the device cookie, as the baselines judge.
    """
    plan = LoginPlan(seed=seed, accounts=accounts, replicates=replicates, paces=_QUICK if quick else PACES)
    scorer = _scorer(model)
    with bar(_TITLE, _UNIT) as progress:
        result = compare(plan=plan, scorer=scorer, progress=lambda done, total: progress(done, total, done))
    if as_json:
        click.echo(msgspec.json.encode(result))
    else:
        _show(result)


def _scorer(model: Path | None) -> Scorer | None:
    """The model asked for, or the product's own if it is there."""
    try:
        return load_scorer(model)
    except NoModelError as error:
        if model is not None:
            raise click.ClickException(str(error)) from error
        return None


def _show(result: LoginBench) -> None:
    shown = Table(*(speak(text) for text in _HEAD))
    for row in table(result):
        shown.add_row(*row)
    Console().print(shown)


def table(result: LoginBench) -> list[tuple[str, ...]]:
    """The rows as they are shown."""
    return [
        (
            row.pace, row.attacker, row.method, f"{row.attacks:,}", _told(row.area, ".3f"), _told(row.touched, ".1%"),
            _told(row.caught, ".1%"),
        )
        for row in result.rows
    ]  # fmt: skip


def _told(interval: Interval, form: str) -> str:
    if interval.value is None or interval.low is None or interval.high is None:
        return "–"
    return f"{interval.value:{form}} ({interval.low:{form}}–{interval.high:{form}})"
