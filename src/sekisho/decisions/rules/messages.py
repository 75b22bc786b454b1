"""Every mistake a check can name: its code of three parts, its severity and its sentence.

The table is the whole list; a finding is made only from it, so each has both languages and the
reference of the rule format can be held against it.
"""

# ruff: noqa: E501 - a table: one finding a line

from collections.abc import Mapping

from sekisho.decisions.types.finding import Severity

_E, _W = Severity.ERROR, Severity.WARNING

# fmt: off
MESSAGES: Mapping[str, tuple[Severity, str, str]] = {
    "file:toml:unreadable": (_E, "TOMLとして読めません（{problem}）。", "not readable as TOML: {problem}"),
    "file:name:differs": (_E, "ファイル名は {expected} にしてください。", "the file must be called {expected}"),
    "file:set:missing": (_E, "{file} がありません。", "{file} is missing"),
    "key:name:missing": (_E, "{key} を書いてください。", "{key} is missing"),
    "key:name:unknown": (_E, "{key} というキーはありません。{hint}", "there is no key {key}{hint}"),
    "key:value:wrong": (_E, "{key} は {expected} で書いてください。", "{key} must be {expected}"),
    "text:language:missing": (_E, "{key} の {language} の文がありません。", "{key} has no text in {language}"),
    "text:slot:unknown": (_E, "{key} の {{{slot}}} が values にありません。", "{key} uses {{{slot}}}, which is not in values"),
    "text:slot:malformed": (_E, "{key} の波かっこが正しくありません。", "{key} has braces that do not pair up as {{fact}}"),
    "rule:id:duplicate": (_E, "id {id} は {other} にもあります。", "id {id} is also used in {other}"),
    "rule:code:malformed": (_E, "code は 対象:何について:形 の三つの語で書いてください。", "code must be three words, what:about:shape"),
    "rule:dates:order": (_E, "end は start より後の日付にしてください。", "end must be later than start"),
    "rule:people:same": (_E, "live には作成者と承認者の二人が必要です。", "live needs an author and another person as approver"),
    "rule:verdict:allows": (_E, "ルールは allow を返せません。overrides を使ってください。", "a rule never allows; use an override"),
    "rule:budget:missing": (_E, "hold と deny には [budget] が必要です。", "hold and deny need a [budget]"),
    "rule:budget:ignored": (_W, "凍結・買付停止のルールには上限が適用されません。", "a budget has no effect on a rule that reads frozen or brake"),
    "rule:value:unread": (_E, "values の {fact} という値はありません。{hint}", "values names {fact}, which is no fact{hint}"),
    "obligation:kind:unknown": (_E, 'do = "{do}" という義務はありません。', 'there is no obligation do = "{do}"'),
    "obligation:key:missing": (_E, "{do} には {key} が必要です。", "{do} needs {key}"),
    "obligation:key:wrong": (_E, "{do} の {key} は {expected} で書いてください。", "{key} of {do} must be {expected}"),
    "obligation:challenge:missing": (_E, "step_up には challenge の義務が必要です。", "step_up needs a challenge among its obligations"),
    "example:fires:missing": (_E, "発動する例と発動しない例を一つずつ以上書いてください。", "give at least one example that fires and one that does not"),
    "example:outcome:wrong": (_E, "例{number}は「{wanted}」はずですが「{got}」結果でした。", "example {number} should {wanted}, but the rule would {got}"),
    "example:fact:wrong": (_E, "例{number}の {fact} は {expected} で書いてください。", "{fact} in example {number} must be {expected}"),
    "example:engine:differs": (_E, "例{number}の結果がDuckDBでは違います。", "example {number} comes out differently in DuckDB"),
    "condition:text:unreadable": (_E, "条件を読めません（{problem}）。", "the condition cannot be read: {problem}"),
    "condition:text:refused": (_E, "DuckDBが条件を受け付けません（{problem}）。", "DuckDB does not take the condition: {problem}"),
    "condition:size:exceeded": (_E, "条件が大きすぎます。ルールを分けてください。", "the condition is too large; split the rule"),
    "condition:form:unsupported": (_E, "{form} は使えません。", "{form} is not part of the condition language"),
    "condition:form:ambiguous": (_E, "比較の中の比較はかっこで囲んでください。", "put the inner comparison in parentheses"),
    "condition:fact:unknown": (_E, "{fact} という値はありません。{hint}", "there is no fact {fact}{hint}"),
    "condition:fact:reserved": (_E, '{fact} はSQLの予約語です。"{fact}" と書いてください。', '{fact} is a reserved word of SQL; write "{fact}"'),
    "condition:fact:never": (_E, "{fact} は {events} では常にありません。", "{fact} is never present for {events}"),
    "condition:fact:sometimes": (_W, "{fact} は {events} では常にありません。", "{fact} is never present for {events}, so the rule cannot see it there"),
    "condition:kind:mixed": (_E, "{left} と {right} は混ぜられません。", "{left} and {right} do not go together here"),
    "condition:kind:wrong": (_E, "ここは {expected} ですが {found} です。", "expected {expected} here, found {found}"),
    "condition:order:undefined": (_E, "{kind} に大小はありません。= か <> か IN を使ってください。", "{kind} has no order; use =, <> or IN"),
    "condition:null:compared": (_E, "NULL とは比べられません。IS NULL を使ってください。", "nothing equals NULL; use IS NULL"),
    "condition:divisor:zero": (_E, "割る数が0になり得ます。NULLIF(…, 0) と書いてください。", "the divisor may be zero; write NULLIF(…, 0)"),
    "condition:number:long": (_E, "{number} は桁が多すぎます（有効数字15桁まで）。", "{number} has too many digits (at most 15 significant ones, between 1e-15 and 1e15)"),
    "condition:number:folded": (_E, "定数どうしの計算は結果を書いてください。", "write the result instead of computing with constants only"),
    "condition:word:unknown": (_E, '{fact} が "{word}" になることはありません。{hint}', '{fact} is never "{word}"{hint}'),
    "condition:truth:never": (_E, "条件が成り立つことはありません（{facts} の条件が両立しません）。", "the condition can never be true: what it asks of {facts} cannot hold together"),
    "condition:truth:always": (_E, "条件は常に成り立ちます。", "the condition is always true"),
    "rule:reach:covered": (_W, "{other} が常に先に同じかより厳しい判断をします。", "never changes an answer: {other} fires whenever it does and is as strict"),
    "lock:file:missing": (_E, "lock.json がありません。sekisho rulebook lock を実行してください。", "there is no lock.json; run: sekisho rulebook lock"),
    "lock:file:unreadable": (_E, "lock.json を読めません（{problem}）。", "lock.json cannot be read: {problem}"),
    "lock:rule:changed": (_E, "{id} は version {version} のまま内容が変わりました。version を上げてください。", "{id} changed but is still version {version}; raise the version"),
    "lock:rule:unlocked": (_E, "{id} の version {version} は lock.json にありません。sekisho rulebook lock を実行してください。", "{id} version {version} is not in lock.json; run: sekisho rulebook lock"),
    "lock:rule:lowered": (_E, "{id} の version が {locked} から {version} に下がりました。", "the version of {id} went down from {locked} to {version}"),
    "lock:rule:gone": (_W, "lock.json の {id} のファイルがありません。", "lock.json names {id}, whose file is gone"),
    "override:people:same": (_E, "例外には二人の承認が必要です。", "an override needs two different people"),
    "override:time:order": (_E, "until は start より後にしてください。", "until must be later than start"),
    "override:time:long": (_E, "例外の期間は最長{days}日です。", "an override may last {days} days at most"),
    "override:scope:missing": (_E, "account・device・network・symbol のいずれかが必要です。", "give at least one of account, device, network, symbol"),
    "override:rule:unknown": (_E, "{rule} というルールはありません。", "there is no rule {rule}"),
    "override:rule:fixed": (_E, "{rule} は凍結・買付停止のルールなので例外にできません。", "{rule} reads frozen or brake and cannot be lifted"),
    "safe_mode:cause:unknown": (_E, "[causes] に {cause} がありません。", "{cause} is not among [causes]"),
    "safe_mode:operation:unknown": (_E, "[operations] に {operation} がありません。", "{operation} is not among [operations]"),
    "safe_mode:operation:silent": (_E, "{operation} は {cause} のとき allow にできません。", "{operation} must not be allowed silently while {cause}"),
    "safe_mode:operation:unguarded": (_E, "出金と出金先変更は guarded でなければなりません。", "withdrawals and changes of the bank account must both be guarded"),
}
# fmt: on
