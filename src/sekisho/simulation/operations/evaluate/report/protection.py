"""What was noticed and what was saved: the sections about attacks."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.formats import DASH, minutes, percent, spread, spread_text, yen
from sekisho.simulation.operations.evaluate.report.names import variant
from sekisho.simulation.operations.evaluate.report.pieces import Cell, Picture, Section, Table
from sekisho.simulation.types.figures import CampaignCourse, Figures, Interval

_WAY = Text("手口", "Way of attack")
_STRICT = Text("厳密", "Strict")
_OWN = Text("単独", "Own")
_CHAIN = Text("連鎖", "Chain")


def share(interval: Interval) -> str:
    """A share with its interval."""
    return spread(interval, percent)


def value_stopped(figures: Figures) -> Section:
    """Money saved, by three readings."""
    drawn = Table(
        Text("止めた割合（買付・出金の金額）", "Share stopped, of the value of buys and withdrawals"),
        (_WAY, _STRICT, _OWN, _CHAIN),
        [(variant(row.variant), share(row.strict), share(row.own), share(row.chain)) for row in figures.worth],
    )
    amounts = Table(
        Text("金額の内訳", "The amounts"),
        (
            _WAY,
            Text("事案", "Incidents"),
            Text("危険にさらされた額", "Value at risk"),
            Text("損失額", "Value lost"),
            Text("損失で見た割合: 厳密", "Of the loss: strict"),
            _OWN,
            _CHAIN,
            Text("侵入者も解ける保留", "Held, yet releasable"),
            Text("金額不明の事案", "Without value"),
        ),
        [
            (
                variant(row.variant), f"{row.incidents:,}", yen(row.at_risk), yen(row.lost), share(row.lost_strict),
                share(row.lost_own), share(row.lost_chain), yen(row.releasable), f"{row.unvalued:,}",
            )
            for row in figures.worth
        ],
    )  # fmt: skip
    return Section(
        "value",
        Text("守れた金額", "Value stopped"),
        (
            Text(
                "攻撃者の買付と出金のうち、実行前に止めた金額の割合です。「止めた」を三通りに読みます。"
                "厳密: その注文自体が保留か"
                "拒否。単独: それに加え、侵入者が答えられない追加認証。連鎖: それに加え、"
                "同じ事案の前のログインや凍結がすでに"
                "立ちはだかっていた場合。",
                "The share of the attackers' buys and withdrawals that was stopped before it happened, by "
                "three readings. "
                "Strict: the order's own verdict was hold or deny. Own: or a challenge the intruder cannot answer. "
                "Chain: or an earlier login or freeze of the same incident already stood in the way.",
            ),
        ),
        pictures=(
            Picture(
                "value",
                Text("手口ごとに止めた金額の割合を三本の棒で示した図。値は表と同じです。",
                     "Three bars for each way of attack: the share of the value stopped. The table has the same "
                     "values."),
                drawn,
            ),
        ),
        tables=(amounts,),
        notes=(
            Text(
                "「侵入者も解ける保留」は、侵入者が耐フィッシング認証に答えられるのに保留を止めたと数えた金額です。",
                "“Held, yet releasable” is value counted as stopped by a hold although the intruder could answer a "
                "phishing-resistant challenge.",
            ),
        ),
    )  # fmt: skip


def noticed(figures: Figures) -> Section:
    """Recall by variant."""
    drawn = Table(
        Text("気付いたセッションの割合", "Sessions noticed"),
        (_WAY, Text("セッション", "Sessions"), Text("気付いた割合", "Noticed")),
        [(variant(row.variant), f"{row.sessions:,}", share(row.sessions_noticed)) for row in figures.detection],
    )
    rest = Table(
        Text("事案とイベント", "Incidents and events"),
        (
            _WAY,
            Text("事案", "Incidents"),
            Text("気付いた事案", "Incidents noticed"),
            Text("不正イベント", "Bad events"),
            Text("気付いたイベント", "Events noticed"),
            Text("保留・拒否したイベント", "Events held or denied"),
        ),
        [
            (
                variant(row.variant), f"{row.incidents:,}", share(row.incidents_noticed), f"{row.events:,}",
                share(row.events_noticed), share(row.events_held),
            )
            for row in figures.detection
        ],
    )  # fmt: skip
    return Section(
        "noticed",
        Text("攻撃への気付き", "Attacks noticed"),
        (
            Text(
                "許可より厳しい判定が一つでも付けば「気付いた」と数えます。成功しなかったログインは数えません。",
                "Noticed means: at least one verdict stricter than allow. Logins that did not succeed are not counted.",
            ),
        ),
        pictures=(
            Picture(
                "noticed",
                Text("手口ごとに、気付いたセッションの割合を示した図。値は表と同じです。",
                     "The share of sessions noticed, by way of attack. The table has the same values."),
                drawn,
            ),
        ),
        tables=(rest,),
    )  # fmt: skip


def delay(figures: Figures) -> Section:
    """Time to the first decision that stops."""
    drawn = Table(
        Text("最初の不正から最初に止めるまでの時間", "From the first bad event to the first stop"),
        (
            _WAY,
            Text("止めた事案", "Incidents stopped"),
            Text("最初の一手で", "At the first event"),
            Text("中央値", "Median"),
            Text("九割の事案で", "Nine in ten within"),
        ),
        [
            (
                variant(row.variant), share(row.stopped), percent(row.at_once), spread_text(row.median, minutes),
                spread_text(row.ninth_decile, minutes),
            )
            for row in figures.delays
        ],
    )  # fmt: skip
    return Section(
        "delay",
        Text("止めるまでの時間", "Time until stopped"),
        (
            Text(
                "侵入者の最初の行動から、その行動を単独で止めた最初の判定までの時間です。中央値と"
                "九割の値は、止めた事案だけの値です。",
                "From the intruder's first action to the first decision that stops one by itself. Median and ninth "
                "decile are over the incidents that were stopped at all.",
            ),
        ),
        pictures=(
            Picture(
                "delay",
                Text("手口ごとに、止めるまでの中央値（丸）と九割の値（四角）を示した図。値は表と同じです。",
                     "Median (circle) and ninth decile (square) by way of attack. The table has the same values."),
                drawn,
            ),
        ),
    )  # fmt: skip


def campaigns(figures: Figures) -> Section:
    """Requirement A-03."""
    drawn = Table(
        Text("最初の警報・保留までに進んだ買付の割合", "Share of the buying done before the first alert or hold"),
        (
            Text("作戦", "Campaign"),
            Text("口座", "Accounts"),
            Text("買付額", "Value bought"),
            Text("警報まで", "Before alert"),
            Text("保留まで", "Before hold"),
            Text("早い方まで", "Before either"),
            Text("半分より前", "Before half"),
        ),
        [_course(row) for row in figures.campaigns],
    )
    late = sum(not row.in_time for row in figures.campaigns if row.value)
    return Section(
        "campaigns",
        Text("複数口座にまたがる買い上げ（A-03）", "Campaigns across accounts (A-03)"),
        (
            Text(
                "複数口座を使った買い上げに、想定した買付額の半分が終わる前に気付くことが要件です。買付は、"
                "止めたものも含めた"
                f"注文の金額です。半分より前に気付けなかった作戦: {late}。",
                "A campaign must be noticed before half of its buying is done. The buying is counted by "
                "order value, stopped "
                f"orders included. Campaigns not noticed before half: {late}.",
            ),
        ),
        pictures=(
            Picture(
                "campaigns",
                Text("作戦ごとに、警報か保留の早い方までに進んだ買付の割合を示した図。点線は半分。値は表と同じです。",
                     "Share of the buying done before the first alert or hold, by campaign; the dotted line is "
                     "one half. "
                     "The table has the same values."),
                drawn,
            ),
        ),
    )  # fmt: skip


def _course(row: CampaignCourse) -> tuple[Cell, ...]:
    in_time: Cell = Text("はい", "yes") if row.in_time else Text("いいえ", "no")
    return (
        row.campaign, f"{row.accounts:,}", yen(row.value), _done(row.before_alert, row.minutes_to_alert),
        _done(row.before_hold, row.minutes_to_hold), percent(row.before_either), in_time if row.value else DASH,
    )  # fmt: skip


def _done(done: float | None, after: float | None) -> Cell:
    if after is None:
        return Text("なし", "none")
    return Text(f"{percent(done)}（{minutes(after).ja}後）", f"{percent(done)} (after {minutes(after).en})")
