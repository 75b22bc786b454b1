"""What enters and what leaves: events and decisions, field by field."""

from collections.abc import Mapping, Sequence

import msgspec

from sekisho.activity.operations.schemas import TITLES, Schema, event_schemas
from sekisho.activity.types.events import DECIDED, Position
from sekisho.decisions.rules.obligations import KINDS
from sekisho.decisions.types.decision import Decision, Granted, Reason
from sekisho.decisions.types.rule import Rule
from sekisho.decisions.types.rulebook import SafeModes
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from tools.pages.markdown import both, code, codes, grid, page, said, words

_HEADS = ("項目 / field", "必須 / required", "値 / value", "意味 / meaning")
_MILLION = 10**6


def events_page() -> str:
    """Envelope, device and the body of every type."""
    lead = Text(
        "1行に1つの JSON オブジェクト（UTF-8）です。金額は円の整数、時刻は時差つきの RFC 3339 です。"
        "契約にない項目は判定に使わず、行とともに残します。長さと大きさの範囲は「値」の欄にあります。",
        "One JSON object a line, UTF-8. Money is whole yen, times are RFC 3339 with an offset. Unknown fields are kept "
        "with the line and not judged. Limits of length and size stand under value.",
    )
    schemas = event_schemas()
    login = schemas["event.login"]
    return page(
        Text("イベント", "Events"),
        lead,
        f"## 共通項目 / Envelope\n\n{fields('envelope', login)}",
        f"## `device` 端末 / Device\n\n{fields('device', login['$defs']['Device'])}",
        *(_event(tag, title, schemas[f"event.{tag}"]) for tag, title in TITLES.items()),
        f"## `positions[]` 保有 / Position\n\n{fields('position', _schema(Position))}",
    )


def _event(tag: str, title: Text, schema: Schema) -> str:
    body = schema["$defs"][_named(schema["properties"]["body"])]
    answered = "判定します。 / Answered with a decision." if tag in DECIDED else "学習だけに使います。 / Only teaches."
    about = f"{answered} 機械が読む形 / for machines: [`event.{tag}.json`](../schemas/event.{tag}.json)"
    carried = [name for name in schema["properties"] if name not in {"type", "body"}]
    if "account" not in schema["required"]:
        about += f"\n\n共通項目のうち {codes(carried)} を持ちます。 / Carries these of the envelope."
    return f"## `{tag}` {title.ja} / {title.en}\n\n{about}\n\n{fields(f'body/{tag}', body)}"


def fields(table: str, schema: Schema) -> str:
    """One line for each field of a schema; ``table`` of the words says what they mean."""
    properties: Mapping[str, Schema] = schema["properties"]
    texts = words(table, properties)
    required = set(schema.get("required", ()))
    rows = (
        (code(name), "●" if name in required else "", spell(part), both(texts[name]))
        for name, part in properties.items()
    )
    return grid(_HEADS, rows)


def spell(schema: Schema) -> str:
    """What values a schema takes, in few signs."""
    if "anyOf" in schema:
        return " / ".join(spell(part) for part in schema["anyOf"] if part.get("type") != "null")
    if "$ref" in schema:
        return code(_named(schema).removesuffix("Body").lower())
    if "enum" in schema:
        return codes(schema["enum"])
    if schema.get("type") == "array":
        return f"[{spell(schema['items'])}, …]" if schema.get("items") else "[…]"
    return str("RFC 3339" if schema.get("format") == "date-time" else schema.get("type", "")) + _bounds(schema)


def _named(schema: Schema) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _bounds(schema: Schema) -> str:
    if "pattern" in schema:
        return f" {code(schema['pattern'])}"
    low, high = schema.get("minLength", schema.get("minimum")), schema.get("maxLength", schema.get("maximum"))
    return "" if high is None else f" {low or 0}–{_number(high)}"


def _number(value: int) -> str:
    """A round number from a million on as a power of ten."""
    zeros = len(str(value)) - 1
    return f"10{str(zeros).translate(_RAISED)}" if value >= _MILLION and value == 10**zeros else f"{value:,}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def decision_page(rules: Sequence[Rule], modes: SafeModes) -> str:
    """The decision, its reasons, obligations and degraded codes."""
    lead = Text(
        "判定は1行の JSON で、次の項目を持ちます。同じ事実からは同じバイト列が出ます。",
        "A decision is one line of JSON with these fields. The same facts give the same bytes.",
    )
    decision, reason, granted = (_schema(of) for of in (Decision, Reason, Granted))
    heads = ("語 / word", "意味 / meaning")
    return page(
        Text("判定", "The decision"),
        lead,
        fields("decision", decision),
        "## `verdict` 判断 / Verdict",
        grid(heads, said(words("verdicts", (each.word for each in Verdict)))),
        "下の行ほど厳しく、最も厳しいものが採られます。 / Ordered: the strictest wins.",
        "## `reasons[]` 理由 / Reason",
        fields("reason", reason),
        "## `obligations[]` 義務 / Obligation",
        _obligations(),
        f"標準のルールブックにある文面の名前 / messages that the default rulebook names: {codes(_templates(rules))}",
        "## `degraded[]` 欠けていたもの / What was missing",
        grid(heads, said(words("degraded", modes.causes))),
        "## `override[]` 例外 / Override",
        fields("granted", granted),
    )


def _schema(of: type) -> Schema:
    """The schema of a type that also holds values of any kind."""
    _, nested = msgspec.json.schema_components(
        (of,), schema_hook=lambda _: {"title": "any"}, ref_template="#/$defs/{name}"
    )
    schema: Schema = nested[of.__name__]
    return schema


def _obligations() -> str:
    texts = words("obligations", KINDS)
    rows = ((code(do), codes(keys), both(texts[do])) for do, keys in KINDS.items())
    return grid(("義務 / do", "項目 / keys", "意味 / meaning"), rows)


def _templates(rules: Sequence[Rule]) -> list[str]:
    told = (each for rule in rules for each in rule.obligations if each.do == "notify")
    return sorted({str(each.details["template"]) for each in told})
