"""Everything that the product says when it refuses: lines, and files of the rulebook."""

from sekisho.activity.types.rejection import REASONS
from sekisho.decisions.rules.messages import MESSAGES
from sekisho.kernel.texts import Text
from tools.pages.markdown import code, grid, page, plain


def refusals_page() -> str:
    """Every way in which a line is refused."""
    lead = Text(
        "`*.rejected.ndjson` の `reason` に入る語と、その文です。読み方は"
        "[手引き](../../how-to/read-rejected-lines.md)にあります。",
        "The words that stand in `reason` of `*.rejected.ndjson`, and their sentences.",
    )
    rows = ((code(each.value), _filled(text.ja), _filled(text.en)) for each, text in REASONS.items())
    return page(Text("受け付けない行", "Refused lines"), lead, grid(("`reason`", "日本語", "English"), rows))


def _filled(pattern: str) -> str:
    return plain(pattern.format(field="‹field›", detail="…"))


def findings_page() -> str:
    """Everything that a check of the rulebook can say."""
    lead = Text(
        "`sekisho rulebook check` が示すもののすべてです。error があるルールブックは使えません。",
        "Everything `sekisho rulebook check` can say. A rulebook with an error does not go live.",
    )
    rows = ((code(name), code(severity), _braced(ja), _braced(en)) for name, (severity, ja, en) in MESSAGES.items())
    heads = ("コード / code", "重さ / severity", "日本語", "English")
    return page(Text("ルールブックの検査", "Findings of the rulebook check"), lead, grid(heads, rows))


def _braced(pattern: str) -> str:
    return plain(pattern.replace("{{", "{").replace("}}", "}"))
