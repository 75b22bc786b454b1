"""The summary at the top and the method at the end."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.formats import DASH, number, percent, spread
from sekisho.simulation.operations.evaluate.report.pieces import Headline, Section, Table
from sekisho.simulation.types.figures import Figures

WARNING = Text(
    "これは作り物のデータで測った値です。設定した攻撃と顧客に対する働きを比べるためのもので、"
    "実際の被害の予測ではありません。",
    "These figures come from made-up data. They compare how the system does against attacks and customers as modelled; "
    "they do not foretell real losses.",
)


_UNDECIDED = Text("判定のない不正イベント（取消・約定など）", "Bad events without a decision (cancels, fills …)")
_WARM_UP = Text("期間より前の判定（慣らし、数えない）", "Decisions before the span (warm-up, not counted)")
_SET_ASIDE = Text("同口座の判定（正規にも不正にも数えない）", "Their decisions (counted as neither)")
_UNREADABLE = Text(
    "事実を読めなかった判定（別の版の目録）", "Decisions whose facts could not be read (other catalogue)"
)


def headlines(figures: Figures) -> tuple[Headline, ...]:
    """The figures that come first."""
    worth, noticed = figures.worth[-1], figures.detection[-1]
    return (
        Headline(
            spread(worth.own, percent),
            Text("守れた金額（単独）", "Value stopped (own)"),
            Text(
                f"厳密に読むと {percent(worth.strict.value)}、連鎖まで含めると {percent(worth.chain.value)}。",
                f"{percent(worth.strict.value)} read strictly, {percent(worth.chain.value)} with what stood "
                "in the way.",
            ),
        ),
        Headline(
            spread(noticed.incidents_noticed, percent),
            Text("気付いた事案", "Incidents noticed"),
            Text(f"乗っ取り {noticed.incidents:,} 件のうち。", f"Of {noticed.incidents:,} hijacked accounts."),
        ),
        Headline(
            _one_in(figures),
            Text("追加の手間があった正規ログイン", "Honest logins put to trouble"),
            Text(
                "成功した正規ログイン何回に1回か。",
                "One in so many successful honest logins met a challenge, a hold or a denial.",
            ),
        ),
        Headline(
            spread(figures.honest_orders_held_per_10k, number),
            Text("正規の注文1万件あたりの保留", "Honest orders held per 10,000"),
            Text("注文が届く前に本人へ確認した件数。", "Orders that waited for the customer's word."),
        ),
        _alerts(figures),
    )


def _alerts(figures: Figures) -> Headline:
    name = Text("1日の警報（100万口座換算）", "Alerts a day at one million accounts")
    if not figures.alerts:
        return Headline(DASH, name, Text("警報のファイルは読んでいません。", "No file of alerts was read."))
    every = figures.alerts[-1]
    right = percent(every.justified)
    return Headline(
        number(every.a_day_per_million), name, Text(f"正しかった割合 {right}。", f"{right} of them justified.")
    )


def _one_in(figures: Figures) -> Text | str:
    interval = figures.honest_logins_challenged_one_in
    if interval.value is None:
        return Text("なし", "none")
    rounded = f"{interval.value:,.0f}"
    return Text(f"{rounded}回に1回", f"1 in {rounded}")


def method(figures: Figures) -> Section:
    """What was read, and how it was measured."""
    about = figures.about
    rows = (
        (Text("判定", "Decisions"), f"{about.decisions:,}"),
        (Text("期間", "Span"), f"{about.start} – {about.end} ({about.days:.1f} d)"),
        (Text("口座", "Accounts"), _accounts(figures)),
        (Text("乗っ取りの事案", "Hijacks"), f"{about.incidents:,}"),
        (Text("入れなかった試み", "Attempts that did not get in"), f"{about.attempts:,}"),
        (Text("不正イベントの判定", "Decisions on bad events"), f"{about.bad_decisions:,}"),
        (_UNDECIDED, f"{about.undecided:,}"),
        (Text("利益を得た口座", "Beneficiaries"), f"{about.beneficiaries:,}"),
        (_WARM_UP, f"{about.warm_up:,}"),
        (_SET_ASIDE, f"{about.set_aside:,}"),
        (_UNREADABLE, f"{about.unreadable_facts:,}"),
        (Text("モデル", "Model"), ", ".join(about.models) or "–"),
        (Text("ルールブック", "Rulebook"), ", ".join(about.rulebooks) or "–"),
        (Text("乱数の種と反復", "Seed and replicates"), f"{about.seed} / {about.replicates}"),
    )  # fmt: skip
    sample = Table(Text("測ったもの", "What was measured"), (Text("項目", "Item"), Text("値", "Value")), rows)
    return Section(
        "method",
        Text("測り方と限界", "Method and limits"),
        (
            Text(
                "括弧内は95%区間です。"
                "口座を単位に引き直すブートストラップで求めています（一つの口座の出来事は互いに似るため）。"
                "少ない事案から求めた区間は、狭く見えても頼りになりません。",
                "Brackets hold 95% intervals from a bootstrap that draws whole accounts, because events of one account "
                "resemble each other. An interval from few incidents is not to be trusted, however narrow it looks.",
            ),
            Text(
                "判定が次の出来事を変えることはありません。止めた後も攻撃者の行動は続くものとして数え、"
                "「連鎖」だけが前の判定を考えます。",
                "No verdict changes what happens next: attackers go on as if nothing had stopped them, and "
                "only the reading "
                "“chain” takes earlier verdicts into account.",
            ),
            Text(
                "定義と、模擬の数字が示せることと示せないことは docs/explanation/evaluation.md にあります。"
                "全ての数値は "
                "figures.json にあります。",
                "Definitions, and what simulated figures can and cannot mean: "
                "docs/explanation/evaluation.md. All numbers: "
                "figures.json.",
            ),
        ),
        tables=(sample, _inputs(figures), *_refusals(figures)),
    )


def _accounts(figures: Figures) -> Text:
    about = figures.about
    if about.accounts_stated:
        return Text(f"{about.accounts:,}（指定された数）", f"{about.accounts:,} (as stated)")
    return Text(f"{about.accounts:,}（判定に現れた数）", f"{about.accounts:,} (seen in decisions)")


def _inputs(figures: Figures) -> Table:
    return Table(
        Text("入力", "Inputs"),
        (Text("ファイル", "File"), Text("行", "Lines"), Text("使えなかった行", "Refused")),
        [(file.name, f"{file.lines:,}", f"{file.refused:,}") for file in figures.inputs],
    )


def _refusals(figures: Figures) -> tuple[Table, ...]:
    rows = [(file.name, reason, f"{times:,}") for file in figures.inputs for reason, times in file.reasons.items()]
    if not rows:
        return ()
    head = (Text("ファイル", "File"), Text("理由", "Reason"), Text("行", "Lines"))
    return (
        Table(
            Text("使えなかった行（詳細は rejected.ndjson）", "Refused lines (details in rejected.ndjson)"), head, rows
        ),
    )
