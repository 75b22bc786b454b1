"""What it costs: the sections about honest customers, alerts and rules."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.formats import number, percent, spread, yen
from sekisho.simulation.operations.evaluate.report.names import KIND_NAMES, VERDICT_NAMES, shape
from sekisho.simulation.operations.evaluate.report.pieces import Picture, Section, Table
from sekisho.simulation.types.figures import Figures, RuleWorth

ENOUGH = 100
"""Events of a kind from which on it is drawn: of fewer, the interval would fill the plot."""
SHOWN = 15
"""How many rules the plot shows; the table has them all."""


def friction(figures: Figures) -> Section:
    """False challenges and holds."""
    drawn = Table(
        Text("正規のイベント1万件あたり", "For each 10,000 honest events"),
        (
            Text("イベント", "Event"),
            Text("件数", "Events"),
            Text("追加認証", "Challenged"),
            Text("保留", "Held"),
            Text("拒否", "Denied"),
        ),
        [
            (
                KIND_NAMES[row.kind], f"{row.events:,}", spread(row.challenged, number), spread(row.held, number),
                spread(row.denied, number),
            )
            for row in figures.friction
        ],
    )  # fmt: skip
    a_year = Table(
        Text("お客さま一人の一年あたり", "For each customer and year"),
        (Text("イベント", "Event"), Text("追加認証", "Challenged"), Text("保留・拒否", "Held or denied")),
        [
            (KIND_NAMES[row.kind], spread(row.challenged_a_year, number), spread(row.stopped_a_year, number))
            for row in figures.friction
        ],
    )
    return Section(
        "friction",
        Text("正規のお客さまの負担", "What honest customers bear"),
        (
            Text(
                "不正の目印がないイベントに付いた追加認証・保留・拒否です。利益を得た側の口座は除きます。",
                "Challenges, holds and denials of events that no label calls bad. Beneficiaries' accounts "
                "are left out.",
            ),
        ),
        pictures=(
            Picture(
                "friction",
                Text(
                    "イベントの種類ごとに、追加認証・保留・拒否の件数（1万件あたり）を示した図。100件未満の種類は描いていません。",
                    "Challenges, holds and denials per 10,000 honest events, by kind; kinds with fewer than 100 events "
                    "are not drawn. The table has the values.",
                ),
                drawn,
            ),
        ),
        tables=(a_year,),
    )


def alerts(figures: Figures) -> Section:
    """The desk's load."""
    table = Table(
        Text("警報と事案の件数", "Alerts and cases"),
        (
            Text("種類", "Shape"),
            Text("件数", "Number"),
            Text("更新", "Revisions"),
            Text("正しかった割合", "Justified"),
            Text("1日あたり", "A day"),
            Text("100万口座なら1日あたり", "A day at 1 million accounts"),
        ),
        [
            (
                shape(row.shape), f"{row.alerts:,}", f"{row.revisions:,}", percent(row.justified), number(row.a_day),
                number(row.a_day_per_million),
            )
            for row in (*figures.alerts, figures.cases)
        ],
    )  # fmt: skip
    return Section(
        "alerts",
        Text("警報と事案の量", "The desk's load"),
        (
            Text(
                "100万口座への換算は口座数の比だけで行います。攻撃の多さは模擬のままなので、"
                "攻撃による警報は実際より多く出ます。",
                "The scale to one million accounts is by number of accounts alone. Attacks stay as "
                "frequent as simulated, "
                "so alerts caused by them are more frequent than in life.",
            ),
        ),
        tables=(table,),
    )


def rules(figures: Figures) -> Section:
    """What each rule is for."""
    table = Table(
        Text("ルールの働き", "The rules by what they save"),
        (
            Text("ルール", "Rule"),
            Text("順位", "Rank"),
            Text("判定", "Verdict"),
            Text("外すと守れない額（単独）", "Lost without it (own)"),
            Text("外すと守れない額（連鎖）", "Lost without it (chain)"),
            Text("不正への発動", "Bad events hit"),
            Text("これだけが発動", "Hit by it alone"),
            Text("正規への発動", "Honest events hit"),
            Text("外せば減る負担（1万件あたり）", "Burden without others (per 10,000)"),
        ),
        [
            (
                row.rule, str(row.rank), _verdict(row), yen(row.saved_own), yen(row.saved_chain), f"{row.bad_hits:,}",
                f"{row.unique:,}", f"{row.honest_hits:,}", number(row.honest_extra_per_10k),
            )
            for row in figures.rules
        ],
    )  # fmt: skip
    top = [row for row in figures.rules if not row.shadow][:SHOWN]
    drawn = Table(
        Text("外すと守れなくなる金額の割合", "Share of the value no longer stopped when left out"),
        (Text("ルール", "Rule"), Text("割合（単独）", "Share (own)")),
        [(row.rule, percent(row.saved_share)) for row in top],
    )
    return Section(
        "rules",
        Text("ルールの働き", "What each rule is for"),
        (
            Text(
                "そのルールだけを外したとき、守れなくなる金額の大きい順です。互いに補い合うルールは、"
                "どちらも小さく出ます。",
                "By the value no longer stopped when that rule alone is left out. Rules that stand in for "
                "each other both "
                "come out small.",
            ),
        ),
        pictures=(
            Picture(
                "rules",
                Text(
                    "外すと守れなくなる金額の割合を、大きい順に示した図。値は表と同じです。",
                    "The share of the value no longer stopped when a rule is left out. The table has the same values.",
                ),
                drawn,
            ),
        ),
        tables=(table,),
    )


def _verdict(row: RuleWorth) -> Text:
    if row.shadow:
        return Text("試行中", "in shadow")
    name = VERDICT_NAMES[row.verdict]
    return name if row.verdict_read else Text(f"{name.ja}（推定）", f"{name.en} (inferred)")
