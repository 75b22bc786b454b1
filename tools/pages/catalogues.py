"""Facts, rules, safe modes, and the requirements they answer to."""

from collections.abc import Mapping, Sequence

from sekisho.activity.operations.schemas import TITLES
from sekisho.activity.types import facts_session, facts_trading
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Fact
from sekisho.activity.types.facts import CATALOGUE
from sekisho.decisions.types.rule import Mode, Rule
from sekisho.decisions.types.rulebook import Operation, SafeModes
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from tools.pages.markdown import both, code, codes, grid, page, plain, said, words

GROUPS: Mapping[str, tuple[Fact, ...]] = {
    "EVENT": facts_session.EVENT,
    "ACCESS": facts_session.ACCESS,
    "SESSION": facts_session.SESSION,
    "CHANGES": facts_session.CHANGES,
    "ORDER": facts_trading.ORDER,
    "CASH": facts_trading.CASH,
    "INSTRUMENT": facts_trading.INSTRUMENT,
    "SURROUNDINGS": facts_trading.SURROUNDINGS,
}
_FACT_HEADS = (
    "事実 / fact", "意味 / meaning", "種類・単位 / kind, unit", "範囲 / window", "キー・段 / key, stage",
    "要求 / requirement", "イベント / present for",
)  # fmt: skip
_RULE_HEADS = (
    "ルール / rule", "題 / title", "状態 / mode", "判断 / verdict", "イベント / events", "コード / code",
    "要求 / requirement",
)  # fmt: skip


def facts_page() -> str:
    """Every fact of the catalogue, in its order."""
    titles = words("groups", GROUPS)
    lead = Text(
        f"ルールとモデルが使える値のすべて（{len(CATALOGUE)}個）です。どの値も「ない」（SQL の NULL）ことがあります。"
        "段は[畳み込みの段](../../explanation/architecture.md)、要求は[番号つきの要求](requirements.md)です。"
        "ルールではほかに、モデルの評価 `score` が使えます。",
        f"All {len(CATALOGUE)} values that rules and the model may use. Any of them may be absent (NULL in SQL). "
        "Stage is the stage of the fold, requirement the numbered requirement that asks for the fact. In rules, the "
        "model's answer is one more name, `score`.",
    )
    sections = (_group(titles[name], facts) for name, facts in GROUPS.items())
    return page(Text("事実", "Facts"), lead, *sections)


def _group(title: Mapping[str, str], facts: Sequence[Fact]) -> str:
    return f"## {title['ja']} / {title['en'].capitalize()}\n\n{grid(_FACT_HEADS, map(_fact, facts))}"


def _fact(fact: Fact) -> tuple[str, ...]:
    key = words("keys", {each.key for each in CATALOGUE})[fact.key]
    unit = words("units", {each.unit for each in CATALOGUE})[fact.unit]
    window = words("windows", {each.window for each in CATALOGUE})[fact.window]
    return (
        code(fact.name),
        both(fact.text),
        f"{code(fact.kind)}<br>{unit}<br>{fact.unit}",
        f"{window}<br>{fact.window}",
        f"{key['ja']}<br>{key['en']}<br>段 {fact.stage}",
        plain(fact.requirement),
        "すべて / all" if fact.events == DECIDED else codes(fact.events),
    )


def rules_page(rules: Sequence[Rule]) -> str:
    """Every rule of the rulebook, by the first event type it judges."""
    lead = Text(
        f"製品に付属するルールブックの{len(rules)}件です。条件・理由の文・誤検知の注意・対応の手引き・例は、"
        "`rulebook/rules/` のそれぞれのファイルにあります。",
        f"The {len(rules)} rules that come with the product. Condition, reason, notes on false positives, triage guide "
        "and examples stand in each rule's file under `rulebook/rules/`.",
    )
    modes = grid(("状態 / mode", "意味 / meaning"), said(words("modes", Mode)))
    sections = []
    for event in DECIDED:
        rows = [_rule(rule) for rule in rules if rule.events[0] == event]
        if rows:
            sections.append(f"## {TITLES[event].ja} / {TITLES[event].en}\n\n{grid(_RULE_HEADS, rows)}")
    return page(Text("標準のルール", "The default rules"), lead, modes, *sections)


def _rule(rule: Rule) -> tuple[str, ...]:
    return (
        f"{code(rule.id)} {rule.version}",
        both(rule.title),
        code(rule.mode),
        code(rule.verdict.word),
        codes(rule.events),
        code(rule.code),
        plain(", ".join(rule.requirement)),
    )


def safe_modes_page(modes: SafeModes) -> str:
    """The mildest verdict of each operation for each degraded code."""
    lead = Text(
        f"情報源が欠けたとき、操作ごとに許される最も緩い判断です（版 {modes.version}）。"
        "変え方は[手引き](../../how-to/set-a-safe-mode.md)にあります。",
        f"The mildest answer that may be given to each operation while a source is missing (version {modes.version}).",
    )
    heads = ("操作 / operation", *(code(cause) for cause in modes.causes))
    minutes = ((code(name), str(each)) for name, each in modes.validity.items())
    natural = ((code(name), codes(sorted(each))) for name, each in modes.natural.items())
    return page(
        Text("セーフモード", "Safe modes"),
        lead,
        grid(heads, (_operation(modes, each) for each in modes.operations)),
        "## 情報源 / What may be missing",
        grid(("コード / code", "理由に書く文 / said in the reason"), said(modes.causes)),
        "## 欠けていて当然のもの / Natural in a channel",
        grid(("チャネル / channel", "コード / codes"), natural),
        "## 判断の有効時間 / How long an answer holds",
        grid(("イベント / event", "分 / minutes"), minutes),
    )


def _operation(modes: SafeModes, operation: Operation) -> tuple[str, ...]:
    least = Verdict.STEP_UP if operation.guarded else Verdict.ALLOW
    answers = (max(least, modes.minimum.get(cause, {}).get(operation.name, Verdict.ALLOW)) for cause in modes.causes)
    return (f"{code(operation.name)}<br>{both(operation.title)}", *(code(each.word) for each in answers))


def requirements_page(rules: Sequence[Rule]) -> str:
    """Which facts and rules answer to which requirement."""
    lead = Text(
        "事実とルールが引く番号の意味と、それぞれに答えている事実・ルールです。C は顧客、E は会社のセキュリティ、"
        "A は監視担当、S は窓口、X は全体、G は業界ガイドラインと監督指針、signal は乗っ取りの兆候です。"
        "G の文言は要約です。正文は発行元で確かめてください。",
        "What the numbers mean that facts and rules cite, and which of them answer to each. C: customer, E: the firm's "
        "security, A: surveillance, S: support, X: everybody, G: the industry's and the supervisor's guidelines, "
        "signal: signs of a takeover. The wording under G is a summary; the publisher's text decides.",
    )
    facts_for: dict[str, list[str]] = {}
    rules_for: dict[str, list[str]] = {}
    for fact in CATALOGUE:
        facts_for.setdefault(fact.requirement, []).append(fact.name)
    for rule in rules:
        for each in rule.requirement:
            rules_for.setdefault(each, []).append(rule.id)
    texts = words("requirements", facts_for.keys() | rules_for.keys())
    rows = (
        (plain(name), both(text), codes(facts_for.get(name, ())), codes(rules_for.get(name, ())))
        for name, text in texts.items()
    )
    heads = ("番号 / number", "要求 / requirement", "事実 / facts", "ルール / rules")
    return page(Text("要求", "Requirements"), lead, grid(heads, rows))
